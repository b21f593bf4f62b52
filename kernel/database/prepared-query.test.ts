import { afterAll, beforeAll, expect, it } from 'vitest'
import { Client } from 'pg'
import { freshKernel, type FreshKernel } from '#kernel/testing/fresh-kernel'
import { connectionOf } from './connection.js'
import { runPrepared } from './prepared-query.js'

let fresh: FreshKernel
let client: Client
beforeAll(async () => {
  fresh = await freshKernel()
  client = new Client({ ...connectionOf(fresh.urls.app), pipeline: true })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await fresh.close()
})

const kinds = `select $1::int as number, $2::text as text, $3::uuid[] as ids, null::text as nothing, jsonb_build_object('a', $1::int) as json`
const ids = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']

it('gives every time what pg gives, many at once and with other values', async () => {
  const values = (n: number) => [n, `text ${n}`, ids]
  const plain = await Promise.all([1, 2, 3].map((n) => client.query({ text: kinds, values: values(n) })))
  for (let time = 0; time < 3; time += 1) {
    const prepared = await Promise.all([1, 2, 3].map((n) => runPrepared(client, 'kinds', kinds, values(n))))
    expect(prepared.map(({ rows, rowCount, command }) => ({ rows, rowCount, command }))).toEqual(plain.map(({ rows, rowCount, command }) => ({ rows, rowCount, command })))
  }
})

it('sends lists of ids and of anything else as they are', async () => {
  for (const list of [ids, [], ['NULL', 'a,b', '{"c"}', 'd\\e', ids[0]!], [ids[0]!, null]]) {
    expect((await runPrepared(client, 'list', 'select $1::text[] as list', [list])).rows).toEqual([{ list }])
  }
})

it('gives no rows and no columns as such', async () => {
  for (let time = 0; time < 2; time += 1) {
    expect((await runPrepared(client, 'none', 'select 1 as one where $1::boolean', [false])).rows).toEqual([])
    expect((await runPrepared(client, 'some', 'select 1 as one where $1::boolean', [true])).rows).toEqual([{ one: 1 }])
    expect(await runPrepared(client, 'set', `select set_config('app.probe', $1, false)`, [String(time)])).toMatchObject({ rows: [{ set_config: String(time) }] })
  }
})

it('fails like pg, first and later, and leaves the connection usable', async () => {
  for (let time = 0; time < 3; time += 1) {
    await expect(runPrepared(client, 'division', 'select 10 / $1::int as share', [0])).rejects.toMatchObject({ code: '22012' })
    expect((await runPrepared(client, 'division', 'select 10 / $1::int as share', [5])).rows).toEqual([{ share: 2 }])
  }
  await expect(runPrepared(client, 'nonsense', 'select from nowhere', [])).rejects.toMatchObject({ code: '42P01' })
  await expect(runPrepared(client, 'nonsense', 'select from nowhere', [])).rejects.toMatchObject({ code: '42P01' })
  await expect(runPrepared(client, 'division', 'another text', [])).rejects.toThrow(/must be unique/)
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

it('asks for the columns once', async () => {
  const described: string[] = []
  const { connection } = client as unknown as { connection: { on(event: string, listener: () => void): void } }
  connection.on('rowDescription', () => described.push('described'))
  for (let time = 0; time < 3; time += 1) await runPrepared(client, 'once', 'select $1::int as number', [time])
  expect(described).toHaveLength(1)
})
