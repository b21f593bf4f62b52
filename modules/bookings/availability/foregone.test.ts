/** Wishes that were lost a moment ago are refused by looking: the same answer for less, and never an answer out of memory. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { at, bookable, newResource, type Json } from '../testing/bookable.js'
import { verdictModule } from '../testing/verdict-module.js'

const answering = verdictModule()
const sent: string[] = []
let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'], extraModules: [answering.module], observe: ({ name, text }) => sent.push(name ?? text) })
})
afterEach(() => answering.reset())
afterAll(() => product.close())

/** A slot somebody took, and somebody else who was refused it. */
async function lost(resource: Json = {}) {
  const { org, room } = await bookable(product, resource)
  const [winner, loser] = await Promise.all([org.person('member'), org.person('member')])
  const wish = { resource_id: room['id'], title: 'Review', starts_at: at(9), ends_at: at(10) }
  const ask = (who = loser, headers: Record<string, string> = {}) => product.as(who).post('/v1/bookings', wish, headers)
  const won = await ask(winner)
  expect(won.status, won.text).toBe(201)
  const refused = await ask()
  expect(refused.status, refused.text).toBe(409)
  return { org, room, winner, loser, wish, ask, won: won.body, refused: refused.body }
}

const told = ({ conflicts, next_free, detail, code }: Json) => ({ conflicts, next_free, detail, code })

describe('INV-2: a wish that was lost a moment ago', () => {
  it('is refused in the same words without a lock or an attempt', async () => {
    const { ask, refused } = await lost()
    const looked = async () => {
      sent.length = 0
      const again = await ask()
      expect(again.status).toBe(409)
      expect(told(again.body)).toEqual(told(refused))
      return sent.filter((name) => /^(bookings\.place|resources\.find_for_share|bookings\.expire)/.test(name))
    }
    // On a machine so busy that the moment passed, the next one is remembered again.
    await expect.poll(looked).toEqual([])
  })

  it('succeeds as soon as the time is free', async () => {
    const { winner, won, ask } = await lost()
    expect((await product.as(winner).post(`/v1/bookings/${won['id']}/cancellation`, {})).status).toBe(200)
    expect((await ask()).status).toBe(201)
    expect((await ask()).status).toBe(409)
  })

  it('succeeds when what stood in the way ran out, whether a worker saw it or not', async () => {
    const { won, ask } = await lost()
    await product.admin.query(`update bookings set status = 'held', undecided_until = now() - interval '1 second' where id = $1`, [won['id']])
    expect((await ask()).status).toBe(201)
    expect((await product.admin.query('select status from bookings where id = $1', [won['id']])).rows).toEqual([{ status: 'expired' }])
  })

  it('is judged by the resource as it is now', async () => {
    const { org, room, ask } = await lost()
    const change = (resource: Json) => product.as(org.owner).patch(`/v1/resources/${room['id']}`, resource, { 'if-match': '*' })
    expect((await change({ min_duration_minutes: 90 })).status).toBe(200)
    expect((await ask()).body['code']).toBe('booking_rules_violated')
    expect((await change({ min_duration_minutes: 15, units: 2 })).status).toBe(200)
    expect((await ask()).body).toMatchObject({ unit: 2 })
    expect((await ask()).body['code']).toBe('booking_conflict')
  })

  it('is refused by a rule first, as if it could be had', async () => {
    const { ask } = await lost()
    answering.verdict = { outcome: 'refuse', reason: 'No.', rule: { id: '00000000-0000-7000-8000-000000000000', name: 'No', version: 1 } }
    expect((await ask()).body['code']).toBe('refused_by_rule')
  })

  it('names the clash to each as they may see it, whoever was refused before', async () => {
    const { org, loser, won, ask, refused } = await lost()
    const [seen] = (await ask(org.owner)).body['conflicts']
    expect(seen).toMatchObject({ id: won['id'], title: 'Review', busy: false })
    expect((await ask(loser)).body['conflicts']).toEqual(refused['conflicts'])
    expect(refused['conflicts']).toMatchObject([{ title: null, busy: true }])
    answering.visible = [String(won['id'])]
    expect((await ask(loser)).body['conflicts']).toMatchObject([{ title: 'Review', busy: false }])
  })

  it('keeps its refusal under its Idempotency-Key', async () => {
    const { winner, won, ask } = await lost()
    const first = await ask(undefined, { 'idempotency-key': 'again' })
    expect(first.status).toBe(409)
    expect((await product.as(winner).post(`/v1/bookings/${won['id']}/cancellation`, {})).status).toBe(200)
    const replayed = await ask(undefined, { 'idempotency-key': 'again' })
    expect([replayed.status, replayed.text]).toEqual([409, first.text])
  })

  it('leaves no transaction open', async () => {
    const { ask } = await lost()
    await Promise.all(Array.from({ length: 20 }, () => ask()))
    const open = async () => (await product.admin.query(`select count(*)::int as open from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`)).rows[0]
    await expect.poll(open).toEqual({ open: 0 })
  })
})

describe('a list that was asked for before', () => {
  it('asks beside itself what it asked afterwards, and shows what may be seen now', async () => {
    const { org, room, winner, loser, won } = await lost()
    const titles = async () => (await product.as(loser).get('/v1/bookings')).body['items'].map(({ title }: Json) => title)
    expect(await titles()).toEqual([null])
    answering.visible = [String(won['id'])]
    expect(await titles()).toEqual(['Review'])
    answering.visible = []
    expect((await product.as(org.owner).patch(`/v1/resources/${room['id']}`, { shows_titles: true }, { 'if-match': '*' })).status).toBe(200)
    expect(await titles()).toEqual(['Review'])
    const open = await newResource(product, org, { name: 'Open', shows_titles: true })
    for (const resource_id of [open['id'], room['id']]) expect((await product.as(winner).post('/v1/bookings', { resource_id, title: 'Later', starts_at: at(11), ends_at: at(12) })).status).toBe(201)
    expect((await product.as(org.owner).patch(`/v1/resources/${room['id']}`, { shows_titles: false }, { 'if-match': '*' })).status).toBe(200)
    expect((await titles()).sort()).toEqual([null, null, 'Later'].sort())
  })
})
