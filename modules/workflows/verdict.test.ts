import { fc } from '#kernel/testing/properties'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'
import { outcomes, someCondition } from './testing/drafts.js'

let product: TestProduct
const statements: string[] = []
beforeAll(async () => {
  product = await createTestApp({ modules: ['workflows'], observe: ({ name, text }) => statements.push(name ?? text) })
})
afterAll(() => product.close())

const hour = 3_600_000
let slots = 0
/** A time of its own for each booking. */
function slot(hours = 2): { starts_at: string; ends_at: string } {
  const start = Math.ceil(Date.now() / hour) * hour + (72 + 6 * (slots += 1)) * hour
  return { starts_at: new Date(start).toISOString(), ends_at: new Date(start + hours * hour).toISOString() }
}

async function stage(): Promise<{ org: TestOrg; mia: TestPerson; room: string }> {
  const org = await product.newOrg()
  const mia = await org.person('member')
  const { body } = await product.as(org.owner).post('/v1/resources', { name: 'Room', horizon_days: 1_000, min_duration_minutes: 1, max_duration_minutes: 44_640, attributes: { floor: 3, video: true } })
  return { org, mia, room: String(body['id']) }
}

async function rule(org: TestOrg, outcome: unknown, conditions: unknown[] = [], more: Record<string, unknown> = {}): Promise<string> {
  const { status, text, body } = await product.as(org.owner).post('/v1/workflow-rules', { name: 'Rule', priority: 100, conditions, outcome, ...more })
  if (status !== 201) throw new Error(text)
  return String(body['id'])
}

const book = (person: TestPerson, resource_id: string, more: Record<string, unknown> = {}) => product.as(person).post('/v1/bookings', { resource_id, title: 'Review', ...slot(), ...more })

describe('bookings under rules', () => {
  it('are confirmed, wait or are refused as the first deciding rule says', async () => {
    const { org, mia, room } = await stage()
    expect((await book(mia, room)).body).toMatchObject({ status: 'confirmed' })
    const long = await rule(org, outcomes.require_approval, [{ kind: 'duration', is: 'more_than', minutes: 240 }])
    expect((await book(mia, room)).body).toMatchObject({ status: 'confirmed' })
    expect((await book(mia, room, slot(5))).body).toMatchObject({ status: 'pending_approval' })
    await rule(org, { kind: 'refuse', reason: 'Ask the caretaker.' }, [{ kind: 'duration', is: 'at_least', minutes: 300 }])
    expect((await book(mia, room, slot(5))).body).toMatchObject({ status: 'pending_approval' })
    await product.as(org.owner).patch(`/v1/workflow-rules/${long}`, { priority: 101 }, { 'if-match': '"v1"' })
    expect(await book(mia, room, slot(5))).toMatchObject({ status: 422, body: { code: 'refused_by_rule', detail: 'Ask the caretaker.' } })
    await rule(org, outcomes.confirm, [{ kind: 'role', in: ['owner'] }], { priority: 1 })
    expect((await book(org.owner, room, slot(5))).body).toMatchObject({ status: 'confirmed' })
    expect((await book(mia, room, slot(4.5))).body).toMatchObject({ status: 'pending_approval' })
    await product.as(org.owner).post(`/v1/workflow-rules/${long}/archival`, {})
    expect((await book(mia, room, slot(4.5))).body).toMatchObject({ status: 'confirmed' })
  })

  it('tell those whom matching rules name, once each, and only when they are placed', async () => {
    const { org, mia, room } = await stage()
    const first = await rule(org, { kind: 'notify', user_ids: [org.owner.user_id] })
    await rule(org, { kind: 'notify', user_ids: [org.owner.user_id] }, [{ kind: 'attendees', is: 'at_least', count: 1 }])
    const last = await rule(org, { kind: 'notify', user_ids: [mia.user_id, org.owner.user_id] }, [], { priority: 500 })
    const time = slot()
    const made = await book(mia, room, time)
    expect(made.status).toBe(201)
    expect((await book(mia, room, time)).status).toBe(409)
    const { rows } = await product.admin.query<{ data: unknown }>(`select data from events where org_id = $1 and type = 'workflows.notified' order by seq`, [org.id])
    expect(rows.map(({ data }) => data)).toEqual([
      { rule_id: first, booking_id: made.body['id'], user_ids: [org.owner.user_id] },
      { rule_id: last, booking_id: made.body['id'], user_ids: [mia.user_id, org.owner.user_id] },
    ])
  })

  it('cost one statement of the rules', async () => {
    const { org, mia, room } = await stage()
    for (let index = 0; index < 5; index += 1) await rule(org, outcomes.refuse, [{ kind: 'duration', is: 'more_than', minutes: 1_000 }])
    statements.length = 0
    expect((await book(mia, room)).status).toBe(201)
    expect(statements.filter((statement) => /workflow/.test(statement))).toEqual(['workflows.asked'])
  })

  it('go by no rule of a switched-off module, and by the same rules once it is back', async () => {
    const { org, mia, room } = await stage()
    await rule(org, outcomes.refuse)
    const turn = (enabled: boolean) => product.as(org.owner).put('/v1/organization/modules/workflows', { enabled }, { 'if-match': '*' })
    expect((await turn(false)).status).toBe(200)
    expect((await book(mia, room)).body).toMatchObject({ status: 'confirmed' })
    expect((await product.as(org.owner).get('/v1/workflow-rules')).body).toMatchObject({ code: 'module_disabled' })
    expect((await turn(true)).status).toBe(200)
    expect((await book(mia, room)).body).toMatchObject({ code: 'refused_by_rule' })
  })
})

