import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestPerson, type TestProduct } from '#config/testing/product'
import { bookingsStatement, listStatement, visibleStatement, type ListFilter } from './approval-list.query.js'
import { people, Scene } from './testing/scene.js'

const many = 20_000
let product: TestProduct
let org: string
let mia: TestPerson
let ann: TestPerson
let booking: string

/** An organisation with a long history, of which Ann decides on the few newest, and Mia has no part in any. */
beforeAll(async () => {
  product = await createTestApp({ modules: ['workflows'] })
  const scene = await Scene.in(product)
  const [asker, approver, nobody] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('member')])
  const room = await scene.guarded(people('any', approver))
  const first = await scene.book(asker, room)
  await scene.decide(approver, await scene.request(first), 'approve')
  const open = await scene.book(asker, room)
  ;[org, mia, ann, booking] = [scene.org.id, nobody, approver, open.id]
  await product.admin.query(
    `with past as (
       insert into approvals (org_id, id, booking_id, status, rule_id, rule_name, rule_version, requested_by, requested_for, excluded_ids, resource_id, starts_at, ends_at, current_step, decided_at, people)
       select org_id, gen_random_uuid(), booking_id, status, rule_id, rule_name, 1, requested_by, requested_for, excluded_ids, resource_id, starts_at, ends_at, null, now(), people
       from approvals, generate_series(1, $2) where org_id = $1 and status = 'approved' returning org_id, id),
     steps as (
       insert into approval_steps (org_id, id, approval_id, position, definition, status, needed, approver_ids)
       select org_id, gen_random_uuid(), id, 1, '{}', 'approved', 1, array[$3::uuid] from past returning org_id, id, approval_id)
     insert into approval_decisions (org_id, id, approval_id, step_id, user_id, decision)
     select org_id, gen_random_uuid(), approval_id, id, $3, 'approve' from steps`,
    [org, many, approver.user_id],
  )
  await product.admin.query('analyze approvals, approval_steps, approval_decisions')
})
afterAll(() => product.close())

/** The plan of a statement as the application runs it: under its role and row-level security. */
async function planOf(statement: { text: string; values?: readonly unknown[] }): Promise<string> {
  const rows = await product.inTenant(org, (work) => work.query<Record<'QUERY PLAN', string>>({ text: `explain ${statement.text}`, values: statement.values ?? [] }))
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

function expectIndexed(plan: string): void {
  expect(plan).toMatch(/Index (Only )?Scan|Bitmap Index Scan/)
  expect(plan).not.toMatch(/Seq Scan|hashed SubPlan/)
}

const viewer = (person: TestPerson, sees_all = false) => ({ org_id: org, user_id: person.user_id, sees_all })

describe('on a long history', () => {
  it.each<[string, () => TestPerson, boolean, ListFilter]>([
    ['what waits for me', () => ann, false, { mine: 'to_decide' }],
    ['what I asked for', () => mia, false, { mine: 'requested' }],
    ['all, for an admin', () => mia, true, {}],
    ['pending, for an admin', () => mia, true, { status: 'pending' }],
    ['all, for somebody without a part', () => mia, false, {}],
    ['pending, for somebody without a part', () => mia, false, { status: 'pending' }],
  ])('lists %s by an index', async (_, person, all, filter) => {
    expectIndexed(await planOf(listStatement(viewer(person(), all), filter, 26, null)))
  })

  it('finds one request and the bookings of a page by an index', async () => {
    const { rows } = await product.admin.query<{ id: string }>('select id from approvals where org_id = $1 limit 1', [org])
    for (const person of [mia, ann]) {
      expectIndexed(await planOf(visibleStatement(viewer(person), rows[0]!.id)))
      expectIndexed(await planOf(bookingsStatement(org, person.user_id, [booking])))
    }
  })
})
