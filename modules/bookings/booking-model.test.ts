/** Random histories of booking, cancelling and moving against a sequential model: the database answers as the model does, unit by unit. */
import { fc } from '#kernel/testing/properties'
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import type { Answer } from '#kernel/testing/client'
import { assertNoOverlaps, at, bookable } from './testing/bookable.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'] })
})
afterEach(() => assertNoOverlaps(product))
afterAll(() => product.close())

interface Entry {
  id: string
  from: number
  to: number
  unit: number
  version: number
  gone: boolean
}

interface Model {
  units: number
  entries: Entry[]
}

interface Real {
  org: TestOrg
  resource: string
}

type Command = fc.AsyncCommand<Model, Real>

/** Lowest unit free for the span; its own first for a booking that moves. */
function unitFor({ units, entries }: Model, from: number, to: number, moving?: Entry): number | undefined {
  const order = Array.from({ length: units }, (_, index) => index + 1).sort((a, b) => Number(b === moving?.unit) - Number(a === moving?.unit) || a - b)
  return order.find((unit) => !entries.some((other) => other !== moving && !other.gone && other.unit === unit && other.from < to && from < other.to))
}

function expectConflict(answer: Answer, model: Model, [from, to]: [number, number], moving?: Entry): void {
  expect(answer.body.code).toBe('booking_conflict')
  const inTheWay = model.entries.filter((other) => other !== moving && !other.gone && other.from < to && from < other.to)
  expect(answer.body.conflicts.map(({ id }: { id: string }) => id).sort()).toEqual(inTheWay.map(({ id }) => id).sort().slice(0, 10))
}

class Book implements Command {
  constructor(readonly from: number, readonly length: number) {}
  check = () => true
  async run(model: Model, { org, resource }: Real): Promise<void> {
    const span: [number, number] = [this.from, this.from + this.length]
    const answer = await product.as(org.owner).post('/v1/bookings', { resource_id: resource, starts_at: at(span[0]), ends_at: at(span[1]), title: 'Model' })
    const unit = unitFor(model, ...span)
    if (unit === undefined) return expectConflict(answer, model, span)
    expect(answer.body).toMatchObject({ unit, version: 1, status: 'confirmed' })
    model.entries.push({ id: answer.body.id, from: span[0], to: span[1], unit, version: 1, gone: false })
  }
  toString = () => `book ${this.from}+${this.length}`
}

class Cancel implements Command {
  constructor(readonly index: number) {}
  check = ({ entries }: Model) => entries.length > 0
  async run({ entries }: Model, { org }: Real): Promise<void> {
    const entry = entries[this.index % entries.length]!
    const answer = await product.as(org.owner).post(`/v1/bookings/${entry.id}/cancellation`, {})
    expect(answer.status).toBe(entry.gone ? 409 : 200)
    if (!entry.gone) Object.assign(entry, { gone: true, version: entry.version + 1 })
    expect(answer.body).toMatchObject(answer.status === 200 ? { status: 'cancelled', version: entry.version } : { code: 'state_conflict', state: 'cancelled' })
  }
  toString = () => `cancel #${this.index}`
}

class Move implements Command {
  constructor(readonly index: number, readonly from: number, readonly length: number, readonly stale: boolean) {}
  check = ({ entries }: Model) => entries.length > 0
  async run(model: Model, { org }: Real): Promise<void> {
    const entry = model.entries[this.index % model.entries.length]!
    const span: [number, number] = [this.from, this.from + this.length]
    const match = `"v${this.stale ? entry.version + 1 : entry.version}"`
    const answer = await product.as(org.owner).patch(`/v1/bookings/${entry.id}`, { starts_at: at(span[0]), ends_at: at(span[1]) }, { 'if-match': match })
    if (this.stale) return expect(answer.status).toBe(412)
    if (span[0] === entry.from && span[1] === entry.to) return expect(answer.body.version).toBe(entry.version)
    if (entry.gone) return expect(answer.body).toMatchObject({ code: 'state_conflict', state: 'cancelled' })
    const unit = unitFor(model, ...span, entry)
    if (unit === undefined) return expectConflict(answer, model, span, entry)
    Object.assign(entry, { from: span[0], to: span[1], unit, version: entry.version + 1 })
    expect(answer.body).toMatchObject({ id: entry.id, unit, version: entry.version, starts_at: at(span[0]), ends_at: at(span[1]) })
  }
  toString = () => `move #${this.index} to ${this.from}+${this.length}${this.stale ? ' stale' : ''}`
}

it('INV-2: answers as the model does', { timeout: 1_800_000 }, async () => {
  const quarter = (max: number) => fc.integer({ min: 0, max }).map((quarters) => quarters / 4)
  const length = fc.integer({ min: 1, max: 12 }).map((quarters) => quarters / 4)
  const kinds: fc.Arbitrary<Command>[] = [

    fc.tuple(quarter(40), length).map(([from, long]) => new Book(from, long)),
    fc.nat(30).map((index) => new Cancel(index)),
    fc.tuple(fc.nat(30), quarter(40), length, fc.nat(9)).map(([index, from, long, luck]) => new Move(index, from, long, luck === 0)),
  ]
  const commands = fc.commands(kinds, { maxCommands: 40, size: 'max' })
  let histories = 0
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), commands, async (units, history) => {
      const { org, room } = await bookable(product, { units })
      const model: Model = { units, entries: [] }
      await fc.asyncModelRun(() => ({ model, real: { org, resource: room.id } }), history)
      const { rows } = await product.admin.query<{ id: string; unit: number; status: string; version: number }>('select id, unit, status, version from bookings where org_id = $1', [org.id])
      expect(rows.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
        model.entries.map(({ id, unit, gone, version }) => ({ id, unit, status: gone ? 'cancelled' : 'confirmed', version })).sort((a, b) => (a.id < b.id ? -1 : 1)),
      )
      histories += 1
    }),
    { numRuns: inject('histories'), endOnFailure: true },
  )
  expect(histories).toBe(inject('histories'))
})
