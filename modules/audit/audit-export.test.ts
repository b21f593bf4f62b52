/** GET /v1/audit/export: the list as a file, whole or not at all, at the pace of its reader. */
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'
import type { Json } from '#kernel/testing/client'
import { exportLimits } from './audit-export.service.js'

const path = '/v1/audit/export'
const many = 20_000

let product: TestProduct
let org: TestOrg
/** Statements that read a stretch for an export. */
let stretches = 0
beforeAll(async () => {
  product = await createTestApp({ modules: ['audit'], observe: ({ text }) => void (stretches += Number(text.includes('with stretch'))) })
  await product.app.listen({ host: '127.0.0.1', port: 0 })
  org = await product.newOrg()
  // Two kilobytes each, so that no buffer between here and the reader holds them all; fifty share a millisecond.
  await product.admin.query(
    `insert into audit_log (org_id, at, id, outcome, actor_kind, actor_id, action, subject_kind, subject_id, changes, request_id)
     select $1, now() - make_interval(secs => 60 + n / 50 * 0.001), gen_random_uuid(), 'done', 'system', 'bulk', case when n % 1000 = 7 then 'probe.rare' else 'probe.common' end,
       'probe', n::text, jsonb_build_object('text', jsonb_build_object('from', null, 'to', repeat('x', 2000))), 'r' from generate_series(1, ${many}) n`,
    [org.id],
  )
})
afterAll(() => product.close())

const listed = async (query: string): Promise<Json[]> => {
  const items: Json[] = []
  let next: string | null = `/v1/audit-log?limit=100${query}`
  while (next !== null) {
    const { body } = await product.as(org.owner).get(next)
    items.push(...body.items)
    next = body.next_cursor === null ? null : `/v1/audit-log?limit=100${query}&cursor=${encodeURIComponent(body.next_cursor)}`
  }
  return items
}
const linesOf = (ndjson: string): Json[] => ndjson.split('\n').slice(0, -1).map((line) => JSON.parse(line))
const exported = async (query: string): Promise<Json[]> => linesOf((await product.as(org.owner).get(`${path}?format=ndjson${query}`)).text)

/** Over a real socket, for readers who dawdle or go. */
async function download(person: TestPerson, query = ''): Promise<IncomingMessage> {
  const { port } = product.app.server.address() as AddressInfo
  const request = get({ host: '127.0.0.1', port, path: `${path}?format=ndjson${query}`, headers: { authorization: `Bearer ${person.token}` }, agent: false })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  return answer
}
/** Until the server reads no further. @returns how many stretches it has read by then */
async function stillness(): Promise<number> {
  for (let quiet = 0, last = -1; quiet < 4; quiet = stretches === last ? quiet + 1 : 0, last = stretches) await delay(100)
  return stretches
}
const sessions = async () => (await product.admin.query(`select state from pg_stat_activity where datname = current_database() and application_name = 'bookflow' and state <> 'idle'`)).rows

/** An export is let in once those before it have ended, which their server notices in its own time. @returns how many stretches had been read by then */
async function another(person: TestPerson): Promise<number> {
  let read = 0
  await expect.poll(async () => ((read = stretches), (await product.as(person).get(`${path}?subject_id=none`)).status)).toBe(200)
  return read
}

