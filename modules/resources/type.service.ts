import { defineToken } from '#kernel/contract'
import { constraintOf, sqlStateOf } from '#kernel/database/sqlstate'
import type { EventRecorder } from '#kernel/events/recorder'
import { versionMatches, type ExpectedVersion } from '#kernel/http/etag'
import type { PageRequest } from '#kernel/http/page'
import { alreadyExists, invalid, staleVersion, stateConflict } from '#kernel/http/problems'
import { newId } from '#kernel/ids'
import { say } from '#kernel/language'
import { currentTenant } from '#kernel/tenancy/context'
import type { TenantRepository } from '#kernel/tenant-repository'
import type { Transactions } from '#kernel/tenancy/transactions'
import { resources, type ResourceType } from './contract.js'
import type { ResourceRepository } from './resource.repository.js'
import type { TypeChanges, TypeInput } from './resource.schemas.js'
import type { ResourceTypeEntity } from './resource-type.entity.js'

/** Kinds of resources (room, vehicle, ...), by which rules and searches speak of many at once. */
export class TypeService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: TenantRepository<ResourceTypeEntity>,
    private readonly resources: ResourceRepository,
    private readonly recorder: EventRecorder,
  ) {}

  list({ limit, after }: PageRequest): Promise<ResourceType[]> {
    return this.transactions.run((work) =>
      work.query<ResourceType & Record<string, unknown>>({
        name: 'resources.types',
        text: `select id, name, description, version, created_at from resource_types
               where org_id = $1 and ($2::text is null or (name, id) > ($2, $3::uuid)) order by name, id limit $4`,
        values: [currentTenant().org_id, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
      }),
    )
  }

  /** @throws 404 */
  async get(id: string): Promise<ResourceType> {
    return shown(await this.repository.get(id))
  }

  /** @throws 422 at `pointer` */
  async assertExists(id: string, pointer: string): Promise<void> {
    if (!(await this.repository.find(id))) throw invalid({ pointer, detail: say`There is no such resource type.` })
  }

  /** @throws 409 already_exists for a name that is taken */
  async create({ name, description = '' }: TypeInput): Promise<ResourceType> {
    const type = shown(await naming(name, () => this.repository.insert({ id: newId(), name, description })))
    this.emit('type_created', type, { name: { from: null, to: name } })
    return type
  }

  /** @throws 404, 409, 412 */
  async update(id: string, expected: ExpectedVersion, changes: TypeChanges): Promise<ResourceType> {
    const before = await this.repository.get(id)
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as TypeChanges
    const type = shown(await naming(given.name ?? before.name, () => this.repository.update(id, given, expected)))
    this.emit('type_updated', type, { name: { from: before.name, to: type.name }, description: { from: before.description, to: type.description } })
    return type
  }

  /** @throws 404, 412; 409 while resources are of this type */
  async delete(id: string, expected: ExpectedVersion): Promise<void> {
    const type = shown(await this.repository.get(id))
    if (!versionMatches(expected, type.version)) throw staleVersion('resource type')
    const used = await this.resources.countOfType(id)
    if (used > 0) throw stateConflict(say`${used} resources are of the type '${type.name}'. Give them another type first.`, { resources: used })
    try {
      await this.repository.delete(id)
    } catch (error) {
      // A resource took the type since it was counted.
      if (sqlStateOf(error) === '23503') throw stateConflict(say`Resources are of the type '${type.name}'. Give them another type first.`)
      throw error
    }
    this.emit('type_deleted', type, { name: { from: type.name, to: null } })
  }

  private emit(event: 'type_created' | 'type_updated' | 'type_deleted', type: ResourceType, changes: Record<string, { from: unknown; to: unknown }>): void {
    const changed = Object.fromEntries(Object.entries(changes).filter(([, { from, to }]) => from !== to))
    this.recorder.emit(resources.events[event], { subject: { kind: 'resource_type', id: type.id }, data: { type }, changes: changed })
  }
}

async function naming<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (sqlStateOf(error) === '23505' && constraintOf(error) === 'resource_types_name') throw alreadyExists(say`There is a resource type called '${name}' already.`)
    throw error
  }
}

function shown({ id, name, description, version, created_at }: ResourceTypeEntity): ResourceType {
  return { id, name, description, version, created_at }
}

export const typeServiceToken = defineToken<TypeService>('resources.types')
