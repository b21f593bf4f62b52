/** INV-19: a canary in every secret field, then a look into everything that is kept. */
import { createHash } from 'node:crypto'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { testConfig } from '#kernel/testing/settings'
import { createLogger } from '#kernel/logger'
import { freshAddress, mailTo } from './testing/mailbox.js'

const lines: string[] = []
const destination = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    lines.push(chunk.toString())
    done()
  },
})
let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['auth'], logger: createLogger({ ...testConfig(''), log_level: 'trace' }, destination) })
})
afterAll(() => product.close())

/** Every row of every table, as text; the stub mailbox holds what was mailed and is looked at apart. */
async function everythingKept(): Promise<Map<string, string>> {
  const { rows: tables } = await product.admin.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const kept = new Map<string, string>()
  for (const { name } of tables) {
    const { rows } = await product.admin.query<{ rows: string | null }>(`select string_agg(t::text, E'\\n') as rows from ${name} t`)
    kept.set(name, rows[0]!.rows ?? '')
  }
  return kept
}

it('INV-19: keeps no password and no token: not in logs, answers, the database, the outbox or its jobs', async () => {
  const { anonymous } = product
  const email = freshAddress()
  const secrets: string[] = ['canary-password-1', 'canary-password-2', 'canary-password-3', 'canary-wrong-guess', 'canary-wrong-link', 'canary-in-email-field@example.test']
  const answers: string[] = []
  const post = async (path: string, body: object, headers = {}) => {
    const answer = await anonymous.post(`/v1/auth/${path}`, body, headers)
    if (answer.status >= 400 || answer.status === 202) answers.push(answer.text)
    return answer
  }
  await post('sign-up', { email, password: 'canary-password-1', name: 'Mia', organization: { name: 'Lab', timezone: 'UTC' } })
  const verification = (await mailTo(product, email)).at(-1)!.token!
  const opened = await post('verification', { token: verification })
  await post('login', { email, password: 'canary-wrong-guess' })
  await post('login', { email: 'canary-in-email-field@example.test', password: 'canary-wrong-guess' })
  await post('login', { email, password: 'canary-wrong-guess', unknown: 'canary-wrong-guess' })
  await post('refresh', { refresh_token: 'canary-wrong-link' })
  await post('verification', { token: 'canary-wrong-link' })
  const signedIn = await post('login', { email, password: 'canary-password-1' })
  const refreshed = await post('refresh', { refresh_token: signedIn.body.refresh_token })
  const bearer = { authorization: `Bearer ${refreshed.body.access_token}` }
  await post('password', { current_password: 'canary-wrong-guess', new_password: 'canary-password-2' }, bearer)
  expect((await post('password', { current_password: 'canary-password-1', new_password: 'canary-password-2' }, bearer)).status).toBe(204)
  const made = await post('api-keys', { name: 'Robot', scopes: ['members:read'] }, bearer)
  const held = await anonymous.get('/v1/members', { authorization: `Bearer ${made.body.key}` })
  expect([made.status, held.status]).toEqual([201, 200])
  await anonymous.get('/v1/members', { authorization: `Bearer ${made.body.key.slice(0, -1)}` })
  await anonymous.get('/v1/members', { cookie: `bookflow_access=${made.body.key}` })
  await post('password-reset', { email })
  const reset = (await mailTo(product, email)).at(-1)!.token!
  expect((await post('password-reset/confirmation', { token: reset, password: 'canary-password-3' })).status).toBe(204)
  await product.drain()
  // The half of a mail token or refresh token that is no id is what makes it one.
  for (const { body } of [opened, signedIn, refreshed]) secrets.push(body.access_token.split('.')[2], body.refresh_token.split('.')[1])
  secrets.push(verification.split('.')[1]!, reset.split('.')[1]!)
  // Its ids may stand anywhere, what follows them nowhere.
  secrets.push(made.body.key.slice('bfk_'.length + 66, -1))

  const kept = await everythingKept()
  const mailbox = 'public.account_stub_mails'
  const links = [verification, reset].map((token) => token.split('.')[1]!)
  // The search finds what is there: addresses where they belong, hashes where tokens were, links in what was mailed.
  expect(kept.get('public.users')).toContain(email)
  expect(kept.get('public.refresh_tokens')).toContain(createHash('sha256').update(refreshed.body.refresh_token).digest('hex'))
  for (const link of links) expect(kept.get(mailbox)).toContain(link)
  expect(kept.size).toBeGreaterThanOrEqual(15)
  expect(lines.length).toBeGreaterThanOrEqual(20)
  for (const secret of secrets) {
    for (const [table, rows] of kept) {
      if (table === mailbox && links.includes(secret)) continue
      expect(rows.includes(secret), `${secret} in ${table}`).toBe(false)
    }
    expect(lines.filter((line) => line.includes(secret)), `${secret} in the logs`).toEqual([])
    expect(answers.filter((answer) => answer.includes(secret)), `${secret} in an answer`).toEqual([])
  }
})
