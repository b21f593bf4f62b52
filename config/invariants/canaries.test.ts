/**
 * INV-19 over the whole API: a canary in everything that is a secret, by its name in the OpenAPI document, in headers and in URLs, and every secret the
 * product shows once; then a look into logs, tables, messages, jobs, streams, metrics and refusals.
 */
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { afterEach, expect, it } from 'vitest'
import { createFurnishable, furnish, signedIn, type Furnished } from '#config/testing/furnished-org'
import { requestOf } from '#config/testing/isolation-requests'
import type { TestProduct } from '#config/testing/product'
import { testConfig } from '#kernel/testing/settings'
import { createLogger } from '#kernel/logger'
import { nameOf, operationsOf, type Operation, type Schema } from '#kernel/testing/openapi-document'
import { StreamReader } from '#modules/sse/testing/stream-reader'

let product: TestProduct
afterEach(() => product.close())

const secretName = /password|token|secret|key$/i
/** Of these the log, the database and everybody may know: they name a secret and are none. */
const names = new Set(['key_id', 'idempotency-key'])

/** The request with a canary in every text whose name says that it is a secret; null when it has none. */
function withCanaries(operation: Operation, body: unknown, canary: (place: string) => string): unknown {
  const properties = (operation.body?.['properties'] ?? {}) as Record<string, Schema>
  const secret = Object.keys(properties).filter((name) => secretName.test(name) && !names.has(name) && [properties[name]?.['type']].flat().includes('string'))
  if (secret.length === 0) return null
  return { ...(body as object), ...Object.fromEntries(secret.map((name) => [name, canary(`${nameOf(operation)} ${name}`)])) }
}

async function everythingKept(): Promise<Map<string, string>> {
  const { rows: tables } = await product.admin.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`)
  const kept = new Map<string, string>()
  for (const { name } of tables) {
    const { rows } = await product.admin.query<{ rows: string | null }>(`select string_agg(t::text, E'\\n') as rows from ${name} t`)
    kept.set(name, rows[0]!.rows ?? '')
  }
  return kept
}

/** Tokens and secrets the product itself gives out, each shown in this one answer. */
async function shown({ org, admin }: Furnished): Promise<string[]> {
  const asOwner = product.as(await signedIn(product, org.owner, org))
  const endpoint = await asOwner.post('/v1/webhooks/endpoints', { url: 'http://127.0.0.1:9/canary', event_types: ['orgs.updated'] })
  const rotated = await asOwner.post(`/v1/webhooks/endpoints/${endpoint.body.id}/secret-rotation`, undefined, { 'if-match': '*' })
  const key = await product.as(admin).post('/v1/auth/api-keys', { name: 'Canary', scopes: ['bookings:read'] })
  expect([endpoint.status, key.status], `${endpoint.text} ${key.text}`).toEqual([201, 201])
  const signing = JSON.stringify([endpoint.body, rotated.body]).match(/whsec_[A-Za-z0-9+/=]+/g) ?? []
  const whole = String(key.body.key)
  // The end of a key is what makes it one; what comes before may be shown as its hint.
  const found = [...signing, whole, whole.slice(-32)]
  expect(found.map((text) => text.length >= 32)).toEqual([true, true, true, true])
  const raw = signing.map((text) => Buffer.from(text.slice(6), 'base64'))
  // Also as bytes and as hex, which is how bytea is printed.
  return [...found, ...found.map((text) => Buffer.from(text).toString('base64url')), ...raw.flatMap((bytes) => [bytes.toString('hex'), bytes.toString('base64url')])]
}

it('INV-19: what is secret is in no log, table, message, job, stream, metric or refusal', async () => {
  const lines: string[] = []
  const destination = new Writable({ write: (chunk: Buffer, _encoding, done) => (lines.push(chunk.toString()), done()) })
  product = await createFurnishable({ logger: createLogger({ ...testConfig(''), log_level: 'trace' }, destination) })
  await product.app.listen({ host: '127.0.0.1', port: 0 })
  const base = `http://127.0.0.1:${(product.app.server.address() as AddressInfo).port}`
  const furnished = await furnish(product)
  const { org } = furnished
  const reader = await StreamReader.open(product.app, (await signedIn(product, org.owner, org)).token)
  await reader.next(({ event }) => event === 'ready' || event === 'message')

  const canaries: string[] = []
  const canary = (place: string) => {
    const made = `canary${String(canaries.length).padStart(4, '0')}${place.replaceAll(/[^a-z]/gi, '').slice(0, 20)}`
    canaries.push(made)
    return made
  }
  const refused: string[] = []
  const places: string[] = []
  let caller = await signedIn(product, org.owner, org)
  let ended = false
  for (const operation of operationsOf(product.app)) {
    // Those of auth may end the session; a new one for each of all would end the stream's, which is among the oldest of fifty.
    const ends = operation.path.includes('/auth/')
    if (ends || ended) caller = await signedIn(product, org.owner, org)
    ended = ends
    const { path, body, headers } = requestOf(operation, furnished, caller)
    const note = ({ status, text }: { status: number; text: string }) => void (status >= 400 && refused.push(text))
    const secretBody = withCanaries(operation, body, canary)
    if (secretBody !== null) {
      places.push(nameOf(operation))
      note(await product.as(caller).send(operation.method, path, secretBody, headers))
      // Unreadable and unknown beside it: the parts of a body that a refusal might quote.
      note(await product.as(caller).send(operation.method, path, `${JSON.stringify(secretBody).slice(0, -1)},`, headers))
      note(await product.as(caller).send(operation.method, path, { ...(secretBody as object), surprise: canary('surprise') }, headers))
    }
    if (operation.responses['200']?.content?.['text/event-stream']) continue
    const credentials: Record<string, string>[] = [{ authorization: `Bearer ${canary('bearer')}` }, { cookie: `bookflow_access=${canary('cookie')}; bookflow_refresh=${canary('refresh')}`, origin: 'http://localhost:3000' }]
    for (const header of credentials) {
      note(await product.anonymous.send(operation.method, path, operation.method === 'GET' ? undefined : body, { ...headers, ...header }))
    }
    const query = `${path}${path.includes('?') ? '&' : '?'}access_token=${canary('query')}`
    note(await product.as(caller).send(operation.method, query, operation.method === 'GET' ? undefined : body, headers))
  }
  const secrets = [...canaries, ...(await shown(furnished))]
  await product.drain()
  const metrics = await (await fetch(`${base}/metrics`)).text()
  reader.close()

  const kept = await everythingKept()
  for (const mailbox of ['public.stub_mails', 'public.account_stub_mails']) kept.delete(mailbox)
  expect(places.length).toBeGreaterThanOrEqual(6)
  expect(secrets.length).toBeGreaterThanOrEqual(300)
  expect([kept.size >= 35, lines.length >= 500, refused.length >= 300, metrics.includes('bookflow_')]).toEqual([true, true, true, true])
  // The search finds what is there.
  expect(kept.get('public.users')).toContain(org.owner.email)
  const searched: [string, string][] = [...kept, ['the logs', lines.join('')], ['a refusal', refused.join('\n')], ['the metrics', metrics], ['the stream', JSON.stringify(reader.frames)]]
  const found = searched.flatMap(([where, text]) => secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${where}: ...${text.slice(Math.max(0, text.indexOf(secret) - 120), text.indexOf(secret) + 60)}`))
  expect(found.slice(0, 10)).toEqual([])
})
