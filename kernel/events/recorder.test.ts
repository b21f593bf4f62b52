import { Type } from 'typebox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { defineContract, defineEvent, definePermission } from '#kernel/contract'
import { eventRecorderToken } from '#kernel/events/recorder'
import { newId } from '#kernel/ids'
import { defineModule, on } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'

const read = definePermission('probe:read', 'viewer', 'see probes')
const contract = defineContract({ name: 'probe', permissions: { read }, events: { seen: defineEvent('probe.seen', Type.Object({}), { audience: read, description: 'x' }) } })
const probe = defineModule({ contract, subscribes: () => [on(contract.events.seen, () => [{ channel: 'probe.mail', payload: {} }])] })

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: [], extraModules: [probe] })
})
afterAll(() => product.close())

it('INV-5: writes what was recorded in each organisation a global unit of work enters, before it leaves it', async () => {
  const transactions = product.container.resolve(transactionsToken)
  const recorder = product.container.resolve(eventRecorderToken)
  const [first, second] = [newId(), newId()]
  const seen = (id: string) => recorder.emit(contract.events.seen, { subject: { kind: 'probe', id }, data: {} })
  await transactions.global(async () => {
    await transactions.asSystem(first, 'probe.one', async () => [seen('1'), seen('2')])
    await transactions.asSystem(second, 'probe.two', async () => seen('3'))
    await transactions.asSystem(first, 'probe.three', async () => seen('4'))
  })
  const written = async (table: string, column: string) => (await product.admin.query(`select ${column} from ${table} where org_id in ($1, $2) order by seq`, [first, second])).rows
  expect(await written('events', 'org_id, subject_id')).toEqual([
    { org_id: first, subject_id: '1' },
    { org_id: first, subject_id: '2' },
    { org_id: second, subject_id: '3' },
    { org_id: first, subject_id: '4' },
  ])
  expect((await written('outbox', 'org_id')).map((row) => row.org_id)).toEqual([first, first, second, first])
})
