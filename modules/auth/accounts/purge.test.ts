import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { purgeSchedule } from './purge.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['auth'] })
})
afterAll(() => product.close())

const count = async (text: string) => Number((await product.admin.query(`select count(*) as n from ${text}`)).rows[0].n)

it('removes what nobody needs, in batches, and nothing else', async () => {
  const org = await product.newOrg()
  const gone = await org.person('member')
  await product.admin.query(`update sessions set created_at = now() - interval '61 days', expires_at = now() - interval '31 days' where user_id = $1`, [gone.user_id])
  const hash = `md5(n::text) || md5(n::text || 'x')`
  await product.admin.query(`insert into account_tokens (id, user_id, purpose, token_hash, expires_at)
    select gen_random_uuid(), $1, 'auth.reset', ${hash}, now() - case when n % 2 = 0 then interval '8 days' else interval '6 days' end from generate_series(1, 4) n`, [gone.user_id])
  await product.admin.query(`insert into sign_ups (id, email, name, password_hash, organization_name, timezone, token_hash, expires_at)
    select gen_random_uuid(), n || '@example.test', 'x', 'x', 'x', 'UTC', ${hash}, now() - case when n <= 2500 then interval '2 days' else interval '1 hour' end from generate_series(1, 2503) n`)
  await product.admin.query(`insert into attempt_budgets (key, used, resets_at) select 'x:' || ${hash}, 1, now() + case when n = 1 then interval '1 minute' else interval '-1 second' end from generate_series(1, 3) n`)

  await purgeSchedule(product.container.resolve(transactionsToken)).run()

  expect(await count(`sessions where user_id = '${gone.user_id}'`)).toBe(0)
  expect(await count(`sessions where user_id = '${org.owner.user_id}'`)).toBe(1)
  expect(await count('refresh_tokens')).toBe(1)
  expect(await count('account_tokens')).toBe(2)
  expect(await count('sign_ups')).toBe(3)
  expect(await count('attempt_budgets')).toBe(1)
})

it('keeps the record of what happened for a year', async () => {
  const seconds = [364, 366].map((days) => `now() - interval '${days} days'`)
  await product.admin.query(`insert into security_events (id, kind, request_id, at) select gen_random_uuid(), 'auth.test', 'x', at from unnest(array[${seconds.join(', ')}]) at`)
  await product.admin.query(`insert into security_events (id, kind, request_id, at) select gen_random_uuid(), 'auth.test', 'x', now() - interval '2 years' from generate_series(1, 1001)`)
  await purgeSchedule(product.container.resolve(transactionsToken)).run()
  expect(await count(`security_events where kind = 'auth.test'`)).toBe(1)
  expect(await count(`security_events where at < now() - interval '363 days'`)).toBe(1)
})

it('leaves the record of what happened alone: the application may add to it and no more', async () => {
  const app = await product.container.resolve(transactionsToken).global(async (work) => work.query({ text: `select has_table_privilege('security_events', 'insert') as add, has_table_privilege('security_events', 'update,delete,truncate') as change` }))
  expect(app).toEqual([{ add: true, change: false }])
})
