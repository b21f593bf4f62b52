import type { Static } from 'typebox'
import { defineToken, type Contract, type Permission } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import type { PageRequest } from '#kernel/http/page'
import { forbidden, invalid, notFound, stateConflict } from '#kernel/http/problems'
import { newId } from '#kernel/ids'
import { joined, say } from '#kernel/language'
import { didYouMean } from '#kernel/registry'
import { currentTenant, currentUserId, holds } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { Statement, UnitOfWork } from '#kernel/tenancy/unit-of-work'
import { auth, type ApiKey, type ApiKeyFilter, type ApiKeyScope, type CreateApiKeyBody, type CreatedApiKey } from '../contract.js'
import { makeKey, prefixOf } from './key-token.js'

type KeyRow = Omit<ApiKey, 'prefix'> & Record<string, unknown>

const day = 86_400_000
const usualLife = 90 * day
const longestLife = 365 * day

/** Live keys of one person in one organisation. */
const most = 50

const columns = `id, name, user_id, scopes, created_at, expires_at, last_used_at, revoked_at, revoked_by,
  case when revoked_at is not null then 'revoked' when expires_at <= now() then 'expired' else 'active' end as status`

const conditions = { active: 'revoked_at is null and expires_at > now()', expired: 'revoked_at is null and expires_at <= now()', revoked: 'revoked_at is not null' }

/** API keys of the people of an organisation: made, listed, revoked. */
export class ApiKeyService {
  private readonly grantable: ReadonlyMap<string, ApiKeyScope>

  /** @param contracts of the product's modules: their permissions are the scopes there are, except those over keys */
  constructor(
    private readonly transactions: Transactions,
    private readonly recorder: EventRecorder,
    contracts: readonly Contract[],
  ) {
    const scopes = contracts.filter(({ name }) => name !== auth.name).flatMap(({ name: module, permissions }) => Object.values<Permission>(permissions).map(({ name, description }) => ({ name, module, description })))
    this.grantable = new Map(scopes.map((scope) => [scope.name, scope]))
  }

  /** What the person asking may limit a key to, now. */
  scopes(): ApiKeyScope[] {
    const { permissions } = currentTenant()
    return [...this.grantable.values()].filter(({ name }) => permissions.has(name))
  }

  /** @returns the key, which is known to nobody afterwards @throws 403 for scopes the person does not hold, 409 with too many keys, 422 */
  async create({ name, scopes, expires_at }: Static<typeof CreateApiKeyBody>): Promise<CreatedApiKey> {
    this.assertGrantable(scopes)
    return this.transactions.run(async (work) => {
      const { org_id } = currentTenant()
      const ids = { id: newId(), org_id, user_id: currentUserId() }
      const until = endOf(expires_at, work.now)
      await this.assertRoom(work, ids.user_id)
      const { token, proof } = makeKey(ids)
      const [row] = await work.query<KeyRow>({
        text: `insert into api_keys (org_id, id, user_id, name, scopes, secret_hash, expires_at) values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`,
        values: [org_id, ids.id, ids.user_id, name, [...scopes].sort(), proof, until],
      })
      const key = keyOf(row!)
      this.recorder.emit(auth.events.api_key_created, {
        subject: { kind: 'api_key', id: key.id },
        data: { api_key_id: key.id, user_id: key.user_id, name, scopes: key.scopes, expires_at: key.expires_at },
        people: [key.user_id],
        changes: { scopes: { from: null, to: key.scopes }, expires_at: { from: null, to: key.expires_at } },
      })
      return { ...key, key: token }
    })
  }

  /** One's own; of everybody for who may. Newest first; up to `limit + 1`. */
  async list({ user_id, status }: ApiKeyFilter, { limit, after }: PageRequest): Promise<ApiKey[]> {
    const text = `select ${columns} from api_keys where org_id = $1 and ($2::uuid is null or user_id = $2) and ($3::uuid is null or user_id = $3)
      and ($4::uuid is null or id < $4)${status === undefined ? '' : ` and ${conditions[status]}`} order by id desc limit $5`
    return this.transactions.run(async (work) => (await work.query<KeyRow>({ text, values: [currentTenant().org_id, this.reach(), user_id ?? null, after?.[0] ?? null, limit + 1] })).map(keyOf))
  }

  /** @throws 404, the same for somebody else's key as for one that never was */
  async get(id: string): Promise<ApiKey> {
    return this.transactions.run(async (work) => this.found(work, id, ''))
  }

