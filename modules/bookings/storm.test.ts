/** INV-2 under contention: whatever the shape of the requests, the winners are a maximal set, every loser is told so, and nothing fails. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { assertNoOverlaps, at, bookable, tally } from './testing/bookable.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'] })
})
afterEach(async () => {
  await assertNoOverlaps(product)
  const { rows } = await product.admin.query('select deadlocks::int from pg_stat_database where datname = current_database()')
  expect(rows[0].deadlocks).toBe(0)
})
afterAll(() => product.close())

const attempts = 200
type Slot = readonly [number, number]

function book(org: TestOrg, resource_id: string, [from, to]: Slot) {
  return product.as(org.owner).post('/v1/bookings', { resource_id, starts_at: at(from), ends_at: at(to), title: 'Storm' })
}

/** The database sees as many at once as the pool has connections; the queue before it is bounded, so that a busy machine is no 503. */
async function inFlight<T, R>(most: number, items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index]!)
  }
  await Promise.all(Array.from({ length: most }, worker))
  return results
}

async function storm(slots: readonly Slot[], resource = {}) {
  const { org, room } = await bookable(product, resource)
  const answers = await inFlight(50, slots, (slot) => book(org, room.id, slot))
  const won = slots.filter((_, index) => answers[index]!.status === 201)
  for (const { status, body, text } of answers) {
    expect([201, 409], text).toContain(status)
    if (status === 409) expect(body.code).toBe('booking_conflict')
  }
  const stored = await product.admin.query('select count(*)::int as n from bookings where org_id = $1', [org.id])
  expect(stored.rows[0].n, 'rows are winners').toBe(won.length)
  const events = await product.admin.query(`select count(*)::int as n from events where org_id = $1 and type = 'bookings.created'`, [org.id])
  expect(events.rows[0].n, 'one event per winner').toBe(won.length)
  return { won, counts: tally(answers) }
}

const overlaps = (a: Slot, b: Slot) => a[0] < b[1] && b[0] < a[1]
/** Nobody who lost would have fitted beside the winners. */
function isMaximal(won: readonly Slot[], all: readonly Slot[], units = 1): boolean {
  return all.every((slot) => won.includes(slot) || won.filter((winner) => overlaps(winner, slot)).length >= units)
}

describe(`INV-2: ${attempts} requests, fifty at a time`, () => {
  it('for one slot: one wins', async () => {
    const { counts } = await storm(Array.from({ length: attempts }, () => [9, 10] as const))
    expect(counts).toEqual({ 201: 1, 409: attempts - 1 })
  })

  it('at offsets of a few minutes: a maximal set wins', async () => {
    const slots = Array.from({ length: attempts }, (_, index): Slot => [9 + (index % 50) / 12, 10 + (index % 50) / 12])
    const { won } = await storm(slots)
    expect(isMaximal(won, slots)).toBe(true)
    expect(won.length).toBeGreaterThanOrEqual(2)
  })

  it('nested in each other: one wins', async () => {
    const slots = Array.from({ length: attempts }, (_, index): Slot => [9 - index / 100, 10 + index / 100])
    expect((await storm(slots)).counts).toEqual({ 201: 1, 409: attempts - 1 })
  })

  it('that touch: every hour is won once', async () => {
    const slots = Array.from({ length: attempts }, (_, index): Slot => [index % 20, (index % 20) + 1])
    expect((await storm(slots)).counts).toEqual({ 201: 20, 409: attempts - 20 })
  })

  it('for a resource of five units: five win, each on a unit of its own', async () => {
    const { counts } = await storm(Array.from({ length: attempts }, () => [9, 10] as const), { units: 5 })
    expect(counts).toEqual({ 201: 5, 409: attempts - 5 })
    const { rows } = await product.admin.query(`select array_agg(unit order by unit) as units from bookings where title = 'Storm' group by org_id having count(*) = 5`)
    expect(rows.map(({ units }) => units)).toContainEqual([1, 2, 3, 4, 5])
  })

  it('at random on three units: a maximal set wins', async () => {
    const slots = Array.from({ length: attempts }, (_, index): Slot => {
      const start = ((index * 7919) % 97) / 4
      return [start, start + 0.5 + ((index * 104_729) % 5) / 2]
    })
    const { won } = await storm(slots, { units: 3 })
    // Three at a time at any moment, not only in pairs.
    for (const [moment] of won) expect(won.filter(([from, to]) => from <= moment && moment < to).length).toBeLessThanOrEqual(3)
    expect(isMaximal(won, slots, 3)).toBe(true)
    expect(won.length).toBeGreaterThan(10)
  })
})

