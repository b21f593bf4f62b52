/** INV-2: what people are answered who book, cancel and move at the same time could have been answered to them one after another. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestPerson, type TestProduct } from '#config/testing/product'
import type { Answer } from '#kernel/testing/client'
import { linearizable, type Call } from '#config/testing/linearizability'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'] })
})
afterAll(() => product.close())

/** A number in [0, 1) that is the same in every run. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const hour = 3_600_000
const base = (Math.floor(Date.now() / (24 * hour)) + 2) * 24 * hour
const at = (slot: number) => new Date(base + slot * hour).toISOString()

interface Entry {
  from: number
  to: number
  gone: boolean
}
type State = ReadonlyMap<string, Entry>
interface Operation {
  kind: 'book' | 'cancel' | 'move'
  /** The booking's id; of a refused attempt to book, a name of its own. */
  id: string
  from: number
  to: number
}
type Outcome = 'done' | 'conflict' | 'gone'

const clashes = (state: State, id: string, from: number, to: number) => [...state].some(([other, entry]) => other !== id && !entry.gone && entry.from < to && from < entry.to)

/** One resource, one unit, one thing at a time. A change that changes nothing is done, whatever became of the booking. */
function apply(state: State, { kind, id, from, to }: Operation): { outcome: Outcome; state: State } {
  const entry = state.get(id)
  const after = (outcome: Outcome, next: Entry) => ({ outcome, state: new Map(state).set(id, next) })
  if (kind === 'book') return clashes(state, id, from, to) ? { outcome: 'conflict', state } : after('done', { from, to, gone: false })
  if (!entry) return { outcome: 'gone', state }
  if (kind === 'move' && entry.from === from && entry.to === to) return { outcome: 'done', state }
  if (entry.gone) return { outcome: 'gone', state }
  if (kind === 'cancel') return after('done', { ...entry, gone: true })
  return clashes(state, id, from, to) ? { outcome: 'conflict', state } : after('done', { from, to, gone: false })
}

const outcomeOf = ({ status, body, text }: Answer): Outcome => {
  if (status === 200 || status === 201) return 'done'
  if (status === 409 && body.code === 'booking_conflict') return 'conflict'
  if (status === 409 && body.code === 'state_conflict') return 'gone'
  throw new Error(`POST /v1/bookings answered ${status}: ${text}`)
}

/** Four people, each one thing after another, all at once on one resource of six hours. */
async function history(seed: number): Promise<Call<Operation, Outcome>[]> {
  const roll = dice(seed)
  const org = await product.newOrg()
  const people = await Promise.all(Array.from({ length: 4 }, () => org.person('admin')))
  const { body: room } = await product.as(org.owner).post('/v1/resources', { name: 'Room', min_duration_minutes: 1 })
  const booked: string[] = []
  const calls: Call<Operation, Outcome>[] = []
  const perform = async (person: TestPerson, n: number): Promise<void> => {
    const from = Math.floor(roll() * 6)
    const to = from + 1 + Math.floor(roll() * 2)
    const chosen = booked[Math.floor(roll() * booked.length)]
    const what = roll()
    const client = product.as(person)
    const begun = performance.now()
    const note = (operation: Operation, answer: Answer) => void calls.push({ operation, outcome: outcomeOf(answer), begun, ended: performance.now() })
    if (chosen === undefined || what < 0.4) {
      const answer = await client.post('/v1/bookings', { resource_id: room.id, title: 'History', starts_at: at(from), ends_at: at(to) })
      const id = answer.status === 201 ? String(answer.body.id) : `refused ${person.user_id} ${n}`
      if (answer.status === 201) booked.push(id)
      return note({ kind: 'book', id, from, to }, answer)
    }
    if (what < 0.6) return note({ kind: 'cancel', id: chosen, from: 0, to: 0 }, await client.post(`/v1/bookings/${chosen}/cancellation`, {}))
    const move = () => client.patch(`/v1/bookings/${chosen}`, { starts_at: at(from), ends_at: at(to) }, { 'if-match': '*' })
    // Somebody changed it in the same moment: nothing was done, and the answer says to repeat it.
    let answer = await move()
    while (answer.status === 412) answer = await move()
    note({ kind: 'move', id: chosen, from, to }, answer)
  }
  await Promise.all(people.map(async (person) => {
    for (let n = 0; n < 6; n += 1) await perform(person, n)
  }))
  return calls
}

const keyOf = (state: State) => [...state].map(([id, { from, to, gone }]) => `${id} ${from} ${to} ${gone}`).sort().join('|')

it('INV-2: concurrent histories of booking, cancelling and moving are linearizable', async () => {
  const seen = { done: 0, conflict: 0, gone: 0, overlapping: 0 }
  for (let seed = 1; seed <= 15; seed += 1) {
    const calls = await history(seed)
    const order = linearizable<Operation, Outcome, State>(calls, new Map(), apply, keyOf)
    expect(order, `seed ${seed}: no order explains ${JSON.stringify(calls)}`).not.toBeNull()
    for (const call of calls) {
      seen[call.outcome] += 1
      if (calls.some((other) => other !== call && other.begun < call.ended && call.begun < other.ended)) seen.overlapping += 1
    }
  }
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(10)
})

it('INV-2: the search for an order refuses a history that has none', () => {
  const call = (operation: Operation, begun: number, ended: number, outcome: Outcome = 'done'): Call<Operation, Outcome> => ({ operation, outcome, begun, ended })
  const book = (id: string): Operation => ({ kind: 'book', id, from: 1, to: 2 })
  const cancel: Operation = { kind: 'cancel', id: 'a', from: 0, to: 0 }
  const judge = (calls: Call<Operation, Outcome>[]) => linearizable<Operation, Outcome, State>(calls, new Map(), apply, keyOf)
  expect(judge([call(book('a'), 0, 1), call(book('b'), 2, 3)])).toBeNull()
  expect(judge([call(book('a'), 0, 1), call(cancel, 2, 5), call(book('b'), 3, 4)])).not.toBeNull()
  expect(judge([call(book('a'), 0, 1), call(cancel, 4, 5), call(book('b'), 2, 3)])).toBeNull()
  expect(judge([call(book('a'), 0, 1), call(book('b'), 2, 3, 'conflict'), call(cancel, 4, 5)])).not.toBeNull()
  expect(judge([call(cancel, 0, 1), call(book('a'), 2, 3)])).toBeNull()
})
