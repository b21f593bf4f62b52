/** INV-3, INV-4, W1, W2: what a provider reports is believed only when signed, and has its effect once. */
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { Webhook } from 'svix'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testConfig } from '#kernel/testing/settings'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { accountMailToken } from '#kernel/mail/account-mail'
import { eventRecorderToken } from '#kernel/events/recorder'
import { metricsToken } from '#kernel/metrics'
import { currentFlow } from '#kernel/tenancy/context'
import { eventually } from '#kernel/testing/fresh-kernel'
import { newSigningSecret } from './signature.js'
import { accountOutcomes, probeModule } from './testing/mail-probe.js'

const path = '/v1/webhooks/inbound/resend'
const [oldSecret, newSecret] = [newSigningSecret(), newSigningSecret()]
let product: TestProduct
let org: TestOrg
/** By request: what an earlier one leaves to be done, and what the process does by itself, is not theirs. */
const statements = new Map<string, number>()
let log = ''
beforeAll(async () => {
  const logger = pino({ level: 'trace' }, new Writable({ write: (chunk: Buffer, _encoding, done) => ((log += chunk.toString()), done()) }))
  product = await createTestApp({
    modules: ['webhooks'],
    extraModules: [probeModule],
    config: { mail: { ...testConfig('').mail, resend_webhook_secrets: [oldSecret, newSecret] } },
    observe: () => {
      const request = currentFlow()?.request_id ?? ''
      statements.set(request, (statements.get(request) ?? 0) + 1)
    },
    logger,
  })
  org = await product.newOrg()
})
beforeEach(() => {
  log = ''
})
afterAll(() => product.close())

let count = 0
const freshId = () => `msg_${(count += 1)}`
const bounce = (email_id: string, more: Record<string, unknown> = {}) => JSON.stringify({ type: 'email.bounced', created_at: '2026-11-23T10:00:00.123Z', data: { email_id, to: ['canary-person@example.test'], bounce: { type: 'Permanent', subType: 'General', message: 'no such user' } }, ...more })
const signed = (id: string, body: string, secret = newSecret, at = new Date()) => ({ 'content-type': 'application/json', 'svix-id': id, 'svix-timestamp': String(Math.floor(at.getTime() / 1_000)), 'svix-signature': new Webhook(secret).sign(id, at, body) })
const report = (id: string, body: string, headers: Record<string, string> = signed(id, body)) => product.anonymous.post(path, body, headers)
/** How many statements a request sent. */
const statementsOf = ({ headers }: { headers: Record<string, unknown> }): number => statements.get(String(headers['request-id'])) ?? 0
const ledger = async (id: string) => (await product.admin.query('select * from webhook_events where event_id = $1', [id])).rows
const effects = async (outboxId: string) => (await product.admin.query(`select data from events where type = 'probe.noted' and subject_id = $1`, [outboxId])).rows.map(({ data }) => data as unknown)

/** A mail that was sent and that the provider calls `provider_id`. */
async function mail(provider_id: string): Promise<string> {
  await product.inTenant(org.id, async () => product.container.resolve(eventRecorderToken).send({ channel: 'probe.mail', payload: { provider_id } }))
  await product.drain()
  return (await product.admin.query('select id from outbox where provider_id = $1', [provider_id])).rows[0].id as string
}

