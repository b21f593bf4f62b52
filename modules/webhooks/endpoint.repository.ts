/** Endpoints in the database. Sealed secrets leave this file only by `secretsOf`, for the worker that signs. */
import { defineToken } from '#kernel/contract'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { DisabledReason, Endpoint } from './contract.js'

type Row = Endpoint & Record<string, unknown>

export interface EndpointChange {
  url?: string
  description?: string
  event_types?: readonly string[]
  resource_ids?: readonly string[]
  enabled?: boolean
  disabled_reason?: DisabledReason | null
  failing_since?: string | null
}

const columns = 'id, url, description, event_types, resource_ids, enabled, disabled_reason, failing_since, previous_secret_expires_at, version, created_at, updated_at'

/** Of the row at hand: secrets before the newest that still sign. */
const former = `select previous_secret_sealed as sealed, previous_secret_expires_at as expires_at where previous_secret_expires_at > now()
  union all select older ->> 'sealed', (older ->> 'expires_at')::timestamptz from jsonb_array_elements(older_secrets) as older where (older ->> 'expires_at')::timestamptz > now()`

export class EndpointRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Changes of the organisation's endpoints happen one after another, so that "does any listen?" has one answer. */
  async serialize(): Promise<void> {
    await this.query('select pg_advisory_xact_lock(hashtextextended($1::text, 17954))')
  }

  /** By id, oldest first. */
  list(filter: { enabled?: boolean }, after: string | null, limit: number): Promise<Endpoint[]> {
    return this.query(`select ${columns} from webhook_endpoints where org_id = $1 and ($2::boolean is null or enabled = $2) and ($3::uuid is null or id > $3) order by id limit $4`, [filter.enabled ?? null, after, limit])
  }

  async find(id: string): Promise<Endpoint | undefined> {
    return (await this.query(`select ${columns} from webhook_endpoints where org_id = $1 and id = $2`, [id]))[0]
  }

  /** Held until the transaction ends. */
  async lock(id: string): Promise<Endpoint | undefined> {
    return (await this.query(`select ${columns} from webhook_endpoints where org_id = $1 and id = $2 for update`, [id]))[0]
  }

  /** RFC 3339; null for one that is on. */
  async offSince(id: string): Promise<string | null> {
    const text = 'select off_since from webhook_endpoints where org_id = $1 and id = $2'
    return this.transactions.run(async (work) => (await work.query<{ off_since: string | null }>({ text, values: [currentTenant().org_id, id] }))[0]?.off_since ?? null)
  }

  enabled(): Promise<Endpoint[]> {
    return this.query(`select ${columns} from webhook_endpoints where org_id = $1 and enabled order by id`)
  }

  async count(): Promise<number> {
    return this.transactions.run(async (work) => (await work.query<{ n: number }>({ text: 'select count(*)::int as n from webhook_endpoints where org_id = $1', values: [currentTenant().org_id] }))[0]!.n)
  }

  async insert(id: string, row: { url: string; description: string; event_types: readonly string[]; resource_ids: readonly string[] }, secret: string): Promise<Endpoint> {
    const rows = await this.query(
      `insert into webhook_endpoints (org_id, id, url, description, event_types, resource_ids, secret_sealed) values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`,
      [id, row.url, row.description, row.event_types, row.resource_ids, secret],
    )
    return rows[0]!
  }

  /** Whoever calls it holds the row. Its version grows unless only its health changes. */
  async update(id: string, change: EndpointChange): Promise<Endpoint> {
    const names = Object.keys(change)
    const visible = names.some((name) => name !== 'failing_since')
    const since = change.enabled === undefined ? [] : [`off_since = ${change.enabled ? 'null' : 'now()'}`]
    const sets = [...names.map((name, index) => `${name} = $${index + 3}`), ...since, ...(visible ? ['version = version + 1', 'updated_at = now()'] : [])]
    const rows = await this.query(`update webhook_endpoints set ${sets.join(', ')} where org_id = $1 and id = $2 returning ${columns}`, [id, ...Object.values(change)])
    return rows[0]!
  }

  /** The new secret signs from now on, the one before beside it for `hours` more; those before that one as long as they were promised. */
  async rotate(id: string, secret: string, hours: number): Promise<Endpoint> {
    const rows = await this.query(
      `update webhook_endpoints set previous_secret_sealed = secret_sealed, previous_secret_expires_at = now() + make_interval(hours => $4), secret_sealed = $3, version = version + 1, updated_at = now(),
         older_secrets = (select coalesce(jsonb_agg(jsonb_build_object('sealed', sealed, 'expires_at', expires_at) order by expires_at desc), '[]') from (${former}) as f)
       where org_id = $1 and id = $2 returning ${columns}`,
      [id, secret, hours],
    )
    return rows[0]!
  }

  async delete(id: string): Promise<void> {
    await this.query('delete from webhook_endpoints where org_id = $1 and id = $2', [id])
  }

  /** The secrets that sign now, sealed, newest first; none for an endpoint that is not there. */
  async secretsOf(id: string): Promise<string[]> {
    const text = `select secret_sealed || array(select sealed from (${former}) as f order by expires_at desc) as sealed from webhook_endpoints where org_id = $1 and id = $2`
    return this.transactions.run(async (work) => (await work.query<{ sealed: string[] }>({ name: 'webhooks.secrets', text, values: [currentTenant().org_id, id] }))[0]?.sealed ?? [])
  }

  private query(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.transactions.run((work) => work.query<Row>({ text, values: [currentTenant().org_id, ...values] }))
  }
}

export const endpointRepositoryToken = defineToken<EndpointRepository>('webhooks.endpointRepository')
