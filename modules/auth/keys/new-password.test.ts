/** API keys and a new password: they go on working unless their owner says otherwise, and the mail about it says which. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestPerson, type TestProduct } from '#config/testing/product'
import { mailTo } from '../testing/mailbox.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings', 'audit'] })
})
afterAll(() => product.close())

const password = 'a brand new password'
const newestMail = async ({ email }: TestPerson) => (await mailTo(product, email)).at(-1)!

/** Somebody in two organisations, and what a key of each is answered. */
async function withKeys(): Promise<{ mia: TestPerson; answers(): Promise<number[]>; owners: TestPerson[] }> {
  const orgs = [await product.newOrg(), await product.newOrg()]
  const mia = await orgs[0]!.person('member')
  expect((await product.as(orgs[1]!.owner).post('/v1/invitations', { email: mia.email, role: 'viewer' })).status).toBe(201)
  expect((await product.as(mia).post('/v1/invitations/acceptance', { token: (await newestMail(mia)).token })).status).toBe(200)
  const there = (await product.as(mia).post('/v1/auth/organization', { organization_id: orgs[1]!.id })).body.access_token
  const keys: string[] = []
  for (const token of [mia.token, there]) keys.push((await product.as({ ...mia, token }).post('/v1/auth/api-keys', { name: 'Robot', scopes: ['resources:read'] })).body.key)
  const answers = () => Promise.all(keys.map(async (token) => (await product.as({ ...mia, token }).get('/v1/resources')).status))
  expect(await answers()).toEqual([200, 200])
  return { mia, answers, owners: orgs.map(({ owner }) => owner) }
}

async function reset(mia: TestPerson, more: { revoke_api_keys?: boolean } = {}): Promise<void> {
  await product.anonymous.post('/v1/auth/password-reset', { email: mia.email })
  expect((await product.anonymous.post('/v1/auth/password-reset/confirmation', { token: (await newestMail(mia)).token, password, ...more })).status).toBe(204)
}

it('outlive it, and the mail says how many do and where they are ended', async () => {
  const { mia, answers } = await withKeys()
  await reset(mia)
  expect(await answers()).toEqual([200, 200])
  const { subject, text } = await newestMail(mia)
  expect(subject).toBe('Your BookFlow password was reset')
  expect(text).toContain('API keys of yours that go on working: 2.')
  expect(text).toContain('http://localhost:3000/app/me/keys')
})

it('end with it in every organisation when their owner says so, which each organisation finds in its audit log', async () => {
  const { mia, answers, owners } = await withKeys()
  await reset(mia, { revoke_api_keys: true })
  expect(await answers()).toEqual([401, 401])
  expect((await newestMail(mia)).text).toContain('API keys of yours that ended with it: 2.')
  for (const owner of owners) expect((await product.as(owner).get('/v1/audit-log?action=auth.api_key_revoked')).body.items).toHaveLength(1)
})

it('are treated alike when the password is changed by somebody who knows it; nothing ends when it is the wrong one', async () => {
  const { mia, answers } = await withKeys()
  await reset(mia)
  const { access_token: token } = (await product.anonymous.post('/v1/auth/login', { email: mia.email, password })).body
  const change = (current_password: string) => product.as({ ...mia, token }).post('/v1/auth/password', { current_password, new_password: 'another new password', revoke_api_keys: true })
  expect((await change('not the current one')).status).toBe(422)
  expect(await answers()).toEqual([200, 200])
  expect((await change(password)).status).toBe(204)
  expect(await answers()).toEqual([401, 401])
})
