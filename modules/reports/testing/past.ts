/** Bookings of the past for the tests of reports: REST rightly refuses to make them. */
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { TestOrg, TestProduct } from '#config/testing/product'
import type { Json } from '#kernel/testing/client'

export interface PastValues {
  starts_at: string
  ends_at: string
  status?: string
  booked_for?: string
  unit?: number
  created_at?: string
  updated_at?: string
}

/** A resource that has been there since 2020. */
export async function oldResource(product: TestProduct, org: TestOrg, values: Json = {}): Promise<Json> {
  const { status, body, text } = await product.as(org.owner).post('/v1/resources', { name: 'Room', timezone: 'UTC', ...values })
  expect(status, text).toBe(201)
  await product.admin.query(`update resources set created_at = '2020-01-01T00:00:00Z' where id = $1`, [body.id])
  return body
}

export async function past(product: TestProduct, org: TestOrg, resourceId: string, { starts_at, ends_at, status = 'completed', booked_for = org.owner.user_id, unit = 1, created_at = starts_at, updated_at = created_at }: PastValues): Promise<void> {
  await product.admin.query(
    `insert into bookings (org_id, id, resource_id, unit, title, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for, undecided_until, created_at, updated_at)
     values ($1, $2, $3, $4, 'Past', $5::timestamptz, $6::timestamptz, $5, $6, $7, $8, $8, case when $7 in ('held', 'pending_approval') then 'infinity'::timestamptz end, $9, $10)`,
    [org.id, randomUUID(), resourceId, unit, starts_at, ends_at, status, booked_for, created_at, updated_at],
  )
}
