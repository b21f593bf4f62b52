/** The only reader of the environment: every setting of BookFlow, documented where it is parsed. Wrong values are refused all at once, with the fix. */
import { isIP } from 'node:net'
import type { KernelConfig } from '#kernel/config'
import { connectionOf } from '#kernel/database/connection'
import { equalSecrets, SECRET_RECIPE, secretProblem } from './secrets.js'
import { SettingReader, type Environment } from './setting-reader.js'

/** Settings that hold secrets of BookFlow's own; `npm start` makes a value for each. */
export const SECRET_SETTINGS = ['BOOKFLOW_ACCESS_TOKEN_SECRETS', 'BOOKFLOW_PASSWORD_PEPPER', 'BOOKFLOW_MAIL_TOKEN_SECRET', 'BOOKFLOW_CURSOR_SECRET', 'BOOKFLOW_WEBHOOK_ENCRYPTION_SECRETS'] as const

/** Names with the prefix that mean something; the rest is refused. */
const KNOWN = [
  'BOOKFLOW_ENVIRONMENT', 'BOOKFLOW_PUBLIC_URL', 'BOOKFLOW_HOST', 'BOOKFLOW_TRUST_PROXY', 'BOOKFLOW_LOG_LEVEL', 'BOOKFLOW_POOL_SIZE',
  ...SECRET_SETTINGS, 'BOOKFLOW_WEBHOOK_ALLOW_CIDRS',
  'BOOKFLOW_RESEND_BASE_URL', 'BOOKFLOW_MAIL_FROM', 'BOOKFLOW_PASSWORD_COST', 'BOOKFLOW_RATE_LIMIT_PER_MINUTE', 'BOOKFLOW_AUTH_ATTEMPTS_PER_MINUTE',
  'BOOKFLOW_METRICS_TOKEN', 'BOOKFLOW_WORKER_METRICS_PORT', 'BOOKFLOW_INSTALLATION_OWNERS', 'BOOKFLOW_BACKUP_STATUS_FILE', 'BOOKFLOW_MODULES', 'BOOKFLOW_ADMIN_DATABASE_URL', 'BOOKFLOW_DATA_DIR', 'BOOKFLOW_CHROMIUM',
] as const

