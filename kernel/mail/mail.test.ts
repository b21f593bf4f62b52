import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { JobCancelled, JobSnoozed } from '../events/outbox.js'
import { freshKernel, type FreshKernel } from '../testing/fresh-kernel.js'
import { newId } from '../ids.js'
import { wakeUpToken } from '../events/wake-up.js'
import { AccountMail, presentedTokenHash } from './account-mail.js'
import { checkMail, type Mail } from './mail.js'
import { ResendTransport } from './resend.js'
import { StubTransport } from './stub.js'

const mail: Mail = { to: 'ada@example.test', subject: 'Grüße', text: 'Hello', html: '<p>Hello</p>', attachments: [{ filename: 'a.ics', content_type: 'text/calendar', content: 'BEGIN:VCALENDAR' }] }

let kernel: FreshKernel
let process: Awaited<ReturnType<FreshKernel['process']>>

beforeAll(async () => {
  kernel = await freshKernel()
  process = await kernel.process()
})
afterAll(() => kernel.close())

describe('header injection', () => {
  const broken: [string, Partial<Mail>][] = [
    ['to', { to: 'a@b.test\r\nbcc: all@b.test' }],
    ['to', { to: 'a@b.test, c@d.test' }],
    ['to', { to: 'nobody' }],
    ['subject', { subject: 'Hi\nX-Evil: 1' }],
    ['subject', { subject: 'Hi\u0000' }],
    ['filename', { attachments: [{ filename: 'a\r\n.ics', content_type: 'text/calendar', content: '' }] }],
    ['content_type', { attachments: [{ filename: 'a.ics', content_type: 'text/calendar\nX: 1', content: '' }] }],
  ]
  test.each(broken)('%s is refused for good, by name: %j', (field, part) => {
    expect(() => checkMail({ ...mail, ...part })).toThrow(JobCancelled)
    expect(() => checkMail({ ...mail, ...part })).toThrow(field)
  })

  test('an ordinary mail passes', () => expect(() => checkMail(mail)).not.toThrow())
})