describe('an export', () => {
  it(`of ${many} entries is the list, entry for entry`, async () => {
    const before = stretches
    const span = `&from=${encodeURIComponent(new Date(Date.now() - 3_600_000).toISOString())}`
    const [file, list] = [await exported(span), await listed(span)]
    expect(file.length).toBeGreaterThan(many)
    // What the export itself left behind comes after it.
    const own = list.findIndex(({ action }) => action !== 'audit.exported')
    expect(list[0]).toMatchObject({ action: 'audit.exported', actor: { id: org.owner.user_id } })
    expect(list.slice(own)).toEqual(file)
    expect(stretches - before).toBe(Math.ceil(file.length / exportLimits.stretch) + 1)
  })

  it.each([
    ['a rare action', '&action=probe.rare', 20], ['a module', '&action=orgs.*', 1], ['a subject', '&subject_kind=probe&subject_id=4711', 1], ['nothing', '&subject_id=none', 0], ['an outcome', '&outcome=refused', 0],
  ])('filters like the list: %s', async (_what, query, least) => {
    const file = await exported(query)
    expect(file.length).toBeGreaterThanOrEqual(least)
    expect(file).toEqual(await listed(query))
  })

  it('is itself in the log, with what was asked for', async () => {
    await exported('&action=probe.rare&outcome=done')
    const [entry] = await listed('&action=audit.exported')
    expect(entry).toMatchObject({ subject: { kind: 'audit_log', id: org.id }, changes: { format: { from: null, to: 'ndjson' }, action: { from: null, to: 'probe.rare' }, outcome: { from: null, to: 'done' } } })
  })

  it('as CSV has a header, quotes, and no formula', async () => {
    const here = await product.newOrg()
    const hostile = ['=cmd|"/c calc"!A1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', 'a "quoted", b\nline']
    for (const subject of hostile) await product.admin.query(`insert into audit_log (org_id, at, id, outcome, actor_kind, actor_id, action, subject_kind, subject_id, request_id) values ($1, now() - interval '1 minute', gen_random_uuid(), 'done', 'system', 'x', 'probe.x', 'probe', $2, 'r')`, [here.id, subject])
    const { text: file, headers } = await product.as(here.owner).get(`${path}?subject_kind=probe`)
    expect(headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': expect.stringMatching(/^attachment; filename="audit-log-\d{4}-\d\d-\d\d\.csv"$/) })
    expect(file.startsWith('at,id,outcome,actor_kind,actor_id,api_key_id,action,subject_kind,subject_id,changes,request_id,network\r\n')).toBe(true)
    for (const subject of hostile.slice(0, 6)) expect(file).toContain(`'${subject.replaceAll('"', '""')}`)
    expect(file).toContain('"a ""quoted"", b\nline"')
    expect(/(^|,)"?[=+\-@\t\r]/m.test(file.replaceAll('\r\n', '\n'))).toBe(false)
  })

  it('needs its permission, a known format and a span it can hold', async () => {
    const member = await org.person('member')
    expect((await product.as(member).get(path)).status).toBe(403)
    expect((await product.as(org.owner).get(`${path}?format=xlsx`)).status).toBe(422)
    expect((await product.anonymous.send('GET', path)).status).toBe(401)
    const limit = exportLimits.entries
    try {
      exportLimits.entries = many
      const { status, body } = await product.as(org.owner).get(path)
      expect([status, body.errors.map(({ pointer }: Json) => pointer)]).toEqual([422, ['query/from', 'query/to']])
      const { rows } = await product.admin.query<{ middle: Date }>(`select min(at) + interval '200 milliseconds' as middle from audit_log where org_id = $1 and subject_kind = 'probe'`, [org.id])
      const shorter = `&to=${encodeURIComponent(rows[0]!.middle.toISOString())}`
      expect((await exported(shorter)).length).toBeGreaterThan(1_000)
    } finally {
      exportLimits.entries = limit
    }
  })
})

describe('its reader', () => {
  it('sets the pace: one who takes nothing has little read for them, one export at a time, and gets the rest later', async () => {
    const before = stretches
    const answer = await download(org.owner)
    answer.pause()
    expect((await stillness()) - before).toBeLessThan(many / exportLimits.stretch / 2 + 3)
    await expect.poll(sessions).toEqual([])
    expect((await product.as(org.owner).get(path)).status).toBe(429)
    expect(linesOf(await text(answer)).length).toBeGreaterThan(many)
    expect((await product.as(org.owner).get(`${path}?subject_id=none`)).status).toBe(200)
  })

  it('who goes leaves nothing running', async () => {
    const before = stretches
    const answer = await download(org.owner)
    await once(answer, 'data')
    answer.destroy()
    await expect.poll(sessions).toEqual([])
    const read = await another(org.owner)
    expect(read - before).toBeLessThan(many / exportLimits.stretch / 2 + 3)
    expect(stretches - read).toBe(Math.ceil(many / exportLimits.stretch) + 2)
  })

  it('who may no longer look gets no more, and hears that it is not whole', async () => {
    const admin = await org.person('admin')
    const answer = await download(admin)
    answer.pause()
    await stillness()
    expect((await product.as(org.owner).patch(`/v1/members/${admin.user_id}`, { role: 'member' }, { 'if-match': '*' })).status).toBe(200)
    await expect(text(answer)).rejects.toThrow('aborted')
  })

  it('who takes too long is left, and hears that it is not whole', async () => {
    const { longest } = exportLimits
    try {
      exportLimits.longest = 300
      const answer = await download(org.owner)
      answer.pause()
      await stillness()
      await expect(text(answer)).rejects.toThrow('aborted')
      await another(org.owner)
    } finally {
      exportLimits.longest = longest
    }
  })

  it('shares the process with four others at most', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => org.person('admin')))
    const answers = await Promise.all(people.slice(0, 4).map((person) => download(person)))
    const { status, headers } = await product.as(people[4]!).get(path)
    expect([status, headers['retry-after']]).toEqual([503, '30'])
    for (const answer of answers) answer.destroy()
    await another(people[4]!)
  })
})
