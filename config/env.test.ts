import { describe, expect, it } from 'vitest'
import { readConfig, readLauncherConfig, readReleaseConfig } from './env.js'
import { newSecret, secretProblem } from './secrets.js'
import { SettingsError, type Environment } from './setting-reader.js'

const complete: Environment = {
  BOOKFLOW_PUBLIC_URL: 'https://book.example.org',
  DATABASE_URL: 'postgres://bookflow_app:pw@db.example.org:5433/bookflow',
  BOOKFLOW_ACCESS_TOKEN_SECRETS: newSecret(),
  BOOKFLOW_PASSWORD_PEPPER: newSecret(),
  BOOKFLOW_MAIL_TOKEN_SECRET: newSecret(),
  BOOKFLOW_CURSOR_SECRET: newSecret(),
  BOOKFLOW_WEBHOOK_ENCRYPTION_SECRETS: newSecret(),
  MAIL_TRANSPORT: 'stub',
}

/** Of the form Resend shows. */
const signing = `whsec_${Buffer.alloc(24, 7).toString('base64')}`

function problems(change: Environment): readonly string[] {
  try {
    readConfig({ ...complete, ...change })
  } catch (error) {
    if (error instanceof SettingsError) return error.problems
    throw error
  }
  return []
}

describe('readConfig', () => {
  it('takes the least a server needs, strict by default', () => {
    expect(readConfig(complete)).toMatchObject({
      environment: 'production',
      public_url: 'https://book.example.org',
      host: '0.0.0.0',
      port: 3000,
      trust_proxy: false,
      log_level: 'info',
      database: { url: complete['DATABASE_URL'], migration_url: null, pool_size: 10 },
      mail: { resend_api_key: null, resend_base_url: null, resend_webhook_secrets: [] },
      egress: { allowed_networks: [] },
      password_cost: 12,
      external_modules: [],
    })
  })

  it('listens on this machine only in development', () => {
    expect(readConfig({ ...complete, BOOKFLOW_ENVIRONMENT: 'development', BOOKFLOW_PUBLIC_URL: '', PORT: '4000' })).toMatchObject({ host: '127.0.0.1', public_url: 'http://localhost:4000' })
  })

  it('reads lists, several signing keys in their order, and a trailing slash away', () => {
    const keys = [newSecret(), newSecret()]
    const config = readConfig({
      ...complete,
      BOOKFLOW_PUBLIC_URL: 'https://book.example.org/',
      BOOKFLOW_ACCESS_TOKEN_SECRETS: keys.join(', '),
      BOOKFLOW_TRUST_PROXY: '10.0.0.0/8, ::1',
      BOOKFLOW_MODULES: './extras/waitlist.js,@acme/desks',
    })
    expect(config.secrets.access_tokens).toEqual(keys)
    expect(config.public_url).toBe('https://book.example.org')
    expect(config.trust_proxy).toEqual(['10.0.0.0/8', '::1'])
    expect(config.external_modules).toEqual(['./extras/waitlist.js', '@acme/desks'])
  })

  it('reads what webhooks need: keys in their order, networks, several callback secrets', () => {
    const keys = [newSecret(), newSecret()]
    const config = readConfig({ ...complete, BOOKFLOW_WEBHOOK_ENCRYPTION_SECRETS: keys.join(','), BOOKFLOW_WEBHOOK_ALLOW_CIDRS: '10.1.0.0/16, ::1/128', RESEND_WEBHOOK_SECRETS: `${signing}, whsec_${Buffer.alloc(32, 9).toString('base64')}` })
    expect(config.secrets.webhook_encryption).toEqual(keys)
    expect(config.egress.allowed_networks).toEqual(['10.1.0.0/16', '::1/128'])
    expect(config.mail.resend_webhook_secrets).toHaveLength(2)
  })

  it('names everything that is missing at once', () => {
    expect(() => readConfig({})).toThrow(SettingsError)
    try {
      readConfig({})
    } catch (error) {
      expect((error as SettingsError).problems.map((problem) => problem.split(' ')[0])).toEqual([
        'BOOKFLOW_PUBLIC_URL', 'DATABASE_URL', 'BOOKFLOW_ACCESS_TOKEN_SECRETS', 'BOOKFLOW_PASSWORD_PEPPER', 'BOOKFLOW_MAIL_TOKEN_SECRET', 'BOOKFLOW_CURSOR_SECRET', 'BOOKFLOW_WEBHOOK_ENCRYPTION_SECRETS', 'RESEND_API_KEY',
      ])
    }
  })

  it.each<[string, Environment, RegExp]>([
    ['a port that is none', { PORT: '70000' }, /^PORT is '70000'\. It must be a whole number from 0 to 65535/],
    ['a number with letters', { BOOKFLOW_POOL_SIZE: '10x' }, /^BOOKFLOW_POOL_SIZE is '10x'/],
    ['a misspelt choice', { BOOKFLOW_LOG_LEVEL: 'wran' }, /Did you mean 'warn'\?/],
    ['a misspelt name', { BOOKFLOW_PUBLC_URL: 'x' }, /^BOOKFLOW_PUBLC_URL is not a setting of BookFlow\. Did you mean BOOKFLOW_PUBLIC_URL\?/],
    ['a name with a word too few', { BOOKFLOW_RATE_LIMIT: '5' }, /Did you mean BOOKFLOW_RATE_LIMIT_PER_MINUTE\?/],
    ['a public address with a path', { BOOKFLOW_PUBLIC_URL: 'https://example.org/book' }, /an origin only: https:\/\/example\.org$/],
    ['a public address without a scheme', { BOOKFLOW_PUBLIC_URL: 'book.example.org' }, /must be an origin like/],
    ['plain http beyond this machine', { BOOKFLOW_PUBLIC_URL: 'http://book.example.org' }, /say https:\/\/book\.example\.org/],
    ['a database URL without a database', { DATABASE_URL: 'postgres://app@db.example.org' }, /^DATABASE_URL: .*no database/],
    ['a proxy list that trusts everybody', { BOOKFLOW_TRUST_PROXY: 'true' }, /names 'true'/],
    ['a network of all addresses', { BOOKFLOW_TRUST_PROXY: '0.0.0.0/0' }, /names '0\.0\.0\.0\/0'/],
    ['a weak password cost', { BOOKFLOW_PASSWORD_COST: '4' }, /from 12 to 16/],
    ['one secret for two purposes', { BOOKFLOW_CURSOR_SECRET: complete['BOOKFLOW_PASSWORD_PEPPER'] }, /^BOOKFLOW_PASSWORD_PEPPER and BOOKFLOW_CURSOR_SECRET are equal/],
    ['one signing key twice', { BOOKFLOW_ACCESS_TOKEN_SECRETS: [1, 1].map(() => 'Zk3vX9qLr7TgWb2nYc5mHd8sPf1jKa6eUo4iQx0z-_w').join(',') }, /holds one key twice/],
    ['a short secret', { BOOKFLOW_MAIL_TOKEN_SECRET: 'tooShort1234' }, /holds 9 bytes, 32 random ones are needed.*randomBytes\(32\)/],
    ['a placeholder', { BOOKFLOW_MAIL_TOKEN_SECRET: 'change-me-change-me-change-me-change-me-change-me' }, /looks like a placeholder/],
    ['a key without its sender', { MAIL_TRANSPORT: '', RESEND_API_KEY: 're_123', RESEND_WEBHOOK_SECRETS: signing }, /Name the sender/],
    ['no key, and no word that none is meant', { MAIL_TRANSPORT: '' }, /^RESEND_API_KEY is not set: nobody would get any mail.*MAIL_TRANSPORT=stub/],
    ['a key, and the word that none is meant', { RESEND_API_KEY: 're_123', RESEND_WEBHOOK_SECRETS: signing, BOOKFLOW_MAIL_FROM: 'a@example.org' }, /^MAIL_TRANSPORT is stub and RESEND_API_KEY is set/],
    ['a provider without a key', { MAIL_TRANSPORT: 'resend' }, /^MAIL_TRANSPORT is resend and RESEND_API_KEY is not set/],
    ['a transport nobody knows', { MAIL_TRANSPORT: 'stup' }, /Did you mean 'stub'/],
    ['a key without the secret of its callbacks', { MAIL_TRANSPORT: '', RESEND_API_KEY: 're_123', BOOKFLOW_MAIL_FROM: 'a@example.org' }, /^RESEND_API_KEY is set and RESEND_WEBHOOK_SECRETS is not/],
    ['a callback secret that is none', { RESEND_WEBHOOK_SECRETS: `${signing},re_123` }, /^RESEND_WEBHOOK_SECRETS holds something that is no signing secret/],
    ['an empty callback secret', { RESEND_WEBHOOK_SECRETS: 'whsec_' }, /no signing secret/],
    ['a private network that is everything', { BOOKFLOW_WEBHOOK_ALLOW_CIDRS: '10.0.0.0/8,0.0.0.0/0' }, /^BOOKFLOW_WEBHOOK_ALLOW_CIDRS names '0\.0\.0\.0\/0'/],
    ['a private address that is no network', { BOOKFLOW_WEBHOOK_ALLOW_CIDRS: '127.0.0.1' }, /CIDR notation/],
    ['one key for signing and encryption', { BOOKFLOW_WEBHOOK_ENCRYPTION_SECRETS: complete['BOOKFLOW_CURSOR_SECRET'] }, /^BOOKFLOW_CURSOR_SECRET and BOOKFLOW_WEBHOOK_ENCRYPTION_SECRETS are equal/],
    ['an installation owner that is no address', { BOOKFLOW_INSTALLATION_OWNERS: 'ada@example.org, ben' }, /^BOOKFLOW_INSTALLATION_OWNERS names 'ben'/],
    ['a short metrics bearer', { BOOKFLOW_METRICS_TOKEN: 'short' }, /^BOOKFLOW_METRICS_TOKEN must be 20 or more/],
    ['a sender that is none', { BOOKFLOW_MAIL_FROM: 'nobody' }, /^BOOKFLOW_MAIL_FROM is 'nobody'/],
  ])('refuses %s', (_, change, message) => {
    const found = problems(change)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(message)
  })

  it('never shows a secret it refuses', () => {
    const leaked = 'zx81-zx81-zx81'
    expect(problems({ BOOKFLOW_CURSOR_SECRET: leaked }).join()).not.toContain(leaked)
  })
})

