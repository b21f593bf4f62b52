import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { probeModule, probeOrgId } from '#kernel/testing/probe-module'
import { newId } from '../ids.js'
import { transactionsToken } from '../tenancy/transactions.js'
import { claimKey, storeAnswer, storeRefusal, type IdempotentRequest, type StoredAnswer } from './idempotency.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: [], extraModules: [probeModule] })
})
afterAll(() => product.close())

const done: StoredAnswer = { status: 201, headers: {}, body: '{"done":true}' }
const refused: StoredAnswer = { status: 409, headers: {}, body: '{"code":"state_conflict"}' }

function caller() {
  const [org_id, user_id] = [probeOrgId(newId()), newId()]
  const principal = { kind: 'user' as const, user_id, session_id: `${user_id}_admin`, org_id, expires_at: 4e9 }
  const request: IdempotentRequest = { key: 'k', method: 'POST', path: '/v1/notes', fingerprint: 'f' }
  const transactions = product.container.resolve(transactionsToken)
  return {
    request,
    work: <T>(fn: Parameters<typeof transactions.asPrincipal<T>>[2]) => transactions.asPrincipal(principal, () => undefined, fn),
    stored: () => transactions.asPrincipal(principal, () => undefined, (work) => claimKey(work, request)),
  }
}

it('INV-15: a refusal is not stored over the head of the request that took the key after it', async () => {
  const { request, work, stored } = caller()
  const [taken, written] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const second = work(async (open) => {
    expect(await claimKey(open, request)).toBeNull()
    taken.resolve()
    await written.promise
    await open.execute(storeAnswer(request, done))
  })
  await taken.promise
  // The first request was refused, let go of the key, and writes its refusal down only now.
  await work((first) => first.execute(storeRefusal(request, refused)))
  written.resolve()
  await second
  expect(await stored()).toMatchObject(done)
})

it('INV-15: a refusal nobody came after is stored, and stays', async () => {
  const { request, work, stored } = caller()
  await work((first) => first.execute(storeRefusal(request, refused)))
  expect(await stored()).toMatchObject(refused)
  await work((late) => late.execute(storeRefusal(request, { ...refused, status: 422 })))
  expect(await stored()).toMatchObject(refused)
})
