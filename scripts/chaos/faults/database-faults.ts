/** F8-F11: PostgreSQL is killed, stopped, silent, slow. */
import { setTimeout as delay } from 'node:timers/promises'
import { post } from '../request.js'
import { outcome, probe, readyAgain, seconds, stream, type Finding, type Stage } from './stage.js'
import { Traffic } from './traffic.js'

export async function killedInStorm(stage: Stage): Promise<Finding> {
  const { site, webs } = stage
  const before = webs.map(({ pid }) => pid)
  const traffic = await stage.traffic(30)
  await delay(1_500)
  const lives = probe(webs[0], '/livez')
  await site.killDatabase()
  await delay(1_000)
  await site.startDatabase()
  await site.databaseBack()
  const back = await readyAgain(webs[0])
  await delay(1_500)
  const tally = await traffic.stop()
  const lost = await traffic.lost(site.admin)
  const others = [...tally.statuses.keys()].filter((status) => status !== 201 && status !== 503)
  return {
    fault: 'F8 kill -9 of PostgreSQL in a storm of commits',
    expected: '503 with Retry-After meanwhile, the processes stay up, back within 5 s, no acknowledged booking lost',
    seen: `${traffic.count(201)} x 201, ${traffic.count(503)} x 503, others: ${others.join(', ') || 'none'}; ${lost} lost; back after ${seconds(back)}`,
    outcome: outcome(lost === 0 && others.length === 0 && tally.unexplained === 0 && traffic.count(503) > 0 && back !== null && back < 5_000 && (await lives) === 200 && webs.every(({ pid, running }, n) => running && pid === before[n])),
  }
}

export async function stopped(stage: Stage, forMs: number): Promise<Finding> {
  const { site, webs, worker } = stage
  const pids = [...webs, worker].map(({ pid }) => pid)
  const traffic = await stage.traffic(10)
  await delay(500)
  await site.stopDatabase()
  await delay(forMs / 2)
  const during = [await probe(webs[0], '/livez'), await probe(webs[0], '/readyz')]
  await delay(forMs / 2)
  await site.startDatabase()
  await site.databaseBack()
  const back = await readyAgain(webs[0])
  await traffic.stop()
  const drained = await stage.drained(120_000)
  const same = [...webs, worker].every(({ pid, running }, n) => running && pid === pids[n])
  const twice = site.mail.conflicts.length
  return {
    fault: `F9 PostgreSQL stopped for ${forMs / 1_000} s, both processes up`,
    expected: '/livez 200, /readyz 503; nobody restarts; back within 5 s of its return; the worker goes on; nothing twice',
    seen: `/livez ${during[0]}, /readyz ${during[1]}; ${same ? 'no process ended' : 'a process ended'}; back after ${seconds(back)}; mail drained after ${seconds(drained)}; ${await traffic.lost(site.admin)} lost`,
    outcome: outcome(during[0] === 200 && during[1] === 503 && same && back !== null && back < 5_000 && drained !== null && twice === 0 && (await traffic.lost(site.admin)) === 0),
  }
}

export async function blackHole(stage: Stage): Promise<Finding> {
  const { webs, site, organization, places } = stage
  const [web] = webs
  let listening = 0
  web.proxy.onStatement = ({ text }) => text.startsWith('listen ') && (listening = performance.now())
  web.proxy.darken()
  const begun = performance.now()
  const from = Math.ceil(Date.now() / 3_600_000 + 2_000) * 3_600_000
  const body = JSON.stringify({ resource_id: places[0]!.room_id, title: 'Dark', starts_at: new Date(from).toISOString(), ends_at: new Date(from + 900_000).toISOString() })
  const order = { port: web.port, token: organization.token, key: 'dark', body }
  const answer = await post(order)
  const took = performance.now() - begun
  const lively = await probe(web, '/livez')
  web.proxy.lighten()
  const lit = performance.now()
  const back = await readyAgain(web)
  const again = await post(order)
  while (listening === 0 && performance.now() - lit < 20_000) await delay(50)
  web.proxy.onStatement = () => undefined
  const heard = listening === 0 ? null : listening - lit
  return {
    fault: 'F10 half-open connections to PostgreSQL (black hole)',
    expected: '503 within 6 s, connection destroyed, the same process serves again; the listener is back within 15 s',
    seen: `${answer.status} after ${seconds(took)}; then ready after ${seconds(back)}, the retry answered ${again.status}; listening again after ${seconds(heard)}`,
    outcome: outcome(answer.status === 503 && took < 6_500 && lively === 200 && back !== null && back < 5_000 && again.status === 201 && heard !== null && heard < 15_000 && (await site.admin.query('select 1')).rowCount === 1),
  }
}

/** A migration gone wrong holds the table: every booking waits for its lock, until the pool is out. */
export async function exhausted(stage: Stage): Promise<Finding> {
  const { site, webs, organization } = stage
  const open = await stream(webs[0], organization.token)
  const holder = await site.admin.connect()
  await holder.query('begin; lock table bookings in access exclusive mode')
  const traffic = new Traffic([webs[0].port], stage.places, 100).start()
  await delay(1_000)
  const answered = traffic.stop()
  const begun = performance.now()
  const lively = await probe(webs[0], '/livez')
  const livezMs = performance.now() - begun
  await delay(4_000)
  await holder.query('rollback')
  holder.release()
  const back = await readyAgain(webs[0])
  const tally = await answered
  const streaming = await Promise.race([open.ended.then(() => false), delay(100).then(() => true)])
  open.close()
  return {
    fault: 'F11 pool exhausted (100 requests behind a locked table)',
    expected: 'those over the pool get 503 with Retry-After; /livez answers; streams stay; back at once',
    seen: `${traffic.count(503)} x 503, ${traffic.count(201)} x 201, slowest ${seconds(tally.slowestMs)}; /livez ${lively} in ${livezMs.toFixed(0)} ms; stream ${streaming ? 'open' : 'closed'}; ready after ${seconds(back)}`,
    outcome: outcome(traffic.count(503) > 0 && traffic.count(500) + traffic.count(0) === 0 && tally.unexplained === 0 && tally.slowestMs < 6_000 && lively === 200 && livezMs < 1_000 && streaming && back !== null && back < 5_000),
  }
}