describe('a dry-run', () => {
  it('tells the story of every rule, and saves nothing', async () => {
    const { org, mia, room } = await stage()
    const saved = await rule(org, outcomes.require_approval, [{ kind: 'duration', is: 'more_than', minutes: 240 }, { kind: 'role', in: ['member'] }], { name: 'Long ones' })
    await rule(org, outcomes.refuse, [], { name: 'Off', enabled: false })
    const before = await product.admin.query(`select (select count(*) from bookings where org_id = $1) as b, (select count(*) from events where org_id = $1) as e, (select count(*) from workflow_rules where org_id = $1) as r`, [org.id])
    const draft = { resource_id: room, ...slot(2), booked_for: mia.user_id }
    const told = { name: 'Tell', priority: 500, conditions: [], outcome: { kind: 'notify', user_ids: [mia.user_id] } }
    const { status, body } = await product.as(org.owner).post('/v1/workflow-rules/dry-runs', { rule: told, draft })
    expect(status).toBe(200)
    expect(body).toEqual({
      verdict: { outcome: 'confirm', rule: null, steps: [], reason: null },
      notified_ids: [mia.user_id],
      trace: [
        {
          rule: { id: saved, name: 'Long ones', version: 1 }, outcome: 'require_approval', matched: false, applied: false,
          conditions: [
            { condition: { kind: 'duration', is: 'more_than', minutes: 240 }, met: false, reason: 'It lasts 2 hours, which is not more than 4 hours.' },
            { condition: { kind: 'role', in: ['member'] }, met: true, reason: 'The person it is for is member, one of those named.' },
          ],
        },
        { rule: { id: null, name: 'Tell', version: 0 }, outcome: 'notify', matched: true, applied: true, conditions: [] },
      ],
    })
    const replaced = await product.as(org.owner).post('/v1/workflow-rules/dry-runs', { rule: { ...told, priority: 100, outcome: outcomes.refuse }, replaces: saved, draft })
    expect(replaced.body).toMatchObject({ verdict: { outcome: 'refuse', rule: { id: null, version: 1 }, reason: 'Not here.' }, trace: [{ applied: true }] })
    expect((await product.admin.query(`select (select count(*) from bookings where org_id = $1) as b, (select count(*) from events where org_id = $1) as e, (select count(*) from workflow_rules where org_id = $1) as r`, [org.id])).rows).toEqual(before.rows)
  })

  it('is what happens: any rules, any booking', async () => {
    const { org, mia, room } = await stage()
    const anyRule = fc.record({ priority: fc.integer({ min: 0, max: 3 }), conditions: fc.array(someCondition, { maxLength: 2 }), outcome: fc.constantFrom(outcomes.confirm, outcomes.refuse, outcomes.require_approval, { kind: 'notify' as const, user_ids: [org.owner.user_id] }) })
    const seen = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(fc.array(anyRule, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 40 }), fc.boolean(), fc.integer({ min: 0, max: 2 }), async (rules, halfHours, behalf, attendees) => {
        const ids = []
        for (const { outcome, conditions, ...more } of rules) ids.push(await rule(org, outcome, conditions, more))
        slots += 3
        const draft = { resource_id: room, ...slot(halfHours / 2), booked_for: behalf ? mia.user_id : org.owner.user_id, attendee_ids: [mia.user_id, org.owner.user_id].slice(0, attendees) }
        const dry = (await product.as(org.owner).post('/v1/workflow-rules/dry-runs', { draft })).body
        const real = await product.as(org.owner).post('/v1/bookings', { ...draft, title: 'Review' })
        const outcome = String(dry['verdict']!['outcome'])
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
        expect(real.status === 201 ? real.body['status'] : real.body['code']).toBe({ confirm: 'confirmed', approve: 'pending_approval', refuse: 'refused_by_rule' }[outcome])
        for (const id of ids) await product.as(org.owner).post(`/v1/workflow-rules/${id}/archival`, {})
      }),
      { numRuns: 60 },
    )
    expect([...seen.keys()].sort()).toEqual(['approve', 'confirm', 'refuse'])
  })
})

