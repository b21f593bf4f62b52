import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestPerson, type TestProduct } from '#config/testing/product'
import { people, Scene } from '#modules/approvals/testing/scene'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['notifications', 'workflows'] })
})
afterAll(() => product.close())

/** The mail as it left, which only an operator of the database can read. */
const sentTo = async (scene: Scene<TestPerson>, person: TestPerson) =>
  (await product.admin.query<{ id: string; subject: string; text: string; html: string }>('select id, subject, text, html from stub_mails where org_id = $1 and recipient = $2 order by id', [scene.org.id, person.email])).rows
const outboxOf = async (scene: Scene<TestPerson>) => (await product.as(scene.owner).get('/v1/outbox?limit=100&channel=notifications.email&status=cancelled')).body.items as { recipient_user_id: string; reason: string }[]

async function stage(mode: 'any' | 'all') {
  const scene = await Scene.in(product)
  const [mia, ann, ben] = [await scene.person('member'), await scene.person('approver'), await scene.person('approver')]
  const room = await scene.guarded(people(mode, ann, ben))
  return { scene, mia, ann, ben, room }
}

it('the mail that asks carries two links with one token, which decide, and which nobody else can read', async () => {
  const { scene, mia, ann, room } = await stage('any')
  const booking = await scene.book(mia, room)
  await product.drain()
  const [mail] = await sentTo(scene, ann)
  const links = [...mail!.text.matchAll(/http:\/\/localhost:3000\/decide\?choice=(approve|reject)&token=(\S+)/g)].map(([, choice, token]) => ({ choice, token: decodeURIComponent(token!) }))
  expect(links.map(({ choice }) => choice)).toEqual(['approve', 'reject'])
  const [token, ...others] = [...new Set(links.map((link) => link.token))]
  expect(others).toEqual([])
  expect(mail!.html).toContain(`token=${token}`)
  // Whoever may read the kept mail must not be able to decide in Ann's name, and the queue never knew.
  const shown = (await product.as(scene.owner).get(`/v1/mailbox/${mail!.id}`)).body
  expect(shown.text).toContain('token=[hidden]')
  expect(shown.text + shown.html).not.toContain(token)
  const { rows } = await product.admin.query('select count(*)::int as found from outbox where org_id = $1 and (payload::text like $2 or coalesce(reason, $3) like $2)', [scene.org.id, `%${token!.split('.')[1]}%`, ''])
  expect(rows).toEqual([{ found: 0 }])
  expect((await product.anonymous.post('/v1/decision-links/decision', { token, decision: 'approve' })).status).toBe(200)
  expect((await scene.booking(booking.id)).status).toBe('confirmed')
})

it('nobody is asked whose own part is decided, though the request still waits for others', async () => {
  const { scene, mia, ann, ben, room } = await stage('all')
  const asked = await scene.request(await scene.book(mia, room))
  expect((await scene.decide(ann, asked, 'approve')).body).toMatchObject({ status: 'pending' })
  await product.drain()
  expect(await sentTo(scene, ann)).toEqual([])
  expect((await sentTo(scene, ben)).map(({ subject }) => subject.split(':')[0])).toEqual(['Please decide'])
  expect(await outboxOf(scene)).toEqual([expect.objectContaining({ recipient_user_id: ann.user_id, reason: expect.stringContaining('You decided on step 1 already') as string })])
})

it('a mail sent anew carries the same links', async () => {
  const { scene, mia, ann, room } = await stage('any')
  await scene.book(mia, room)
  await product.drain()
  await product.admin.query(`update outbox set status = 'dead', finished_at = now(), attempts = 5 where org_id = $1 and payload->>'recipient_user_id' = $2`, [scene.org.id, ann.user_id])
  const [first] = await sentTo(scene, ann)
  await product.admin.query('delete from stub_mails where org_id = $1', [scene.org.id])
  await product.as(scene.owner).post('/v1/outbox/replays', { from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z' })
  await product.drain()
  const [second] = await sentTo(scene, ann)
  expect(second!.text).toBe(first!.text)
})
