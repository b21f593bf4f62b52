/** Searching the people of a large organisation. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import type { Statement } from '#kernel/tenancy/unit-of-work'

const many = 5_000
const statements: Statement[] = []
let product: TestProduct
let org: TestOrg
beforeAll(async () => {
  product = await createTestApp({ modules: ['members'], observe: (statement) => void statements.push(statement) })
  org = await product.newOrg()
  const hash = `$2b$04$${'x'.repeat(53)}`
  await product.admin.query(
    `with made as (insert into users (id, email, name, password_hash) select gen_random_uuid(), 'crowd-' || n || '@example.test', 'Crowd ' || n, $2 from generate_series(1, ${many}) n returning id)
     insert into memberships (org_id, user_id, role) select $1, id, 'viewer' from made`,
    [org.id, hash],
  )
  for (const name of ['Özge Öztürk', 'Ana%Sofia']) {
    await product.admin.query(
      `with made as (insert into users (id, email, name, password_hash) values (gen_random_uuid(), gen_random_uuid() || '@example.test', $2, $3) returning id) insert into memberships (org_id, user_id, role) select $1, id, 'viewer' from made`,
      [org.id, name, hash],
    )
  }
  await product.admin.query('analyze users, memberships')
})
afterAll(() => product.close())

const names = async (q: string): Promise<string[]> => (await product.as(org.owner).get(`/v1/members?q=${encodeURIComponent(q)}`)).body.items.map(({ name }: { name: string }) => name)

it('finds parts of names and addresses whatever their case, and takes no sign for a pattern', async () => {
  expect(await names('öZT')).toEqual(['Özge Öztürk'])
  expect(await names('crowd-4711@')).toEqual(['Crowd 4711'])
  expect(await names('a%s')).toEqual(['Ana%Sofia'])
  expect(await names('%')).toEqual(['Ana%Sofia'])
  expect(await names('_')).toEqual([])
})

it('asks one statement of the memberships, however many people do not bear the word', async () => {
  statements.length = 0
  expect(await names('nobody is called that')).toEqual([])
  expect(statements.filter(({ text }) => text.includes('from memberships') && !text.includes('principal')).map(({ name }) => name)).toEqual(['members.search'])
})

it('looks at no other organisation’s people: a small one in a large installation is searched by its key', async () => {
  const small = await product.newOrg()
  const statement = statements.find(({ name }) => name === 'members.search')!
  const plan = await product.inTenant(small.id, (work) => work.query<{ 'QUERY PLAN': string }>({ text: `explain ${statement.text}`, values: [small.id, null, null, null, 26, 'word'] }))
  const text = plan.map((line) => line['QUERY PLAN']).join('\n')
  expect(text).toMatch(/Index.* on memberships m/)
  expect(text).not.toMatch(/Seq Scan/)
})