describe('a simulation', () => {
  it('shows what a rule would have changed, on bookings as they were made', async () => {
    const { org, mia, room } = await stage()
    const early = String((await book(mia, room, slot(2))).body['id'])
    const long = String((await book(mia, room, slot(5))).body['id'])
    const [from, to] = [new Date(Date.now() - hour).toISOString(), new Date(Date.now() + 80 * 24 * hour).toISOString()]
    const simulate = (rule: Record<string, unknown>, more: Record<string, unknown> = {}) =>
      product.as(org.owner).post('/v1/workflow-rules/simulations', { rule: { name: 'Try', priority: 100, ...rule }, from, to, ...more })

    const tried = await simulate({ conditions: [{ kind: 'duration', is: 'more_than', minutes: 240 }], outcome: outcomes.refuse })
    expect(tried.body).toMatchObject({ examined: 2, matched: 1, changed: 1, items: [{ booking_id: long, resource_id: room, status: 'confirmed', matched: true, changed: true, before: { outcome: 'confirm', rule: null }, after: { outcome: 'refuse', rule: { id: null, name: 'Try' }, reason: 'Not here.' } }] })
    expect((await simulate({ conditions: [], outcome: outcomes.confirm })).body).toMatchObject({ examined: 2, matched: 2, changed: 0 })

    const saved = await rule(org, outcomes.require_approval)
    const eased = await simulate({ conditions: [{ kind: 'duration', is: 'more_than', minutes: 240 }], outcome: outcomes.require_approval }, { replaces: saved })
    expect(eased.body).toMatchObject({ matched: 1, changed: 1, items: [{ booking_id: long, changed: false }, { booking_id: early, matched: false, changed: true, before: { outcome: 'approve', rule: { id: saved } }, after: { outcome: 'confirm' } }] })
    expect((await simulate({ conditions: [], outcome: outcomes.refuse }, { limit: 1 })).body).toMatchObject({ examined: 1 })
    expect((await product.as(org.owner).get(`/v1/bookings/${long}`)).body).toMatchObject({ status: 'confirmed' })
    for (const wrong of [{ to: from }, { to: new Date(Date.parse(from) + 93 * 24 * hour).toISOString() }]) expect(await simulate({ conditions: [], outcome: outcomes.refuse }, wrong)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/to' }] } })
  })
})
