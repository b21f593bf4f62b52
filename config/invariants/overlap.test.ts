/** INV-2 and INV-11 at the bottom: what the table itself refuses, whoever writes, raw SQL of a superuser included. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'

let product: TestProduct
let org: TestOrg
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'] })
  org = await product.newOrg()
})
afterAll(() => product.close())

interface Row {
  from: string
  to: string
  occupied_from?: string
  occupied_to?: string
  status?: string
  unit?: number
  resource?: string | null
}

/** A resource of its own, so that nothing of another test stands in the way. */
async function room(): Promise<string> {
  const { body } = await product.as(org.owner).post('/v1/resources', { name: 'Room', units: 2 })
  return body.id
}

/** @returns the constraint that refused it, null when it was written */
async function insert(resource: string, { from, to, occupied_from = from, occupied_to = to, status = 'confirmed', unit = 1, ...rest }: Row): Promise<string | null> {
  const undecided = status === 'held' || status === 'pending_approval' ? 'infinity' : null
  try {
    await product.admin.query(
      `insert into bookings (org_id, id, resource_id, unit, title, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for, undecided_until)
       values ($1, $2, $3, $4, 'Raw', $5, $6, $7, $8, $9, $10, $10, $11)`,
      [org.id, randomUUID(), 'resource' in rest ? rest.resource : resource, unit, from, to, occupied_from, occupied_to, status, org.owner.user_id, undecided],
    )
    return null
  } catch (error) {
    const { constraint, code } = error as { constraint?: string; code: string }
    return constraint ?? code
  }
}

const at = (time: string) => `2030-01-07T${time}:00Z`
const taken: Row = { from: at('10:00'), to: at('12:00') }

describe('INV-2: the table refuses', () => {
  it.each(['held', 'pending_approval', 'confirmed', 'checked_in'])('a second booking beside one that is %s, in each status that takes time', async (status) => {
    for (const second of ['held', 'pending_approval', 'confirmed', 'checked_in']) {
      const resource = await room()
      expect(await insert(resource, { ...taken, status })).toBeNull()
      expect(await insert(resource, { ...taken, status: second }), second).toBe('bookings_no_overlap')
    }
  })

  it.each(['rejected', 'cancelled', 'expired', 'completed', 'no_show'])('nothing beside one that is %s', async (status) => {
    const resource = await room()
    expect(await insert(resource, { ...taken, status })).toBeNull()
    expect(await insert(resource, taken)).toBeNull()
  })

  it.each([
    ['nested', at('10:30'), at('11:00'), 'bookings_no_overlap'],
    ['around it', at('09:00'), at('13:00'), 'bookings_no_overlap'],
    ['by its first minute', at('09:00'), at('10:01'), 'bookings_no_overlap'],
    ['by its last minute', at('11:59'), at('13:00'), 'bookings_no_overlap'],
    ['touching before', at('09:00'), at('10:00'), null],
    ['touching after', at('12:00'), at('13:00'), null],
  ])('what overlaps and lets touching stand: %s', async (_how, from, to, answer) => {
    const resource = await room()
    expect(await insert(resource, taken)).toBeNull()
    expect(await insert(resource, { from, to })).toBe(answer)
    expect(await insert(resource, { from, to, unit: 2 })).toBeNull()
  })

  it.each([
    ['an empty range', { from: at('10:00'), to: at('10:00') }, 'bookings_length'],
    ['an end before its start', { from: at('10:00'), to: at('09:00') }, 'bookings_length|22000'],
    ['an end that never comes', { from: at('10:00'), to: 'infinity' }, 'bookings_finite|bookings_length|22008'],
    ['a start that always was', { from: '-infinity', to: at('10:00') }, 'bookings_finite|bookings_length|22008'],
    ['a month and a day', { from: at('10:00'), to: '2030-02-10T10:00:00Z' }, 'bookings_length'],
    ['a buffer of two days', { ...taken, occupied_from: '2030-01-05T10:00:00Z' }, 'bookings_buffers'],
    ['what takes less than itself', { ...taken, occupied_to: at('11:00') }, 'bookings_buffers'],
    ['microseconds, which would be rounded', { from: '2030-01-07T10:00:00.0000001Z', to: '2030-01-07T11:00:00.000001Z' }, 'bookings_milliseconds'],
    ['no resource', { ...taken, resource: null }, '23502'],
    ['a status that waits for nobody to the end of time', { ...taken, status: 'forgotten' }, 'bookings_status_check'],
  ] as const)('what would slip past the constraint or block a resource for ever: %s', async (_what, row, constraints) => {
    expect(constraints.split('|')).toContain(await insert(await room(), row))
  })
})
