/**
 * Live streams: from the commit of a booking, as PostgreSQL noted it, to the event in the hands of each reader. Every reader must see every booking of
 * its organisation, however many web processes there are.
 */
import { Agent } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { judged, quantile, type Figure } from './figures.js'
import { query, type Ground, type Program } from './ground.js'
import { send } from './load.js'
import { residentOf } from './memory.js'
import { foundOrganizations, type Organization } from './organizations.js'
import { openStream, type StreamReader } from './stream-reader.js'

const streams = 1_000
/** What the product grants one person. */
const perPerson = 5
const seconds = 8
const halfHour = 1_800_000

interface Placing {
  what: string
  organizations: readonly Organization[]
  perSecond: number
}

/** @param both two processes; the first serves alone where one is asked for */
export async function streamFigures(ground: Ground, both: readonly [Program, Program]): Promise<Figure[]> {
  const many = await foundOrganizations(ground, 100, streams / 100 / perPerson)
  const one = await foundOrganizations(ground, 1, streams / perPerson)
  const spread: Placing = { what: '1,000 streams over 100 organisations, 50 bookings/s', organizations: many, perSecond: 50 }
  const dense: Placing = { what: '1,000 streams in one organisation, 20 bookings/s', organizations: one, perSecond: 20 }
  const figures: Figure[] = []
  for (const placing of [spread, dense]) {
    for (const programs of [[both[0]], both]) figures.push(...(await run(ground, placing, programs)))
  }
  return figures
}

async function run(ground: Ground, { what, organizations, perSecond }: Placing, programs: readonly Program[]): Promise<Figure[]> {
  const before = residentOf(programs[0]!.pid)
  const readers = new Map<string, StreamReader[]>()
  let opened = 0
  for (const { id, tokens } of organizations) {
    const own = tokens.flatMap((token) => Array.from({ length: perPerson }, () => openStream(programs[(opened += 1) % programs.length]!.port, token)))
    readers.set(id, await Promise.all(own))
  }
  const perStream = ((residentOf(programs[0]!.pid) - before) * 1_024) / opened
  const begun = new Date()
  const refused = await book(organizations, perSecond, programs)
  await delay(1_500)
  const { delays, lost } = await compare(ground, organizations, readers, begun)
  for (const reader of [...readers.values()].flat()) reader.close()
  await delay(500)
  const named = `${what}, ${programs.length} web process${programs.length === 1 ? '' : 'es'}`
  const latency = judged(
    `${named}: commit to event`,
    [
      { name: 'p50', value: quantile(delays, 0.5), unit: ' ms', must: { at_most: organizations.length === 1 ? 30 : 10 }, target: { at_most: organizations.length === 1 ? 15 : 3 } },
      { name: 'p99', value: quantile(delays, 0.99), unit: ' ms', must: {}, target: { at_most: 100 } },
    ],
    lost === 0 && refused === 0,
    `${delays.length} deliveries, ${lost} lost${refused > 0 ? `; ${refused} bookings refused` : ''}`,
  )
  const memory = judged('memory per stream', [{ value: perStream, unit: ' KiB', must: { at_most: 35 }, target: { at_most: 20 } }])
  return programs.length === 1 && organizations.length > 1 ? [latency, memory] : [latency]
}

let slot = 0

/** @returns how many were refused: what is measured then is not what was asked for */
async function book(organizations: readonly Organization[], perSecond: number, programs: readonly Program[]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  const answers: Promise<number>[] = []
  for (let n = 0; n < seconds * perSecond; n += 1) {
    const { tokens, room } = organizations[n % organizations.length]!
    const from = Math.ceil(Date.now() / halfHour) * halfHour + (48 + (slot += 1)) * halfHour
    const body = JSON.stringify({ resource_id: room, title: 'Live', starts_at: new Date(from).toISOString(), ends_at: new Date(from + halfHour).toISOString() })
    answers.push(send(agent, programs[n % programs.length]!.port, { method: 'POST', path: '/v1/bookings', token: tokens[0]!, body }))
    await delay(1_000 / perSecond)
  }
  const refused = (await Promise.all(answers)).filter((status) => status !== 201).length
  agent.destroy()
  return refused
}

/** What each reader should have seen, and when, against the server's own record of commits. */
async function compare(ground: Ground, organizations: readonly Organization[], readers: ReadonlyMap<string, readonly StreamReader[]>, begun: Date): Promise<{ delays: number[]; lost: number }> {
  const committed = await query(
    ground.cluster.adminUrl('bench'),
    `select id, org_id, extract(epoch from pg_xact_commit_timestamp(xid::xid)) * 1000 as at from events
     where org_id = any ($1::uuid[]) and type = 'bookings.created' and at >= $2`,
    [organizations.map(({ id }) => id), begun],
  )
  const delays: number[] = []
  let lost = 0
  for (const { id, org_id, at } of committed) {
    for (const { arrived } of readers.get(String(org_id)) ?? []) {
      const when = arrived.get(String(id))
      if (when === undefined) lost += 1
      else delays.push(when - Number(at))
    }
  }
  return { delays, lost }
}