/** What the web and worker processes run with. @throws SettingsError naming every wrong setting */
export function readConfig(environment: Environment = process.env): KernelConfig {
  const reader = new SettingReader(environment)
  // production unless said otherwise: a forgotten setting must not make a server lenient.
  const mode = reader.choice('BOOKFLOW_ENVIRONMENT', 'production', ['production', 'development', 'test'])
  // The process type's port, set by most platforms for `web`; 0 lets the system choose.
  const port = reader.integer('PORT', 3000, { min: 0, max: 65_535 })
  const config: KernelConfig = {
    environment: mode,
    public_url: publicUrl(reader, mode, port),
    // The address `web` listens on. Everything in production, where a proxy stands in front; this machine only otherwise.
    host: reader.text('BOOKFLOW_HOST') ?? (mode === 'production' ? '0.0.0.0' : '127.0.0.1'),
    port,
    trust_proxy: trustProxy(reader),
    log_level: reader.choice('BOOKFLOW_LOG_LEVEL', mode === 'test' ? 'silent' : 'info', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    database: {
      // The application's role (bookflow_app).
      url: databaseUrl(reader, 'DATABASE_URL', 'It names the PostgreSQL 16 or later as the role bookflow_app: postgres://bookflow_app:...@host:5432/bookflow') ?? '',
      // The owner's role (bookflow_owner); only `npm run migrate` needs it, so leave it out of web and worker.
      migration_url: reader.text('MIGRATION_DATABASE_URL') === null ? null : databaseUrl(reader, 'MIGRATION_DATABASE_URL', ''),
      // Connections of this process. All processes together must leave ten of max_connections free.
      pool_size: reader.integer('BOOKFLOW_POOL_SIZE', 10, { min: 2, max: 200 }),
    },
    secrets: secrets(reader),
    mail: {
      resend_api_key: resendApiKey(reader, mode),
      // Another server that speaks Resend's API.
      resend_base_url: httpUrl(reader, 'BOOKFLOW_RESEND_BASE_URL'),
      // The sender, at a domain Resend has verified.
      from: mailFrom(reader),
      resend_webhook_secrets: resendWebhookSecrets(reader, mode),
    },
    egress: { allowed_networks: allowedNetworks(reader) },
    // bcrypt's cost; each step doubles the time of a login.
    password_cost: reader.integer('BOOKFLOW_PASSWORD_COST', 12, { min: mode === 'test' ? 4 : 12, max: 16 }),
    // Requests one client may make per minute before 429.
    rate_limit_per_minute: reader.integer('BOOKFLOW_RATE_LIMIT_PER_MINUTE', 600, { min: 1, max: 1_000_000 }),
    // Log-ins, sign-ups and resets one address may try per minute before 429.
    auth_attempts_per_minute: reader.integer('BOOKFLOW_AUTH_ATTEMPTS_PER_MINUTE', 20, { min: 1, max: 1_000_000 }),
    // The bearer with which another machine reads /metrics, at least 20 characters; without it only this machine does.
    ...metricsToken(reader),
    // Where a worker answers /metrics and /livez, on the host of `web`; several workers of one machine need a port each. Nowhere unless set.
    ...workerMetricsPort(reader),
    // Addresses of the people who run this installation, comma-separated: they may read GET /v1/system. Nobody unless set; an address without an account opens nothing.
    installation_owners: installationOwners(reader),
    // The file in which the backup notes when it was complete, as an instant on its first line: `date -u +%FT%TZ > file` after a backup that was checked.
    ...backupStatusFile(reader),
    // Further modules, by package name or by path from the working directory, comma-separated.
    external_modules: reader.list('BOOKFLOW_MODULES'),
  }
  reader.refuseUnknown('BOOKFLOW_', KNOWN)
  reader.finish()
  return config
}

/** What `npm run migrate` needs: no secrets. `adminUrl` (a role that may create roles) only for `--create-roles`. */
export function readReleaseConfig(environment: Environment = process.env): { url: string | null; migrationUrl: string | null; adminUrl: string | null; externalModules: string[] } {
  const reader = new SettingReader(environment)
  const optional = (name: string): string | null => (reader.text(name) === null ? null : databaseUrl(reader, name, ''))
  const config = {
    url: optional('DATABASE_URL'),
    migrationUrl: optional('MIGRATION_DATABASE_URL'),
    // An administrator of the cluster, connected to the database BookFlow will live in.
    adminUrl: optional('BOOKFLOW_ADMIN_DATABASE_URL'),
    externalModules: reader.list('BOOKFLOW_MODULES'),
  }
  reader.refuseUnknown('BOOKFLOW_', KNOWN)
  reader.finish()
  return config
}

/** What `npm start` decides by itself. */
export function readLauncherConfig(environment: Environment = process.env): { port: number; host: string; publicUrl: string | null; dataDir: string; databaseUrl: string | null; externalModules: string[]; sendsMail: boolean } {
  const reader = new SettingReader(environment)
  const config = {
    port: reader.integer('PORT', 3000, { min: 0, max: 65_535 }),
    // This machine only, unless said otherwise.
    host: reader.text('BOOKFLOW_HOST') ?? '127.0.0.1',
    publicUrl: reader.text('BOOKFLOW_PUBLIC_URL'),
    // Where `npm start` keeps its database and secrets.
    dataDir: reader.text('BOOKFLOW_DATA_DIR') ?? '.data',
    databaseUrl: reader.text('DATABASE_URL'),
    externalModules: reader.list('BOOKFLOW_MODULES'),
    // With a key mail leaves the machine, so no demo with its invented addresses is made.
    sendsMail: reader.text('RESEND_API_KEY') !== null,
  }
  reader.refuseUnknown('BOOKFLOW_', KNOWN)
  reader.finish()
  return config
}

function databaseUrl(reader: SettingReader, name: string, why: string): string | null {
  const value = why === '' ? reader.text(name) : reader.required(name, why)
  if (value) reader.parsed(name, value, connectionOf)
  return value
}

function metricsToken(reader: SettingReader): Pick<KernelConfig, 'metrics_token'> {
  const name = 'BOOKFLOW_METRICS_TOKEN'
  const value = reader.text(name)
  if (value === null) return {}
  if (!/^[\x21-\x7e]{20,}$/.test(value)) reader.problems.push(`${name} must be 20 or more characters without spaces. ${SECRET_RECIPE}`)
  return { metrics_token: value }
}

function workerMetricsPort(reader: SettingReader): Pick<KernelConfig, 'worker_metrics_port'> {
  const name = 'BOOKFLOW_WORKER_METRICS_PORT'
  return reader.text(name) === null ? {} : { worker_metrics_port: reader.integer(name, 0, { min: 1, max: 65_535 }) }
}

function installationOwners(reader: SettingReader): string[] {
  const name = 'BOOKFLOW_INSTALLATION_OWNERS'
  const owners = reader.list(name)
  for (const address of owners) if (!/^[^\s@,]+@[^\s@,]+$/.test(address)) reader.problems.push(`${name} names '${address}'. It takes e-mail addresses of accounts, comma-separated: ada@example.org,ben@example.org`)
  return owners.map((address) => address.toLowerCase())
}

function backupStatusFile(reader: SettingReader): Pick<KernelConfig, 'backup_status_file'> {
  const path = reader.text('BOOKFLOW_BACKUP_STATUS_FILE')
  return path === null ? {} : { backup_status_file: path }
}

/** The origin people type. Cookies that carry a session are Secure on https; on plain http they would be readable on the way. */
function publicUrl(reader: SettingReader, mode: KernelConfig['environment'], port: number): string {
  const name = 'BOOKFLOW_PUBLIC_URL'
  const value = mode === 'production' ? reader.required(name, 'It is the address people open, e.g. https://book.example.org') : (reader.text(name) ?? `http://localhost:${port}`)
  if (value === '') return value
  if (!URL.canParse(value) || !/^https?:\/\//.test(value)) {
    reader.problems.push(`${name} is '${value}'. It must be an origin like https://book.example.org`)
    return value
  }
  const url = new URL(value)
  if (url.pathname !== '/' || url.search || url.hash || url.username) reader.problems.push(`${name} is '${value}'. It must be an origin only: ${url.origin}`)
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost)$/.test(url.hostname)
  if (mode === 'production' && url.protocol === 'http:' && !loopback) {
    reader.problems.push(`${name} is '${value}': over plain http sessions can be stolen on the way. Put a proxy with TLS in front and say https://${url.host}`)
  }
  return url.origin
}

