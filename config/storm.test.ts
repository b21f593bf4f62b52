/** INV-2 over real sockets: a thousand people want one slot at once. */
import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, overlaps, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'

let product: TestProduct
let org: TestOrg
let people: TestPerson[]
let port: number
const agent = new Agent({ keepAlive: true, maxSockets: 1_000 })

beforeAll(async () => {
  product = await createTestApp()
  await product.app.listen({ host: '127.0.0.1', port: 0 })
  port = (product.app.server.address() as AddressInfo).port
  org = await product.newOrg()
  people = await Promise.all(Array.from({ length: 8 }, () => org.person('member')))
})
afterAll(async () => {
  agent.destroy()
  await product.close()
})

async function room(): Promise<string> {
  const answer = await product.as(org.owner).post('/v1/resources', { name: 'Hall', timezone: 'Europe/Berlin' })
  expect(answer.status, answer.text).toBe(201)
  return answer.body.id
}

function book(person: TestPerson, body: unknown): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const payload = JSON.stringify(body)
    const call = request(
      { agent, port, host: '127.0.0.1', method: 'POST', path: '/v1/bookings', headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) } },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => resolve({ status: response.statusCode!, text: Buffer.concat(parts).toString() }))
      },
    )
    call.on('error', reject)
    call.end(payload)
  })
}

const inDays = (days: number, hour: string) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${hour}:00Z`

it('INV-2: exactly one of 1,000 parallel requests gets the slot; 999 are told so; none fails', async () => {
  const resource_id = await room()
  const deadlocks = async () => Number((await product.admin.query('select deadlocks from pg_stat_database where datname = current_database()')).rows[0].deadlocks)
  const before = await deadlocks()
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, n) => book(people[n % people.length]!, { resource_id, title: `Storm ${n}`, starts_at: inDays(3, '09:00'), ends_at: inDays(3, '10:00') })),
  )
  const byStatus = Object.fromEntries(Map.groupBy(answers, ({ status }) => status).entries().map(([status, group]) => [status, group.length]))
  expect(byStatus).toEqual({ 201: 1, 409: 999 })
  const refusal = JSON.parse(answers.find(({ status }) => status === 409)!.text) as { code: string; next_free: unknown[] }
  expect(refusal.code).toBe('booking_conflict')
  expect(refusal.next_free.length).toBeGreaterThan(0)
  expect(await overlaps(product.admin)).toEqual([])
  expect(await deadlocks()).toBe(before)
})

it('INV-2: offset, nested and touching ranges leave no overlap, and every free minute asked for is taken', async () => {
  const resource_id = await room()
  // Starts every ten minutes over four hours, each for half an hour, many times over: the winners tile the day without overlapping.
  const wishes = Array.from({ length: 400 }, (_, n) => {
    const from = Date.parse(inDays(4, '08:00')) + (n % 24) * 600_000
    return { resource_id, title: `Storm ${n}`, starts_at: new Date(from).toISOString(), ends_at: new Date(from + 1_800_000).toISOString() }
  })
  const answers = await Promise.all(wishes.map((wish, n) => book(people[n % people.length]!, wish)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]))
  expect(await overlaps(product.admin)).toEqual([])
  const won = answers.filter(({ status }) => status === 201).map(({ text }) => JSON.parse(text) as { starts_at: string; ends_at: string })
  const blocked = wishes.every(({ starts_at, ends_at }) => won.some((winner) => Date.parse(winner.starts_at) < Date.parse(ends_at) && Date.parse(winner.ends_at) > Date.parse(starts_at)))
  expect(blocked).toBe(true)
})