describe('a report', () => {
  it.each(['delivered', 'delivery_delayed', 'bounced', 'complained'])('that a mail was %s reaches whoever sent it, once', async (outcome) => {
    const provider_id = `re_${outcome}`
    const outboxId = await mail(provider_id)
    const id = freshId()
    const body = bounce(provider_id, { type: `email.${outcome}` })
    for (let n = 0; n < 3; n += 1) expect((await report(id, body)).status).toBe(200)
    await product.drain()
    // A worker that dies after the effect and before it says so has it done again.
    const again = await product.admin.query(`update account_outbox set status = 'pending', enqueued_at = null, finished_at = null, not_before = now() where payload->>'event_id' = $1`, [id])
    expect(again.rowCount).toBe(1)
    await product.drain()
    expect(await effects(outboxId)).toEqual([{ outcome, bounce_type: 'Permanent' }])
    const [row] = await ledger(id)
    expect(row).toMatchObject({ source: 'resend', type: `email.${outcome}`, provider_id, org_id: org.id, outbox_id: outboxId, differing_copies: 0, settled_at: expect.anything() as unknown })
    expect(new Date(row.occurred_at).toISOString()).toBe('2026-11-23T10:00:00.123Z')
    expect(JSON.stringify(row)).not.toContain('canary-person')
  })

  it('about account mail is told without an organisation', async () => {
    await product.container.resolve(accountMailToken).send({ channel: 'probe.account', payload: { provider_id: 're_account' } })
    await product.drain()
    await report(freshId(), bounce('re_account'))
    await product.drain()
    expect(accountOutcomes).toMatchObject([{ scope: 'account', channel: 'probe.account', outcome: 'bounced', bounce_type: 'Permanent' }])
  })

  it('that comes before we know the provider’s id is tried again, and one about nobody’s mail ends quietly', async () => {
    const id = freshId()
    await report(id, bounce('re_late'))
    await product.drain()
    const outboxId = await mail('re_late')
    await product.admin.query(`update account_outbox set not_before = now() where status = 'pending'`)
    await product.drain()
    expect(await effects(outboxId)).toHaveLength(1)
    const foreign = freshId()
    await report(foreign, bounce('re_foreign'))
    for (let n = 0; n < 5; n += 1) {
      await product.drain()
      await product.admin.query(`update account_outbox set not_before = now() where status = 'pending'`)
    }
    const { rows } = await product.admin.query(`select status, attempts from account_outbox where payload->>'event_id' = $1`, [foreign])
    expect(rows).toEqual([{ status: 'cancelled', attempts: 5 }])
  })

  it.each([['email.opened'], ['contact.created'], [undefined], [7]])('of a kind nobody waits for (%s) is noted and has no effect', async (type) => {
    const id = freshId()
    expect((await report(id, bounce('re_other', { type }))).status).toBe(200)
    expect((await product.admin.query(`select 1 from account_outbox where payload->>'event_id' = $1`, [id])).rowCount).toBe(0)
    expect(await ledger(id)).toHaveLength(1)
  })

  it.each(['[]', '"x"', 'null', '{"type":"email.bounced","data":null}', '{"type":"email.bounced","created_at":"soon","data":{"email_id":{"a":1},"bounce":"x"}}'])('that is signed and odd (%s) breaks nothing', async (body) => {
    expect((await report(freshId(), body)).status).toBe(200)
  })

  it('that is signed and no JSON is refused as such', async () => {
    const id = freshId()
    expect((await report(id, '{"type":')).body.code).toBe('malformed_request')
    expect(await ledger(id)).toEqual([])
  })

  it('is believed under each secret of a rotation, and under Standard Webhooks names in any case', async () => {
    const body = bounce('re_any')
    for (const secret of [oldSecret, newSecret]) {
      const id = freshId()
      expect((await report(id, body, signed(id, body, secret))).status).toBe(200)
    }
    const id = freshId()
    const headers = Object.fromEntries(Object.entries(signed(id, body)).map(([name, value]) => [name.replace('svix', 'WEBHOOK').toUpperCase(), value]))
    expect((await report(id, body, headers)).status).toBe(200)
  })
})

describe('INV-3: a forgery', () => {
  it('is answered 401 before anything is read, parsed or logged: no statement, no trace of its body', async () => {
    const body = bounce('re_canary_forged')
    const id = freshId()
    const good = signed(id, body)
    const cases: [string, Record<string, string>, string?][] = [
      ['nothing', { 'content-type': 'application/json' }],
      ['another secret', signed(id, body, newSigningSecret())],
      ['another body', good, `${body} `],
      ['no JSON at all', good, '{{{canary_forged'],
      ['late', signed(id, body, newSecret, new Date(Date.now() - 302_000))],
      ['early', signed(id, body, newSecret, new Date(Date.now() + 330_000))],
      ['letters in the timestamp', { ...good, 'svix-timestamp': `${good['svix-timestamp']}abc` }],
      ['a dot in the id', { ...good, 'svix-id': `${id}.x` }],
      ['ten thousand signatures', { ...good, 'svix-signature': Array.from({ length: 200 }, () => good['svix-signature']).join(' ') }],
      ['an upper-case version', { ...good, 'svix-signature': good['svix-signature'].replace('v1', 'V1') }],
    ]
    // One that is believed is counted, so that the counter counts.
    const believed = await report(freshId(), bounce('re_nobody'))
    expect([believed.status, statementsOf(believed) > 2]).toEqual([200, true])
    const rows = (await product.admin.query('select count(*)::int as n from webhook_events')).rows[0].n as number
    for (const [name, headers, other] of cases) {
      const answer = await report(id, other ?? body, headers)
      expect([answer.status, answer.body.code], name).toEqual([401, 'webhook_signature_invalid'])
      expect(answer.text, name).not.toContain('canary')
      expect(statementsOf(answer), name).toBe(0)
    }
    expect((await product.admin.query('select count(*)::int as n from webhook_events')).rows[0].n).toBe(rows)
    expect(log).toContain('/v1/webhooks/inbound/resend')
    expect(log).not.toContain('canary')
  })

  it('is counted, apart from what is taken and what comes twice', async () => {
    const counted = async (): Promise<Record<string, number>> => {
      const metric = await product.container.resolve(metricsToken).registry.getSingleMetric('bookflow_webhook_in_total')?.get()
      return Object.fromEntries((metric?.values ?? []).map(({ labels, value }) => [labels['result'], value]))
    }
    const before = await counted()
    const [id, body] = [freshId(), bounce('re_counted')]
    await report(id, body)
    await report(id, body)
    await report(id, `${body} `, signed(id, `${body} `))
    await report(id, body, signed(id, body, newSigningSecret()))
    const after = await counted()
    expect(Object.keys(after).sort()).toEqual(['copy', 'differing_copy', 'signature_invalid', 'taken'])
    for (const [result, value] of Object.entries(after)) expect(value - (before[result] ?? 0), result).toBe(1)
  })

  it('of more than 256 kB is not even read; exactly 256 kB is', async () => {
    const wrap = (length: number) => `{"type":"x","pad":"${'p'.repeat(length - 21)}"}`
    expect([wrap(1_000).length, wrap(262_144).length]).toEqual([1_000, 262_144])
    const id = freshId()
    const large = wrap(262_145)
    const refused = await report(id, large, signed(id, large))
    expect([refused.status, statementsOf(refused)]).toEqual([413, 0])
    const fits = wrap(262_144)
    expect((await report(id, fits, signed(id, fits))).status).toBe(200)
  })

  it('has no way round by another content type', async () => {
    const body = bounce('re_x')
    const id = freshId()
    expect((await report(id, body, { ...signed(id, body), 'content-type': 'text/plain' })).status).toBe(415)
  })

  it('is everything while no secret is set', async () => {
    const bare = await createTestApp({ modules: ['webhooks'] })
    const body = bounce('re_x')
    for (const secret of [newSecret, `whsec_${Buffer.from('x').toString('base64')}`]) expect((await bare.anonymous.post(path, body, signed('m1', body, secret))).status).toBe(401)
    await bare.close()
  })
})

