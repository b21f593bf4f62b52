import { defineToken } from '#kernel/contract'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { PageRequest } from '#kernel/http/page'
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js'
import type { Resource } from './contract.js'
import { ResourceEntity } from './resource.entity.js'
import type { ResourceFilter } from './resource.schemas.js'

/** Columns a caller may set; the rest follows. */
export type ResourceValues = Omit<Resource, 'id' | 'type' | 'owner_ids' | 'version' | 'created_at' | 'updated_at'>

export interface SearchFilter {
  ids?: readonly string[]
  type_id?: string
  min_seats?: number
  attributes?: Readonly<Record<string, unknown>>
}

const selected = `
  select r.id, r.name, r.type_id, t.name as type, r.description, r.location, r.timezone, r.units, r.seats, r.shows_titles, r.opening_hours, r.exceptions,
    r.buffer_before_minutes, r.buffer_after_minutes, r.min_notice_minutes, r.horizon_days, r.min_duration_minutes, r.max_duration_minutes, r.attributes,
    array(select o.user_id::text from resource_owners o where o.org_id = r.org_id and o.resource_id = r.id order by o.user_id) as owner_ids,
    r.archived_at, r.version, r.created_at, r.updated_at
  from resources r left join resource_types t on t.org_id = r.org_id and t.id = r.type_id
  where r.org_id = $1`

export class ResourceRepository {
  constructor(private readonly transactions: Transactions) {}

  async find(id: string): Promise<Resource | null> {
    return this.one('resources.find', `${selected} and r.id = $2`, id)
  }

  /** Shared: bookings go on side by side, archiving and changing wait. */
  async findForShare(id: string): Promise<Resource | null> {
    return this.one('resources.find_for_share', `${selected} and r.id = $2 for share of r`, id)
  }

  /** Alone: waits for bookings under way and holds later ones off until the commit. */
  async findForUpdate(id: string): Promise<Resource | null> {
    return this.one('resources.find_for_update', `${selected} and r.id = $2 for no key update of r`, id)
  }

  async byIds(ids: readonly string[]): Promise<Resource[]> {
    return this.query('resources.by_ids', `${selected} and r.id = any ($2::uuid[])`, [ids])
  }

  async everyOne(): Promise<Resource[]> {
    return this.query('resources.every_one', `${selected} order by r.name, r.id`, [])
  }

  async showingTitles(ids: readonly string[]): Promise<string[]> {
    const rows = await this.transactions.run((work) =>
      work.query<{ id: string }>({ name: 'resources.showing_titles', text: 'select r.id from resources r where r.org_id = $1 and r.id = any ($2::uuid[]) and r.shows_titles', values: [currentTenant().org_id, ids] }),
    )
    return rows.map(({ id }) => id)
  }

  async search({ ids, type_id, min_seats, attributes }: SearchFilter): Promise<Resource[]> {
    const text = `${selected} and r.archived_at is null
      and ($2::uuid[] is null or r.id = any ($2)) and ($3::uuid is null or r.type_id = $3) and ($4::int is null or r.seats >= $4) and ${holdsAttributes('$5')}
      order by r.name, r.id limit 500`
    return this.query('resources.search', text, [ids ?? null, type_id ?? null, min_seats ?? null, JSON.stringify(attributes ?? {})])
  }

  /** Ordered by name; `limit + 1` rows. */
  async list({ q, type_id, min_seats, owner_id, archived, attributes }: ResourceFilter, { limit, after }: PageRequest): Promise<Resource[]> {
    const text = `${selected} and (r.archived_at is not null) = $2
      and ($3::text is null or r.name ilike $3 or r.location ilike $3 or r.description ilike $3)
      and ($4::uuid is null or r.type_id = $4) and ($5::int is null or r.seats >= $5)
      and ($6::uuid is null or exists (select from resource_owners o where o.org_id = $1 and o.resource_id = r.id and o.user_id = $6))
      and ${holdsAttributes('$7')} and ($8::text is null or (r.name, r.id) > ($8, $9::uuid))
      order by r.name, r.id limit $10`
    const pattern = q === undefined ? null : `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`
    const wanted = Object.fromEntries((attributes ?? []).map((pair) => [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)]))
    return this.query('resources.list', text, [archived ?? false, pattern, type_id ?? null, min_seats ?? null, owner_id ?? null, JSON.stringify(wanted), after?.[0] ?? null, after?.[1] ?? null, limit + 1])
  }

  async insert(id: string, values: ResourceValues): Promise<void> {
    await this.transactions.run(({ manager }) => manager.insert(ResourceEntity, { ...values, org_id: currentTenant().org_id, id } as unknown as QueryDeepPartialEntity<ResourceEntity>))
  }

  /** The caller holds the row (`findForUpdate`). */
  async update(id: string, values: Partial<ResourceValues>): Promise<void> {
    const changes = { ...values, version: () => 'version + 1', updated_at: () => 'now()' } as unknown as QueryDeepPartialEntity<ResourceEntity>
    await this.transactions.run(({ manager }) => manager.update(ResourceEntity, { org_id: currentTenant().org_id, id }, changes))
  }

  async setOwners(id: string, userIds: readonly string[]): Promise<void> {
    const { org_id } = currentTenant()
    await this.transactions.run(async (work) => {
      const gone = work.query({ text: 'delete from resource_owners where org_id = $1 and resource_id = $2 and user_id <> all ($3::uuid[])', values: [org_id, id, userIds] })
      const added = work.query({
        text: 'insert into resource_owners (org_id, resource_id, user_id) select $1, $2, unnest($3::uuid[]) on conflict do nothing',
        values: [org_id, id, userIds],
      })
      await Promise.all([gone, added])
    })
  }

  async typesByIds(ids: readonly string[]): Promise<{ id: string; name: string }[]> {
    return this.transactions.run((work) =>
      work.query<{ id: string; name: string }>({ name: 'resources.types_by_ids', text: 'select id, name from resource_types where org_id = $1 and id = any ($2::uuid[])', values: [currentTenant().org_id, ids] }),
    )
  }

  async countOfType(typeId: string): Promise<number> {
    const rows = await this.transactions.run((work) => work.query<{ count: number }>({ text: 'select count(*)::int as count from resources where org_id = $1 and type_id = $2', values: [currentTenant().org_id, typeId] }))
    return rows[0]?.count ?? 0
  }

  private async one(name: string, text: string, id: string): Promise<Resource | null> {
    return (await this.query(name, text, [id]))[0] ?? null
  }

  private query(name: string, text: string, values: readonly unknown[]): Promise<Resource[]> {
    return this.transactions.run((work) => work.query<Resource & Record<string, unknown>>({ name, text, values: [currentTenant().org_id, ...values] }))
  }
}

/** Compared as text, so that `floor:2` finds the number 2. */
function holdsAttributes(parameter: string): string {
  return `not exists (select from jsonb_each_text(${parameter}::jsonb) wanted where r.attributes ->> wanted.key is distinct from wanted.value)`
}

export const resourceRepositoryToken = defineToken<ResourceRepository>('resources.repository')
