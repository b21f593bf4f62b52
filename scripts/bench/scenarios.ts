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
  key: 'create' | 'create under pressure' | 'taken' | 'list' | 'one'
  /** What is asked of it beside the floor: of the throughput at least, of CPU and latency at most. */
  asked: { kind: 'throughput' | 'cpu' | 'p99'; must: number; target: number }
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

/** A request for a time nobody asked for before. */
export function freshBooking(ground: Ground, token: string): Request {
  return { method: 'POST', path: '/v1/bookings', token, body: JSON.stringify({ ...freshSlot(ground), title: 'Bench' }) }
}

const create = (ground: Ground): Request => freshBooking(ground, someone(ground))

export const scenarios: readonly Scenario[] = [
  { name: 'create, 16 connections', key: 'create', connections: 16, expected: 201, asked: { kind: 'cpu', must: 2, target: 1.4 }, next: create },
  { name: 'create, 64 connections', key: 'create under pressure', connections: 64, expected: 201, asked: { kind: 'p99', must: 120, target: 85 }, next: create },
  {
    name: 'retry on a taken slot, 16 connections',
    key: 'taken',
    connections: 16,
    expected: 409,
    asked: { kind: 'throughput', must: 0.5, target: 0.8 },
    next: (ground) => ({ method: 'POST', path: '/v1/bookings', token: someone(ground), body: JSON.stringify({ ...(taken ??= takenSlot(ground)), title: 'Bench' }) }),
  },
  { name: 'list of 50, 16 connections', key: 'list', connections: 16, expected: 200, asked: { kind: 'throughput', must: 0.6, target: 0.85 }, next: (ground) => ({ method: 'GET', path: '/v1/bookings?limit=50', token: someone(ground) }) },
  { name: 'one resource, 16 connections', key: 'one', connections: 16, expected: 200, asked: { kind: 'throughput', must: 0.5, target: 0.75 }, next: (ground) => ({ method: 'GET', path: `/v1/resources/${ground.rooms[0]}`, token: someone(ground) }) },
]

/** The first slot of the first room, which {@link freshSlot} never gives; whoever comes first takes it. */
export function takenSlot(ground: Ground): ReturnType<typeof freshSlot> {
  const from = Math.ceil(Date.now() / halfHour) * halfHour + 20 * halfHour
  return { resource_id: ground.rooms[0]!, starts_at: new Date(from).toISOString(), ends_at: new Date(from + halfHour).toISOString() }
}
