import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshKernel, type FreshKernel } from '#kernel/testing/fresh-kernel'
import { newId } from '../ids.js'
import { NestedTransaction, type Transactions } from './transactions.js'

let fresh: FreshKernel
let transactions: Transactions
beforeAll(async () => {
  fresh = await freshKernel()
  transactions = (await fresh.process()).transactions
})
afterAll(() => fresh.close())

const nothing = async () => undefined

it('a flow holds one connection: a second transaction inside of one is refused, whatever its kind', async () => {
  for (const outer of [transactions.asSystem.bind(transactions, newId(), 'test'), transactions.crossTenant.bind(transactions, 'test')]) {
    await expect(outer(() => transactions.asSystem(newId(), 'test', nothing))).rejects.toThrow(NestedTransaction)
    await expect(outer(() => transactions.crossTenant('test', nothing))).rejects.toThrow(NestedTransaction)
  }
  await expect(transactions.global(() => transactions.crossTenant('test', nothing))).rejects.toThrow(NestedTransaction)
})

it('joining, entering an organisation, and what follows the end of a transaction are not', async () => {
  const org = newId()
  await transactions.asSystem(org, 'test', () => transactions.global(() => transactions.run(nothing)))
  await transactions.global(() => transactions.asSystem(org, 'test', nothing))
  const after = Promise.withResolvers<void>()
  await transactions.asSystem(org, 'test', async (work) => work.afterCommit(() => setImmediate(() => transactions.crossTenant('test', nothing).then(() => after.resolve(), after.reject))))
  await after.promise
})
