/** F13-F15: a process runs out of memory, is stopped under load, has a wrong clock. */
import { setTimeout as delay } from 'node:timers/promises'
import { Receiver, verified } from '#modules/webhooks/testing/receiver'
import { create } from '../organizations.js'
import { post } from '../request.js'
import type { Program } from '../site.js'
import { base, readyAgain, seconds, stream, type Finding, type Stage } from './stage.js'

export async function outOfMemory(stage: Stage): Promise<Finding> {
  const { webs, site } = stage
  const traffic = await stage.traffic(30)
  await delay(1_000)
  webs[0].signal('SIGUSR2')
  await webs[0].kill('SIGUSR2')
  const died = performance.now()
  await webs[0].start()
  const back = performance.now() - died
  await delay(500)
  await traffic.stop()
  const lost = await traffic.lost(site.admin)
  return {
    fault: 'F13 web runs out of memory under a heap cap, another serves on',
    expected: 'restart within 5 s; the other process answers; no acknowledged booking lost',
    seen: `started again in ${seconds(back)}; ${traffic.count(201)} x 201, ${traffic.count(0)} without an answer; ${lost} lost`,
    pass: back < 5_000 && lost === 0 && traffic.count(201) > 0 && traffic.count(500) === 0,
  }
}

/** Rolling restart: each process in turn is asked to stop while load and streams are on it. */
export async function stoppedUnderLoad(stage: Stage, perSecond: number, streams: number): Promise<Finding> {
  const { webs, organizations, site } = stage
  const tokens: string[] = []
  // Five streams each is a person's limit.
  for (let n = 0; n < Math.ceil(streams / 5); n += 1) tokens.push((await organizations.found()).token)
  const traffic = await stage.traffic(perSecond)
  const [codes, times]: [(number | null)[], number[]] = [[], []]
  let [said, opened] = [0, 0]
  for (const web of webs) {
    const open = await Promise.all(Array.from({ length: streams }, (_, n) => stream(web, tokens[n % tokens.length]!)))
    opened += open.length
    await delay(1_500)
    const begun = performance.now()
    codes.push(await web.kill('SIGTERM'))
    times.push(performance.now() - begun)
    await Promise.all(open.map(({ ended }) => ended))
    said += open.filter(({ text }) => /retry: \d+\nevent: closed/.test(text())).length
    await web.start()
    await readyAgain(web)
  }
  await delay(500)
  const tally = await traffic.stop()
  const failed = tally.sent - traffic.count(201)
  return {
    fault: `F14 rolling restart by SIGTERM under ${perSecond} bookings/s and ${streams} streams`,
    expected: '0 failed requests; streams end with retry:; exit within 25 s, code 0',
    seen: `${tally.sent} bookings, ${failed} failed (${[...tally.statuses].filter(([status]) => status !== 201).map(([status, n]) => `${n} x ${status}`).join(', ') || 'none'}); ${said} of ${opened} streams were told; exits ${codes.join(', ')} after ${times.map(seconds).join(' and ')}`,
    pass: failed === 0 && said === opened && codes.every((code) => code === 0) && Math.max(...times) < 25_000 && (await traffic.lost(site.admin)) === 0,
  }
}

/** The process' clock decides nothing but how long a token lives. */
export async function wrongClock(stage: Stage, minutes: number): Promise<Finding> {
  const { site, organizations } = stage
  const wrong = { settings: { CHAOS_CLOCK_MS: String(minutes * 60_000) }, preload: ['chaos/clock-shift.js'] }
  const [web, worker] = [await site.program('web', wrong), await site.program('worker', wrong)]
  await stage.worker.kill('SIGTERM')
  await Promise.all([web.start(), worker.start()])
  const receiver = await new Receiver().start()
  try {
    const organization = await organizations.found()
    const room = await create(base(stage.webs[1]), organization.owner_token, '/v1/resources', { name: 'Room' })
    const { secret } = await create<{ secret: string }>(base(stage.webs[1]), organization.owner_token, '/v1/webhooks/endpoints', { url: receiver.url(), event_types: ['bookings.created'] })
    const soon = await bookAt(web, organization.token, room.id, 5)
    const past = await bookAt(web, organization.token, room.id, -5)
    while (receiver.received.length === 0 && site.mail.to(organization.email).length === 0) await delay(50)
    const drained = await stage.drained(120_000)
    for (let n = 0; n < 200 && receiver.received.length === 0; n += 1) await delay(50)
    const off = Math.abs(Number(receiver.received[0]?.headers['webhook-timestamp'] ?? 0) - Date.now() / 1_000)
    const believed = receiver.received.length > 0 && verified(receiver.received[0]!, secret).type === 'bookings.created'
    const created = soon.status === 201 ? Math.abs(Date.parse((JSON.parse(soon.body) as { created_at: string }).created_at) - Date.now()) / 1_000 : Number.NaN
    return {
      fault: `F15 clock ${minutes > 0 ? '+' : ''}${minutes} min on web and on worker`,
      expected: 'a start in 5 minutes is taken, one 5 minutes ago refused; times, mails and signatures by the database clock',
      seen: `${soon.status} and ${past.status}; created_at off by ${created.toFixed(0)} s, webhook signed ${off.toFixed(0)} s ago and ${believed ? 'verified' : 'not believed'}; mail drained after ${seconds(drained)}`,
      pass: soon.status === 201 && past.status === 422 && created < 30 && off < 60 && believed && drained !== null,
    }
  } finally {
    await receiver.stop()
    await Promise.all([web.kill('SIGTERM'), worker.kill('SIGTERM')])
    await stage.worker.start()
  }
}

function bookAt(web: Program, token: string, room: string, minutes: number) {
  const from = Math.ceil(Date.now() / 60_000 + minutes) * 60_000
  const body = JSON.stringify({ resource_id: room, title: 'Clock', starts_at: new Date(from).toISOString(), ends_at: new Date(from + 600_000).toISOString() })
  return post({ port: web.port, token, key: `clock${minutes}`, body })
}