describe('secretProblem', () => {
  it.each([newSecret(), 'ff00e1a2b3c4d5968778695a4b3c2d1e0f112233445566778899aabbccddeeff', 'correct horse battery staple, and then a good deal more'])('takes %s', (secret) => {
    expect(secretProblem(secret)).toBeNull()
  })
  it.each([
    ['', /empty/],
    ['   ', /empty/],
    ['a'.repeat(64), /not random/],
    ['abababab'.repeat(10), /not random/],
    ['0123456789abcdef', /8 bytes/],
  ])('refuses %j', (secret, message) => {
    expect(secretProblem(secret)).toMatch(message)
  })
})

describe('the other readers', () => {
  it('release needs no secrets and takes nothing for granted', () => {
    expect(readReleaseConfig({})).toEqual({ url: null, migrationUrl: null, adminUrl: null, externalModules: [] })
    expect(() => readReleaseConfig({ MIGRATION_DATABASE_URL: 'mysql://x' })).toThrow(/MIGRATION_DATABASE_URL: A database URL starts with postgres/)
  })
  it('the launcher chooses port and folder', () => {
    expect(readLauncherConfig({})).toEqual({ port: 3000, host: '127.0.0.1', publicUrl: null, dataDir: '.data', databaseUrl: null, externalModules: [], sendsMail: false })
    expect(() => readLauncherConfig({ PORT: 'http' })).toThrow(/PORT is 'http'/)
  })
})