describe('INV-4: a copy', () => {
  it('a hundred at once have one effect, all answered 200', async () => {
    const outboxId = await mail('re_hundred')
    const id = freshId()
    const body = bounce('re_hundred')
    const answers = await Promise.all(Array.from({ length: 100 }, () => report(id, body)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 200))
    await product.drain()
    expect(await effects(outboxId)).toHaveLength(1)
    expect(await ledger(id)).toHaveLength(1)
  })

  it('after 29 days, with a fresh timestamp, has no effect', async () => {
    const outboxId = await mail('re_29')
    const id = freshId()
    await report(id, bounce('re_29'))
    await product.drain()
    await product.admin.query(`update webhook_events set received_at = received_at - interval '29 days', settled_at = settled_at - interval '29 days' where event_id = $1`, [id])
    const { run } = probePurge()
    await run()
    expect((await report(id, bounce('re_29'))).status).toBe(200)
    await product.drain()
    expect(await effects(outboxId)).toHaveLength(1)
  })

  it('with another body is answered 200, has no effect, is counted and raises an alert', async () => {
    const [first, second] = [await mail('re_first'), await mail('re_second')]
    const id = freshId()
    await report(id, bounce('re_first'))
    const [before] = await ledger(id)
    expect((await report(id, bounce('re_second'))).status).toBe(200)
    await product.drain()
    expect([(await effects(first)).length, (await effects(second)).length]).toEqual([1, 0])
    expect((await ledger(id))[0]).toMatchObject({ differing_copies: 1, body_sha256: before.body_sha256, provider_id: 're_first' })
    expect(log).toContain('under one id with different bodies')
    const { rows } = await product.admin.query(`select kind, user_id, detail from security_events where detail->>'event_id' = $1`, [id])
    expect(rows).toEqual([{ kind: 'webhooks.differing_copy', user_id: null, detail: { source: 'resend', event_id: id, body_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown } }])
    expect(log).not.toContain('canary-person')
  })

  it('of one whose connection was cut between ledger and commit finds nothing, and has the effect', async () => {
    const outboxId = await mail('re_cut')
    const id = freshId()
    const blocker = await product.admin.connect()
    await blocker.query('begin')
    await blocker.query('lock table account_outbox in access exclusive mode')
    const cut = report(id, bounce('re_cut'))
    const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'insert into account_outbox%'`
    const [{ pid }] = await eventually(async () => (await product.admin.query<{ pid: number }>(waiting)).rows as [{ pid: number }], (rows) => rows.length === 1)
    await blocker.query('select pg_terminate_backend($1)', [pid])
    expect((await cut).status).toBe(503)
    await blocker.query('rollback')
    blocker.release()
    expect(await ledger(id)).toEqual([])
    expect((await report(id, bounce('re_cut'))).status).toBe(200)
    await product.drain()
    expect(await effects(outboxId)).toHaveLength(1)
  })
})

function probePurge() {
  const schedules = product.kernel.modules.flatMap((module) => module.schedules?.(product.container) ?? [])
  const found = schedules.find(({ name }) => name === 'webhooks.purge')
  if (!found) throw new Error('The module has no purge.')
  return found
}
