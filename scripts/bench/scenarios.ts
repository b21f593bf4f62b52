/** What is measured: each scenario gives the next request of a connection. */
import { randomInt } from 'node:crypto'
import type { Ground } from './ground.js'

export interface Request {
  method: 'GET' | 'POST'
  path: string
  token: string
  body?: string
}

export interface Scenario {
  name: string
  connections: number
  expected: number
  /** What PERFORMANCE asks of the ratio to the floor; undefined where only reported. */
  must?: { throughput?: number; cpu?: number }
  next(ground: Ground): Request
}

const halfHour = 1_800_000
let slot = 0

/** A half hour nobody asked for before: room by room, then later. */
function freshSlot(ground: Ground): { resource_id: string; starts_at: string; ends_at: string } {
  const n = (slot += 1)
  const from = Math.ceil(Date.now() / halfHour) * halfHour + 48 * halfHour + Math.floor(n / ground.rooms.length) * halfHour
  return { resource_id: ground.rooms[n % ground.rooms.length]!, starts_at: new Date(from).toISOString(), ends_at: new Date(from + halfHour).toISOString() }
}

const someone = ({ tokens }: Ground) => tokens[randomInt(1, tokens.length)]!
let taken: ReturnType<typeof freshSlot> | null = null

const create = (ground: Ground): Request => ({ method: 'POST', path: '/v1/bookings', token: someone(ground), body: JSON.stringify({ ...freshSlot(ground), title: 'Bench' }) })

export const scenarios: readonly Scenario[] = [
  { name: 'create, 16 connections', connections: 16, expected: 201, must: { cpu: 2.0 }, next: create },
  { name: 'create, 64 connections', connections: 64, expected: 201, next: create },
  {
    name: 'retry on a taken slot, 16 connections',
    connections: 16,
    expected: 409,
    must: { throughput: 0.5 },
    next: (ground) => ({ method: 'POST', path: '/v1/bookings', token: someone(ground), body: JSON.stringify({ ...(taken ??= takenSlot(ground)), title: 'Bench' }) }),
  },
  { name: 'list of 50, 16 connections', connections: 16, expected: 200, must: { throughput: 0.6 }, next: (ground) => ({ method: 'GET', path: '/v1/bookings?limit=50', token: someone(ground) }) },
  { name: 'one resource, 16 connections', connections: 16, expected: 200, must: { throughput: 0.5 }, next: (ground) => ({ method: 'GET', path: `/v1/resources/${ground.rooms[0]}`, token: someone(ground) }) },
]

/** The first slot of the first room, which {@link freshSlot} never gives; whoever comes first takes it. */
export function takenSlot(ground: Ground): ReturnType<typeof freshSlot> {
  const from = Math.ceil(Date.now() / halfHour) * halfHour + 20 * halfHour
  return { resource_id: ground.rooms[0]!, starts_at: new Date(from).toISOString(), ends_at: new Date(from + halfHour).toISOString() }
}