  /** From the commit on the key opens nothing. One that is revoked already stays as it is. @throws 404 */
  async revoke(id: string): Promise<ApiKey> {
    return this.transactions.run(async (work) => {
      const key = await this.found(work, id, 'for update')
      return key.status === 'revoked' ? key : (await this.end(work, [id], currentUserId()))[0]!
    })
  }

  /** How many of a person's keys work in the organisation. */
  async live(userId: string): Promise<number> {
    return this.transactions.run(async (work) => (await work.query<{ live: number }>(countLive(currentTenant().org_id, userId)))[0]!.live)
  }

  /** When a person leaves the organisation, or trusts no key any more; in its open unit of work. @returns how many ended */
  async revokeAll(userId: string): Promise<number> {
    return this.transactions.run(async (work) => {
      const rows = await work.query<{ id: string }>({
        text: `select id from api_keys where org_id = $1 and user_id = $2 and ${conditions.active} order by id for update`,
        values: [currentTenant().org_id, userId],
      })
      if (rows.length > 0) await this.end(work, rows.map(({ id }) => id), null)
      return rows.length
    })
  }

  private async end(work: UnitOfWork, ids: readonly string[], by: string | null): Promise<ApiKey[]> {
    const rows = await work.query<KeyRow>({
      text: `update api_keys set revoked_at = now(), revoked_by = $3 where org_id = $1 and id = any($2::uuid[]) returning ${columns}`,
      values: [currentTenant().org_id, ids, by],
    })
    for (const { id, user_id } of rows) {
      this.recorder.emit(auth.events.api_key_revoked, { subject: { kind: 'api_key', id }, data: { api_key_id: id, user_id }, people: [user_id], changes: { status: { from: 'active', to: 'revoked' } } })
    }
    return rows.map(keyOf)
  }

  private async found(work: UnitOfWork, id: string, lock: '' | 'for update'): Promise<ApiKey> {
    const [row] = await work.query<KeyRow>({
      text: `select ${columns} from api_keys where org_id = $1 and id = $2 and ($3::uuid is null or user_id = $3) ${lock}`,
      values: [currentTenant().org_id, id, this.reach()],
    })
    if (!row) throw notFound('API key')
    return keyOf(row)
  }

  /** @returns whose keys the person asking is limited to; null for everybody's */
  private reach(): string | null {
    return holds(auth.permissions.manageKeys) ? null : currentUserId()
  }

  private assertGrantable(scopes: readonly string[]): void {
    const known = [...this.grantable.keys()]
    const unknown = scopes.flatMap((scope, index) => {
      if (this.grantable.has(scope)) return []
      const near = didYouMean(scope, known)
      return [{ pointer: `/scopes/${index}`, detail: joined([say`There is no scope of this name.`, near ? say`Did you mean '${near}'?` : say`GET /v1/auth/api-key-scopes lists them.`]) }]
    })
    if (unknown.length > 0) throw invalid(...unknown)
    const beyond = scopes.filter((scope) => !currentTenant().permissions.has(scope))
    if (beyond.length > 0) throw forbidden(say`A key can do no more than its owner, and you do not hold ${beyond.map((scope) => `'${scope}'`).join(', ')} here.`)
  }

  private async assertRoom(work: UnitOfWork, userId: string): Promise<void> {
    const { org_id } = currentTenant()
    await work.query({ text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`, values: [`api keys\n${org_id}\n${userId}`] })
    const [row] = await work.query<{ live: number }>(countLive(org_id, userId))
    if (row!.live >= most) throw stateConflict(say`You have ${most} API keys that work already. Revoke one that is not needed any more.`)
  }
}

function countLive(orgId: string, userId: string): Statement {
  return { text: `select count(*)::int as live from api_keys where org_id = $1 and user_id = $2 and ${conditions.active}`, values: [orgId, userId] }
}

function endOf(wanted: string | undefined, now: Date): string {
  if (wanted === undefined) return new Date(now.getTime() + usualLife).toISOString()
  const end = new Date(wanted).getTime()
  if (end <= now.getTime()) throw invalid({ pointer: '/expires_at', detail: say`Must lie in the future.` })
  if (end > now.getTime() + longestLife) throw invalid({ pointer: '/expires_at', detail: say`Must lie within a year: a key that nobody renews is a key nobody knows of.` })
  return new Date(end).toISOString()
}

function keyOf(row: KeyRow): ApiKey {
  return { ...row, prefix: prefixOf(row.id) }
}

export const apiKeyServiceToken = defineToken<ApiKeyService>('auth.apiKeys')
