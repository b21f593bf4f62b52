/** T5 and S3: what is cut off in the middle leaves nothing of one organisation behind for the next, and nobody's place in the feed opens another's events. */
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { dataSourceToken } from '#kernel/database/data-source'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { StreamReader } from '#modules/sse/testing/stream-reader'

let product: TestProduct
let base: string
beforeAll(async () => {
  product = await createTestApp({ modules: ['resources', 'sse'] })
  await product.app.listen({ port: 0, host: '127.0.0.1' })
  base = `http://127.0.0.1:${(product.app.server.address() as AddressInfo).port}`
})
afterAll(() => product.close())

/** A number in [0, 1) that is the same in every run. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

async function marked(): Promise<TestOrg> {
  const org = await product.newOrg()
  for (const name of ['One', 'Two']) await product.as(org.owner).post('/v1/resources', { name: `${name} of ${org.id}` })
  return org
}

it('INV-1: (T5) aborted requests of many organisations and killed connections leave no context behind', async () => {
  const orgs = await Promise.all(Array.from({ length: 8 }, marked))
  const roll = dice(42)
  const told = { aborted: 0, answered: 0, refused: 0, killed: 0 }
  const foreign: string[] = []
  const one = async (org: TestOrg): Promise<void> => {
    const path = roll() < 0.5 ? '/v1/organization' : '/v1/resources?limit=100'
    const patience = roll() < 0.5 ? Math.ceil(roll() * 12) : null
    const signal = patience === null ? null : AbortSignal.timeout(patience)
    try {
      const response = await fetch(`${base}${path}`, { headers: { authorization: `Bearer ${org.owner.token}` }, signal })
      const text = await response.text()
      if (response.status === 200) told.answered += 1
      else told.refused += 1
      if (response.status === 200 && !text.includes(org.id)) foreign.push(`${path} without its own organisation: ${text.slice(0, 200)}`)
      for (const other of orgs) if (other !== org && text.includes(other.id)) foreign.push(`${path} of ${org.id} told of ${other.id}`)
      if (![200, 503].includes(response.status)) foreign.push(`${path} answered ${response.status}`)
    } catch {
      told.aborted += 1
    }
  }
  const work = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn += 1) await one(orgs[Math.floor(roll() * orgs.length)]!)
  }
  const killing = (async () => {
    for (let turn = 0; turn < 6; turn += 1) {
      await sleep(40)
      const { rowCount } = await product.admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'bookflow' and datname = current_database() and state <> 'idle' limit 2`)
      told.killed += rowCount ?? 0
    }
  })()
  await Promise.all([...Array.from({ length: 16 }, work), killing])
  expect(foreign).toEqual([])
  expect(told.aborted).toBeGreaterThanOrEqual(50)
  expect(told.answered).toBeGreaterThanOrEqual(200)

  // Whatever connections the pool keeps: no organisation is set on any of them outside of a transaction, and none is inside of one.
  const dataSource = product.container.resolve(dataSourceToken)
  const settings = await Promise.all(Array.from({ length: 30 }, async () => (await dataSource.query<{ org: string | null }[]>(`select nullif(current_setting('app.org_id', true), '') as org, pg_sleep(0.01)`))[0]?.org))
  expect(new Set(settings)).toEqual(new Set([null]))
  const global = await Promise.all(Array.from({ length: 10 }, () => product.container.resolve(transactionsToken).global((unit) => unit.query({ text: 'select 1 from resources' }))))
  expect(global.flat()).toEqual([])
  const answers = await Promise.all(orgs.map((org) => product.as(org.owner).get('/v1/organization')))
  expect(answers.map(({ body }) => body.id)).toEqual(orgs.map(({ id }) => id))
})

it('INV-1: a connection tells whoever takes it next nothing of the organisation that read through it, not even within the moment its COMMIT still waits', async () => {
  const org = await marked()
  const dataSource = product.container.resolve(dataSourceToken)
  const found: (string | null | undefined)[] = []
  for (let turn = 0; turn < 20; turn += 1) {
    expect((await product.as(org.owner).get('/v1/resources')).status).toBe(200)
    found.push((await dataSource.query<{ org: string | null }[]>(`select nullif(current_setting('app.org_id', true), '') as org`))[0]?.org)
  }
  expect(new Set(found)).toEqual(new Set([null]))
})

it('INV-14: (S3) the place of another organisation’s event resumes one’s own feed like a place where nothing is', async () => {
  const [mine, theirs] = [await marked(), await marked()]
  const open = async (lastEventId: string) => {
    const reader = await StreamReader.open(product.app, mine.owner.token, { lastEventId })
    expect(reader.status).toBe(200)
    return reader
  }
  const { rows } = await product.admin.query<{ place: string; beside: string }>(
    `select epoch || '.' || xid || '.' || seq as place, epoch || '.' || xid || '.' || (seq + 1000000) as beside from events where org_id = $1 order by seq desc limit 1`,
    [theirs.id],
  )
  const [place] = rows
  expect(place).toBeDefined()
  const readers = [await open(place!.place), await open(place!.beside)]
  // Something of both happens; only one's own is told, to both readers alike.
  await product.as(theirs.owner).post('/v1/resources', { name: 'Theirs' })
  await product.as(mine.owner).post('/v1/resources', { name: 'Mine' })
  for (const reader of readers) await reader.next(({ event, data }) => event === 'resources.created' && JSON.stringify(data).includes('Mine'))
  const [ofPlace, ofBeside] = readers.map(({ frames }) => JSON.stringify(frames.filter(({ event }) => event.includes('.')).map(({ event, id, data }) => [event, id, data])))
  for (const reader of readers) reader.close()
  expect(ofPlace).toBe(ofBeside)
  expect(ofPlace).not.toContain(theirs.id)
  expect(ofPlace).not.toContain('Theirs')
})
