/** The signature of the Standard Webhooks specification, sealing at rest, and who is believed. */
import { createHmac, randomBytes } from 'node:crypto'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { retryAfter } from './attempt.js'
import { verifiedId } from './inbound-signature.js'
import { Sealing } from './sealing.js'
import { newSigningSecret, signedHeaders } from './signature.js'

/** Published with the specification's reference libraries. */
const published = { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body: '{"test": 2432232314}', signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' }

describe('what goes out', () => {
  it('reproduces the published vector, under both families of names', async () => {
    const headers = await signedHeaders(published.id, new Date(published.timestamp * 1_000), published.body, [published.secret])
    expect(headers).toEqual({
      'webhook-id': published.id, 'webhook-timestamp': '1614265330', 'webhook-signature': published.signature,
      'svix-id': published.id, 'svix-timestamp': '1614265330', 'svix-signature': published.signature,
    })
  })

  it('is believed by a receiver with the old secret and by one with the new', async () => {
    const secrets = [newSigningSecret(), newSigningSecret()]
    const headers = await signedHeaders('id', new Date(), '{"ü":1}', secrets)
    for (const secret of secrets) expect(new StandardWebhook(secret).verify('{"ü":1}', headers)).toEqual({ ü: 1 })
    expect(() => new StandardWebhook(newSigningSecret()).verify('{"ü":1}', headers)).toThrow()
  })
})

describe('INV-19: a sealed secret', () => {
  const [a, b] = ['first key of the encryption, 32 bytes', 'second key of the encryption, 32 bytes']
  it('opens under the key that sealed it, wherever it stands in the list, and in its own place only', () => {
    const sealed = new Sealing([a]).seal('whsec_x', 'org/endpoint')
    expect(new Sealing([b, a]).open(sealed, 'org/endpoint')).toBe('whsec_x')
    expect(() => new Sealing([b]).open(sealed, 'org/endpoint')).toThrow(/BOOKFLOW_WEBHOOK_ENCRYPTION_SECRETS/)
    expect(() => new Sealing([a]).open(sealed, 'org/other')).toThrow()
    expect(sealed).not.toContain('whsec_x')
    expect(new Sealing([a]).seal('whsec_x', 'org/endpoint')).not.toBe(sealed)
  })

  it('does not open once a byte of it was changed', () => {
    const sealing = new Sealing([a])
    const parts = sealing.seal('whsec_x', 'p').split('.')
    for (const part of [1, 2, 3]) {
      const bytes = Buffer.from(parts[part]!, 'base64url')
      bytes[0]! ^= 1
      expect(() => sealing.open(parts.with(part, bytes.toString('base64url')).join('.'), 'p')).toThrow()
    }
    expect(() => sealing.open(parts.with(3, parts[3]!.slice(0, 6)).join('.'), 'p'), 'a shortened tag').toThrow()
    for (const odd of ['', 'v1', 'v1.a', 'v2.a.b.c', parts.slice(1).join('.')]) expect(() => sealing.open(odd, 'p')).toThrow()
  })
})

describe('INV-3: who is believed (W1)', () => {
  const secret = `whsec_${randomBytes(24).toString('base64')}`
  const now = 1_800_000_000_000
  const body = Buffer.from('{"type":"email.bounced","note":"\uFFFD ok"}')
  const sign = (id: string, timestamp: string, bytes: Buffer = body, key = secret) => `v1,${createHmac('sha256', Buffer.from(key.slice(6), 'base64')).update(`${id}.${timestamp}.`).update(bytes).digest('base64')}`
  const headers = (change: Record<string, string | undefined> = {}, id = 'msg_1', timestamp = '1800000000'): Record<string, string | undefined> => ({ 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': sign(id, timestamp), ...change })
  const believed = (given: Record<string, string | undefined>, bytes = body, secrets: readonly string[] = [secret]) => verifiedId(given, bytes, secrets, now)

  it('is whoever knows a secret, under either family of names, now or within five minutes', () => {
    expect(believed(headers())).toBe('msg_1')
    const { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': signature } = headers()
    expect(believed({ 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature })).toBe('msg_1')
    for (const at of ['1799999700', '1800000300']) expect(believed(headers({}, 'msg_1', at)), at).toBe('msg_1')
    const old = `whsec_${randomBytes(24).toString('base64')}`
    expect(believed(headers(), body, [old, secret])).toBe('msg_1')
    expect(believed(headers({ 'svix-signature': `${sign('msg_1', '1800000000', body, old)} v2,abc v1a,xyz ${sign('msg_1', '1800000000')}` }))).toBe('msg_1')
    expect(believed({ 'webhook-id': published.id, 'webhook-timestamp': '1614265330', 'webhook-signature': published.signature }, Buffer.from(published.body), [published.secret])).toBeNull()
    expect(verifiedId({ 'webhook-id': published.id, 'webhook-timestamp': '1614265330', 'webhook-signature': published.signature }, Buffer.from(published.body), [published.secret], 1_614_265_330_000)).toBe(published.id)
  })

  const good = sign('msg_1', '1800000000')
  it.each<[string, Record<string, string | undefined>]>([
    ['no headers', { 'svix-id': undefined, 'svix-timestamp': undefined, 'svix-signature': undefined }],
    ['no id', { 'svix-id': undefined }],
    ['no timestamp', { 'svix-timestamp': undefined }],
    ['no signature', { 'svix-signature': undefined }],
    ['an empty signature', { 'svix-signature': '' }],
    ['another secret', { 'svix-signature': sign('msg_1', '1800000000', body, newSigningSecret()) }],
    ['another id', { 'svix-id': 'msg_2' }],
    ['another timestamp', { 'svix-timestamp': '1800000001' }],
    ['301 s late', headers({}, 'msg_1', '1799999699')],
    ['301 s early', headers({}, 'msg_1', '1800000301')],
    ['a timestamp with letters', { 'svix-timestamp': '1800000000abc' }],
    ['a timestamp with letters, signed', headers({}, 'msg_1', '1800000000abc')],
    ['a timestamp in milliseconds', headers({}, 'msg_1', '1800000000000')],
    ['a timestamp with a sign', headers({}, 'msg_1', '+1800000000')],
    ['an id with a dot', headers({}, 'msg.1')],
    ['an id with a comma: two headers', headers({}, 'msg_1, msg_1')],
    ['an id longer than 64', headers({}, 'x'.repeat(65))],
    ['an upper-case version', { 'svix-signature': good.replace('v1', 'V1') }],
    ['another version', { 'svix-signature': good.replace('v1', 'v2') }],
    ['no version', { 'svix-signature': good.slice(3) }],
    ['base64url', { 'svix-signature': good.replaceAll('+', '-').replaceAll('/', '_').replace('=', '') }],
    ['a signature with a tail', { 'svix-signature': `${good}=` }],
    ['sixteen wrong ones before it', { 'svix-signature': `${Array.from({ length: 16 }, () => 'v1,AAAA').join(' ')} ${good}` }],
    ['ten thousand signatures', { 'svix-signature': `${Array.from({ length: 10_000 }, () => good).join(' ')}` }],
    ['an id of the other family', { 'svix-id': undefined, 'webhook-id': 'msg_1' }],
  ])('is not: %s', (_, change) => {
    expect(believed(headers(change))).toBeNull()
  })

  it('is nobody when no secret is set', () => {
    expect(believed(headers(), body, [])).toBeNull()
  })

  it('hangs on every byte of the body, those that are no UTF-8 included', () => {
    const given = headers()
    for (let index = 0; index < body.length; index += 1) {
      for (const bit of [1, 128]) {
        const changed = Buffer.from(body)
        changed[index]! ^= bit
        expect(believed(given, changed), `${index}`).toBeNull()
      }
    }
    // Read as text, a byte that is no UTF-8 is the same as the sign for one.
    const replacement = Buffer.from('\uFFFD')
    const broken = Buffer.concat([body.subarray(0, body.indexOf(replacement)), Buffer.from([0xff]), body.subarray(body.indexOf(replacement) + replacement.length)])
    expect(broken.toString('utf8')).toBe(body.toString('utf8'))
    expect(believed(given, broken)).toBeNull()
    expect(believed(given, Buffer.concat([body, Buffer.from(' ')]))).toBeNull()
    expect(believed(given, body.subarray(1))).toBeNull()
  })
})

describe('Retry-After', () => {
  const now = new Date('2026-11-23T10:00:00.000Z')
  it.each<[string | undefined, number | null]>([[undefined, null], ['0', 0], ['3600', 3_600], ['1000000000', 1e9], ['Mon, 23 Nov 2026 11:00:00 GMT', 3_600], ['Mon, 23 Nov 2026 09:00:00 GMT', 0], ['soon', null], ['-5', null], ['1e9', null]])('%s is %s s', (value, seconds) => {
    expect(retryAfter(value, now)).toBe(seconds)
  })
})