/** The addresses or networks of the proxies whose X-Forwarded-* are believed, comma-separated, e.g. `10.0.0.0/8,127.0.0.1`. */
function trustProxy(reader: SettingReader): false | string[] {
  const proxies = reader.list('BOOKFLOW_TRUST_PROXY')
  for (const proxy of proxies) {
    if (!isNetwork(proxy)) {
      reader.problems.push(`BOOKFLOW_TRUST_PROXY names '${proxy}'. It takes addresses or networks of proxies, e.g. 10.0.0.0/8,127.0.0.1; trusting everybody would let anybody choose the address they are counted under.`)
    }
  }
  return proxies.length > 0 ? proxies : false
}

/** Private networks that may receive webhooks, comma-separated, e.g. `10.1.0.0/16,127.0.0.1/32` for a receiver in the same data centre or on a developer's machine; plain http is allowed inside them only. */
function allowedNetworks(reader: SettingReader): string[] {
  const networks = reader.list('BOOKFLOW_WEBHOOK_ALLOW_CIDRS')
  for (const network of networks) {
    if (!isNetwork(network) || !network.includes('/')) reader.problems.push(`BOOKFLOW_WEBHOOK_ALLOW_CIDRS names '${network}'. It takes networks in CIDR notation, e.g. 10.1.0.0/16,127.0.0.1/32; every organisation's webhooks may reach them.`)
  }
  return networks
}

/** An address or a network smaller than everything. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (family === 4 ? 32 : 128))
  return family !== 0 && fits && rest.length === 0
}

/** The signing secrets Resend shows for the webhook to /v1/webhooks/inbound/resend, comma-separated: two while one is replaced. Bounces cannot be believed without. */
function resendWebhookSecrets(reader: SettingReader, mode: KernelConfig['environment']): string[] {
  const name = 'RESEND_WEBHOOK_SECRETS'
  const found = reader.list(name)
  for (const secret of found) {
    const bytes = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1]
    if (bytes === undefined || Buffer.from(bytes, 'base64').length < 24) reader.problems.push(`${name} holds something that is no signing secret. Copy it from Resend's webhook page: it begins with whsec_ and holds 24 bytes or more in base64.`)
  }
  if (mode === 'production' && found.length === 0 && reader.text('RESEND_API_KEY') !== null) {
    reader.problems.push(`RESEND_API_KEY is set and ${name} is not: nobody would hear of bounces and complaints. Add a webhook to /v1/webhooks/inbound/resend in Resend and copy its signing secret.`)
  }
  return found
}

/**
 * Resend's key. Without one mail is recorded in the database, links that open accounts included, and nothing leaves: in production that has to be said in so many
 * words, by MAIL_TRANSPORT=stub. `resend` is what a key means anyway.
 */
