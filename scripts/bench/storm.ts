/** A thousand sockets, one slot: exactly one of them gets it. */
import { Agent } from 'node:http'
import { judged, median, type Figure } from './figures.js'
import { query, type Ground, type Program } from './ground.js'
import { send } from './load.js'
import { takenSlot } from './scenarios.js'

const sockets = 1_000

export async function storms(ground: Ground, program: Program, rounds: number): Promise<Figure> {
  const all = []
  for (let n = 0; n < rounds; n += 1) all.push(await storm(ground, program, n))
  const clean = all.every(({ won, lost, other, deadlocks }) => won === 1 && lost === sockets - 1 && other === 0 && deadlocks === 0)
  const told = all.map(({ won, lost, other, deadlocks, seconds }) => `${won} × 201, ${lost} × 409, ${other} other, ${deadlocks} deadlocks in ${seconds.toFixed(2)} s`)
  const seconds = { value: median(all.map((each) => each.seconds)), unit: ' s', must: { at_most: 3 }, target: { at_most: 1.5 } }
  return judged('1,000 sockets, one slot', [seconds], clean, told.join('; '))
}

async function storm(ground: Ground, { port }: Program, n: number): Promise<{ seconds: number; won: number; lost: number; other: number; deadlocks: number }> {
  const before = await deadlocks(ground)
  const agent = new Agent({ keepAlive: true, maxSockets: sockets })
  const from = Date.parse(takenSlot(ground).starts_at) + 86_400_000 * (n + 200)
  const slot = { resource_id: ground.rooms[1]!, starts_at: new Date(from).toISOString(), ends_at: new Date(from + 1_800_000).toISOString() }
  const begun = performance.now()
  const statuses = await Promise.all(
    Array.from({ length: sockets }, (_, i) => send(agent, port, { method: 'POST', path: '/v1/bookings', token: ground.tokens[1 + (i % 8)]!, body: JSON.stringify({ ...slot, title: 'Storm' }) })),
  )
  const seconds = (performance.now() - begun) / 1_000
  agent.destroy()
  const count = (status: number) => statuses.filter((each) => each === status).length
  return { seconds, won: count(201), lost: count(409), other: statuses.length - count(201) - count(409), deadlocks: (await deadlocks(ground)) - before }
}

async function deadlocks({ cluster }: Ground): Promise<number> {
  const rows = await query(cluster.adminUrl('bench'), 'select deadlocks from pg_stat_database where datname = current_database()')
  return Number(rows[0]!['deadlocks'])
}
