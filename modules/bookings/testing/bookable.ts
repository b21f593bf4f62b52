/** What the tests of bookings share: an organisation with something to book, times, and the invariant that holds after each of them. */
import { expect } from 'vitest'
import { overlaps, type TestOrg, type TestProduct } from '#config/testing/product'
import type { Answer, Json } from '#kernel/testing/client'

export type { Json }

const hour = 3_600_000
/** Tomorrow at midnight UTC, so that no test depends on the time of day. */
const base = (Math.floor(Date.now() / (24 * hour)) + 1) * 24 * hour

/** @param hours after tomorrow's midnight, UTC; fractions and negative numbers are fine */
export function at(hours: number): string {
  return new Date(base + hours * hour).toISOString()
}

export interface Bookable {
  org: TestOrg
  room: Json
}

/** An organisation and one resource in it. */
export async function bookable(product: TestProduct, resource: Json = {}): Promise<Bookable> {
  const org = await product.newOrg()
  return { org, room: await newResource(product, org, resource) }
}

export async function newResource(product: TestProduct, org: TestOrg, resource: Json = {}): Promise<Json> {
  const answer = await product.as(org.owner).post('/v1/resources', { name: 'Room', min_duration_minutes: 1, ...resource })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}

/** INV-2. */
export async function assertNoOverlaps(product: TestProduct): Promise<void> {
  expect(await overlaps(product.admin)).toEqual([])
}

/** How many answers had which status. */
export function tally(answers: readonly Answer[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}
