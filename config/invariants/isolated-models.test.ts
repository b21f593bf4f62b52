/** INV-1: three organisations that work in one product see what each would see in a product of its own. */
import { fc } from '#kernel/testing/properties'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'] })
})
afterAll(() => product.close())

const hour = 3_600_000
const base = (Math.floor(Date.now() / (24 * hour)) + 2) * 24 * hour
const at = (slot: number) => new Date(base + slot * hour).toISOString()

interface Operation {
  who: 0 | 1 | 2
  kind: 'furnish' | 'rename' | 'book' | 'cancel' | 'read'
  /** Which of all ids there are, whosever they be. */
  pick: number
  slot: number
}

/** One organisation as if there were no other: names of rooms, and what is booked. */
interface Model {
  rooms: Map<string, { name: string; version: number }>
  bookings: Map<string, { room: string; slot: number; gone: boolean }>
}

class World {
  readonly rooms: string[] = []
  readonly bookings: string[] = []
  readonly foreign = { asked: 0 }
  readonly models: Model[] = [0, 1, 2].map(() => ({ rooms: new Map(), bookings: new Map() }))
  private named = 0

  constructor(private readonly orgs: readonly TestOrg[]) {}

  async perform({ who, kind, pick, slot }: Operation): Promise<void> {
    const client = product.as(this.orgs[who]!.owner)
    const model = this.models[who]!
    const of = (ids: readonly string[]) => ids[pick % Math.max(1, ids.length)]
    const room = of(this.rooms)
    const booking = of(this.bookings)
    if (kind === 'furnish' || room === undefined) {
      const name = `Room ${(this.named += 1)}`
      const { body } = await client.post('/v1/resources', { name, min_duration_minutes: 1 })
      this.rooms.push(body.id)
      return void model.rooms.set(body.id, { name, version: 1 })
    }
    const known = model.rooms.get(room)
    if (!known) this.foreign.asked += 1
    if (kind === 'rename') {
      const name = `Renamed ${(this.named += 1)}`
      const { status } = await client.patch(`/v1/resources/${room}`, { name }, { 'if-match': '*' })
      expect(status).toBe(known ? 200 : 404)
      if (known) Object.assign(known, { name, version: known.version + 1 })
    } else if (kind === 'book' || booking === undefined) {
      const taken = [...model.bookings.values()].some((each) => each.room === room && each.slot === slot && !each.gone)
      const { status, body } = await client.post('/v1/bookings', { resource_id: room, title: `Of ${who}`, starts_at: at(slot), ends_at: at(slot + 1) })
      expect(status).toBe(!known ? 404 : taken ? 409 : 201)
      if (status !== 201) return
      this.bookings.push(body.id)
      model.bookings.set(body.id, { room, slot, gone: false })
    } else if (kind === 'cancel') {
      const entry = model.bookings.get(booking)
      const { status } = await client.post(`/v1/bookings/${booking}/cancellation`, {})
      expect(status).toBe(!entry ? 404 : entry.gone ? 409 : 200)
      if (entry) entry.gone = true
    } else {
      expect((await client.get(`/v1/bookings/${booking}`)).status).toBe(model.bookings.has(booking) ? 200 : 404)
    }
  }

  /** What each organisation is told of everything it has. */
  async compare(): Promise<void> {
    for (const [who, model] of this.models.entries()) {
      const client = product.as(this.orgs[who]!.owner)
      const rooms = (await client.get('/v1/resources?limit=100')).body.items as { id: string; name: string; version: number }[]
      expect(new Map(rooms.map(({ id, name, version }) => [id, { name, version }]))).toEqual(model.rooms)
      const bookings = (await client.get('/v1/bookings?limit=100')).body.items as { id: string; resource_id: string; starts_at: string; status: string; title: string }[]
      expect(new Map(bookings.map(({ id, resource_id, starts_at, status }) => [id, { room: resource_id, slot: (Date.parse(starts_at) - base) / hour, gone: status === 'cancelled' }]))).toEqual(model.bookings)
      expect(new Set(bookings.map(({ title }) => title))).toEqual(new Set(model.bookings.size > 0 ? [`Of ${who}`] : []))
    }
  }
}

it('INV-1: any operations of three organisations, on anybody’s ids, leave each as if it were alone', async () => {
  const told = { operations: 0, foreign: 0 }
  const operation = fc.record<Operation>({
    who: fc.constantFrom(0, 1, 2),
    kind: fc.constantFrom('furnish', 'rename', 'book', 'book', 'book', 'cancel', 'read'),
    pick: fc.nat(20),
    slot: fc.nat(3),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 15, maxLength: 40 }), async (operations) => {
      const world = new World(await Promise.all([0, 1, 2].map(() => product.newOrg())))
      for (const each of operations) await world.perform(each)
      await world.compare()
      told.operations += operations.length
      told.foreign += world.foreign.asked
    }),
    { numRuns: 12, endOnFailure: true },
  )
  expect(told.operations).toBeGreaterThanOrEqual(200)
  expect(told.foreign).toBeGreaterThanOrEqual(60)
})