function resendApiKey(reader: SettingReader, mode: KernelConfig['environment']): string | null {
  const key = reader.text('RESEND_API_KEY')
  const transport = reader.text('MAIL_TRANSPORT')
  const said = transport === null ? null : reader.choice('MAIL_TRANSPORT', 'stub', ['stub', 'resend'])
  if (said === 'stub' && key !== null) reader.problems.push('MAIL_TRANSPORT is stub and RESEND_API_KEY is set: is mail to leave or not? Take one of them away.')
  if (said === 'resend' && key === null) reader.problems.push('MAIL_TRANSPORT is resend and RESEND_API_KEY is not set. Copy a key from https://resend.com/api-keys.')
  if (said === null && key === null && mode === 'production') {
    reader.problems.push('RESEND_API_KEY is not set: nobody would get any mail, and the links that open accounts would pile up in the database. Copy a key from https://resend.com/api-keys; to run without mail all the same, say MAIL_TRANSPORT=stub.')
  }
  return key
}

function secrets(reader: SettingReader): KernelConfig['secrets'] {
  // Signing keys of access tokens, comma-separated: the first signs, all verify. To rotate, put the new one in front and drop the old one after 15 minutes.
  const accessTokens = (reader.text('BOOKFLOW_ACCESS_TOKEN_SECRETS') ?? '').split(',').map((value) => value.trim())
  // Keys that encrypt the signing secrets of webhook endpoints, comma-separated: the first encrypts, all decrypt. Losing them means every endpoint needs a new secret.
  const encryption = (reader.text('BOOKFLOW_WEBHOOK_ENCRYPTION_SECRETS') ?? '').split(',').map((value) => value.trim())
  const named: [string, string][] = [
    ...accessTokens.map((value): [string, string] => ['BOOKFLOW_ACCESS_TOKEN_SECRETS', value]),
    // Mixed into every password before bcrypt. Losing it makes every password invalid; it cannot be rotated.
    ['BOOKFLOW_PASSWORD_PEPPER', reader.text('BOOKFLOW_PASSWORD_PEPPER') ?? ''],
    // Derives the single-use links in mail. Changing it voids the links that are under way.
    ['BOOKFLOW_MAIL_TOKEN_SECRET', reader.text('BOOKFLOW_MAIL_TOKEN_SECRET') ?? ''],
    // Signs page cursors. Changing it voids the cursors that are held.
    ['BOOKFLOW_CURSOR_SECRET', reader.text('BOOKFLOW_CURSOR_SECRET') ?? ''],
    ...encryption.map((value): [string, string] => ['BOOKFLOW_WEBHOOK_ENCRYPTION_SECRETS', value]),
  ]
  for (const [name, value] of named) {
    const problem = secretProblem(value)
    if (problem) reader.problems.push(`${name} ${problem}. ${SECRET_RECIPE}`)
  }
  for (const [name, other] of equalSecrets(named)) {
    reader.problems.push(name === other ? `${name} holds one key twice.` : `${name} and ${other} are equal: each purpose needs a secret of its own. ${SECRET_RECIPE}`)
  }
  const value = (wanted: string): string => named.find(([name]) => name === wanted)?.[1] ?? ''
  return {
    access_tokens: accessTokens,
    password_pepper: value('BOOKFLOW_PASSWORD_PEPPER'),
    mail_tokens: value('BOOKFLOW_MAIL_TOKEN_SECRET'),
    cursors: value('BOOKFLOW_CURSOR_SECRET'),
    webhook_encryption: encryption,
  }
}

function httpUrl(reader: SettingReader, name: string): string | null {
  const value = reader.text(name)
  if (value !== null && !(URL.canParse(value) && /^https?:\/\//.test(value))) reader.problems.push(`${name} is '${value}'. It must be a URL like https://api.example.org`)
  return value
}

function mailFrom(reader: SettingReader): string {
  const value = reader.text('BOOKFLOW_MAIL_FROM') ?? 'BookFlow <bookings@example.org>'
  if (!/^([^<>\r\n]+ )?<?[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+>?$/.test(value)) reader.problems.push(`BOOKFLOW_MAIL_FROM is '${value}'. It must be an address: BookFlow <bookings@your-domain.org>`)
  if (reader.text('RESEND_API_KEY') !== null && reader.text('BOOKFLOW_MAIL_FROM') === null) {
    reader.problems.push('RESEND_API_KEY is set and BOOKFLOW_MAIL_FROM is not. Name the sender, at a domain Resend has verified.')
  }
  return value
}