describe('Resend', () => {
  const requests: { headers: IncomingHttpHeaders; url: string; body: Record<string, unknown> }[] = []
  let reply: { status: number; headers?: Record<string, string>; body: unknown }
  let server: Server
  let transport: ResendTransport

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        requests.push({ headers: request.headers, url: request.url!, body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown> })
        response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    transport = new ResendTransport({ api_key: 're_test', base_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, from: 'BookFlow <no-reply@bookflow.test>' })
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))
  beforeEach(() => {
    requests.length = 0
    reply = { status: 200, body: { id: 'provider-1' } }
  })

  const failed = () => transport.send(mail, newId()).then(() => null, (error: unknown) => error as Error)

  test('sends the mail once with the row id as idempotency key', async () => {
    const key = newId()
    expect(await transport.send(mail, key)).toEqual({ provider_id: 'provider-1' })
    expect(requests).toHaveLength(1)
    expect(requests[0]).toMatchObject({
      url: '/emails',
      headers: { 'idempotency-key': key, authorization: 'Bearer re_test' },
      body: { from: 'BookFlow <no-reply@bookflow.test>', to: 'ada@example.test', subject: 'Grüße', text: 'Hello', html: '<p>Hello</p>', headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } },
    })
    const [attachment] = requests[0]!.body['attachments'] as { filename: string; content: string; content_type: string }[]
    expect(attachment).toMatchObject({ filename: 'a.ics', content_type: 'text/calendar' })
    expect(Buffer.from(attachment!.content, 'base64').toString()).toBe('BEGIN:VCALENDAR')
  })

  test.each([
    ['90', 90],
    [null, 30],
    ['a date', 120],
    ['soon', 30],
  ])('429 with Retry-After %j snoozes without counting', async (said, seconds) => {
    const header = said === 'a date' ? new Date(Date.now() + 120_000).toUTCString() : said
    reply = { status: 429, headers: header === null ? {} : { 'retry-after': header }, body: { statusCode: 429, name: 'rate_limit_exceeded', message: 'Too many requests' } }
    const error = await failed()
    expect(error).toBeInstanceOf(JobSnoozed)
    expect(Math.abs((error as JobSnoozed).seconds - seconds)).toBeLessThanOrEqual(2)
    expect(requests).toHaveLength(1)
  })

  test('the same key in other words counts as sent: what was written before a crash has left', async () => {
    reply = { status: 409, body: { statusCode: 409, name: 'invalid_idempotent_request', message: 'other payload' } }
    expect(await transport.send(mail, 'row-1')).toEqual({ provider_id: 'sent-before:row-1' })
  })

  test('the same key still in flight snoozes', async () => {
    reply = { status: 409, body: { statusCode: 409, name: 'concurrent_idempotent_requests', message: 'in progress' } }
    expect(await failed()).toBeInstanceOf(JobSnoozed)
  })

  test.each([
    [422, { statusCode: 422, name: 'validation_error', message: 'Invalid `to`' }, /validation_error \(422\): Invalid/],
    [500, { statusCode: 500, name: 'internal_server_error', message: 'Oops' }, /internal_server_error \(500\)/],
    [502, '<html>', /application_error \(502\)/],
    [503, { error: 'overloaded' }, /no error name \(no status\): no message/],
  ])('%i is thrown, so that the queue tries again', async (status, body, message) => {
    reply = { status, body }
    const error = await failed()
    expect(error).not.toBeInstanceOf(JobSnoozed)
    expect(String(error)).toMatch(message)
  })

  test('a provider that does not answer is given up, so that the queue tries again', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const waiting = new ResendTransport({ api_key: 're_test', base_url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`, from: 'a@b.test', longest: 50 })
    await expect(waiting.send(mail, newId())).rejects.toThrow('no answer within 0.05 s')
    silent.closeAllConnections()
    await new Promise((resolve) => silent.close(resolve))
  })

  test('nobody there is thrown, and the key stands in no message', async () => {
    const away = new ResendTransport({ api_key: 're_secret', base_url: 'http://127.0.0.1:1', from: 'a@b.test' })
    const error = await away.send(mail, newId()).then(() => null, (reason: unknown) => reason as Error)
    expect(error).toBeInstanceOf(Error)
    expect(String(error)).not.toContain('re_secret')
  })
})

describe('stub', () => {
  test('keeps a mail once per key, in its organisation only', async () => {
    const [stub, org, other, key] = [new StubTransport(process.transactions), newId(), newId(), newId()]
    expect(await stub.send(mail, key, org)).toEqual(await stub.send({ ...mail, subject: 'again' }, key, org))
    const read = (asOrg: string) => process.transactions.asSystem(asOrg, 'test', (work) => work.query({ text: 'select outbox_id, recipient, subject, text, html, attachments from stub_mails' }))
    expect(await read(org)).toEqual([{ outbox_id: key, recipient: mail.to, subject: mail.subject, text: mail.text, html: mail.html, attachments: mail.attachments }])
    expect(await read(other)).toEqual([])
  })

  test('account mail stands in a table of no organisation', async () => {
    const [stub, key] = [new StubTransport(process.transactions), newId()]
    await stub.send(mail, key, null)
    await stub.send(mail, key, null)
    expect(await kernel.sql('select recipient from account_stub_mails where outbox_id = $1', [key])).toEqual([{ recipient: mail.to }])
    expect(await kernel.sql('select 1 from stub_mails where outbox_id = $1', [key])).toEqual([])
  })
})

describe('account mail', () => {
  const accountMail = (secret = 'a secret of thirty-two bytes or more') => new AccountMail(process.transactions, process.container.resolve(wakeUpToken), secret)

  test('is written with the transaction that makes it necessary, or not at all', async () => {
    const message = { channel: 'auth.mail', payload: { token_id: newId() } }
    await expect(
      process.transactions.asSystem(newId(), 'test', async () => {
        await accountMail().send(message)
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await kernel.sql('select 1 from account_outbox')).toEqual([])
    const id = await process.transactions.asSystem(newId(), 'test', () => accountMail().send(message))
    expect(await kernel.sql('select id, channel, payload, status, attempts from account_outbox')).toEqual([{ id, ...message, status: 'pending', attempts: 0 }])
  })

  test('the worker derives the very token whose hash was stored; nothing stored is the token', () => {
    const { token_id, token_hash } = accountMail().issue('auth.reset')
    const token = accountMail().derive(token_id, 'auth.reset')
    expect(presentedTokenHash(token)).toBe(token_hash)
    expect(token).toMatch(/^[0-9a-f-]{36}\.[A-Za-z0-9_-]{43}$/)
    expect(token_hash).not.toContain(token)
  })

  test('another purpose, id or secret gives another token', () => {
    const { token_id, token_hash } = accountMail().issue('auth.reset')
    const others = [accountMail().derive(token_id, 'auth.verify'), accountMail().derive(newId(), 'auth.reset'), accountMail('another secret, also of 32 bytes').derive(token_id, 'auth.reset')]
    for (const other of others) expect(presentedTokenHash(other)).not.toBe(token_hash)
  })

  test.each(['', 'x', newId(), `${newId()}.short`, `${newId()}.${'a'.repeat(43)}.more`, `${newId()}.${'!'.repeat(43)}`])('what cannot be a token is not looked up: %s', (text) => {
    expect(presentedTokenHash(text)).toBeNull()
  })
})