it('INV-2: moves, cancellations and bookings at once leave no overlap and no failure', async () => {
  const { org, room } = await bookable(product)
  const mine = await Promise.all(Array.from({ length: 20 }, (_, hour) => book(org, room.id, [hour, hour + 0.5])))
  expect(tally(mine)).toEqual({ 201: 20 })
  const owner = product.as(org.owner)
  const answers = await inFlight(
    50,
    Array.from({ length: 120 }, (_, index) => index),
    async (index) => {
      const { id } = mine[index % 20]!.body
      const start = (index * 37) % 40 / 2
      if (index % 3 === 0) return book(org, room.id, [start, start + 1])
      if (index % 3 === 1) return owner.patch(`/v1/bookings/${id}`, { starts_at: at(start), ends_at: at(start + 0.75) }, { 'if-match': '*' })
      return index % 4 === 0 ? owner.post(`/v1/bookings/${id}/cancellation`, {}) : owner.patch(`/v1/bookings/${id}`, { title: `Title ${index}` }, { 'if-match': '*' })
    },
  )
  for (const { status, text } of answers) expect([200, 201, 409, 412], text).toContain(status)
})

it('INV-2: moves onto one time and onto overlapping times wait for each other instead of deadlocking', async () => {
  for (let round = 0; round < 6; round += 1) {
    const { org, room } = await bookable(product)
    const mine = await Promise.all(Array.from({ length: 12 }, (_, hour) => book(org, room.id, [hour, hour + 0.5])))
    const answers = await Promise.all(
      mine.map(({ body }, index) => product.as(org.owner).patch(`/v1/bookings/${body.id}`, { starts_at: at(20 + (index % 3) / 4), ends_at: at(21 + (index % 3) / 4) }, { 'if-match': '*' })),
    )
    expect(tally(answers)).toEqual({ 200: 1, 409: 11 })
  }
})

it('INV-2: two bookings that swap their resources at once end without a deadlock', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { org, room } = await bookable(product)
    const other = (await product.as(org.owner).post('/v1/resources', { name: 'Other', min_duration_minutes: 1 })).body
    const [a, b] = await Promise.all([book(org, room.id, [1, 2]), book(org, other.id, [1, 2])])
    const swapped = await Promise.all([
      product.as(org.owner).patch(`/v1/bookings/${a.body.id}`, { resource_id: other.id }, { 'if-match': '*' }),
      product.as(org.owner).patch(`/v1/bookings/${b.body.id}`, { resource_id: room.id }, { 'if-match': '*' }),
    ])
    for (const { status, text } of swapped) expect(status, text).toBe(409)
  }
})

it('INV-2: of a cancellation and a rebooking, the rebooking sees before or after, never half', async () => {
  for (let round = 0; round < 20; round += 1) {
    const { org, room } = await bookable(product)
    const first = await book(org, room.id, [1, 2])
    const [cancelled, again] = await Promise.all([product.as(org.owner).post(`/v1/bookings/${first.body.id}/cancellation`, {}), book(org, room.id, [1, 2])])
    expect(cancelled.status).toBe(200)
    expect([201, 409]).toContain(again.status)
    expect((await book(org, room.id, [1, 2])).status).toBe(again.status === 201 ? 409 : 201)
  }
})

it('INV-2: archiving against booking: either the resource is archived and nothing is booked, or the booking stands in the way', async () => {
  const seen = new Set<string>()
  for (let round = 0; round < 20; round += 1) {
    const { org, room } = await bookable(product)
    const [archived, booked] = await Promise.all([product.as(org.owner).post(`/v1/resources/${room.id}/archival`), book(org, room.id, [1, 2])])
    const outcome = `${archived.status} ${booked.status}`
    seen.add(outcome)
    if (booked.status === 422) expect(booked.body.violations).toMatchObject([{ rule: 'archived' }])
    if (archived.status === 409) expect(archived.body.bookings).toMatchObject([{ id: booked.body.id, unit: 1 }])
  }
  for (const outcome of seen) expect(['200 422', '409 201']).toContain(outcome)
})
