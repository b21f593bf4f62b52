import type { MembersPort } from '#modules/members/contract'
import type { OrgsPort } from '#modules/orgs/contract'
import { defineToken } from '#kernel/contract'
import type { Changes } from '#kernel/events/event'
import type { EventRecorder } from '#kernel/events/recorder'
import type { Extensions } from '#kernel/extensions'
import { versionMatches, type ExpectedVersion } from '#kernel/http/etag'
import type { PageRequest } from '#kernel/http/page'
import { invalid, notFound, staleVersion, stateConflict } from '#kernel/http/problems'
import { newId } from '#kernel/ids'
import { say } from '#kernel/language'
import type { Transactions } from '#kernel/tenancy/transactions'
import { resources, type Resource } from './contract.js'
import { faultsOfResource } from './resource-checks.js'
import type { ResourceRepository, ResourceValues } from './resource.repository.js'
import type { CreateResource, ResourceFilter, UpdateResource } from './resource.schemas.js'
import type { TypeService } from './type.service.js'

const defaults = {
  type_id: null,
  description: '',
  location: '',
  units: 1,
  seats: null,
  shows_titles: false,
  opening_hours: null,
  exceptions: [],
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
  min_notice_minutes: 0,
  horizon_days: 365,
  min_duration_minutes: 15,
  max_duration_minutes: 1440,
  attributes: {},
  archived_at: null,
} satisfies Partial<ResourceValues>

/** Resources: created, changed under their version, archived and restored. Shrinking is refused while bookings need what would go. */
export class ResourceService {
  constructor(
    private readonly repository: ResourceRepository,
    private readonly types: TypeService,
    private readonly people: MembersPort,
    private readonly organizations: OrgsPort,
    private readonly transactions: Transactions,
    private readonly extensions: Extensions,
    private readonly recorder: EventRecorder,
  ) {}

  list(filter: ResourceFilter, page: PageRequest): Promise<Resource[]> {
    return this.repository.list(filter, page)
  }

  /** @throws 404 */
  async get(id: string): Promise<Resource> {
    const resource = await this.repository.find(id)
    if (!resource) throw notFound('resource')
    return resource
  }

  /** @throws 422 naming each field at fault */
  async create({ owner_ids = [], ...input }: CreateResource): Promise<Resource> {
    const timezone = input.timezone ?? (await this.organizations.current()).timezone
    const values: ResourceValues = { ...defaults, ...complete(input), timezone, name: input.name }
    await this.assertSound(values, { type_id: values.type_id, owner_ids })
    const id = newId()
    await this.repository.insert(id, values)
    if (owner_ids.length > 0) await this.repository.setOwners(id, owner_ids)
    const resource = await this.get(id)
    this.emit('created', resource, changesBetween({}, values))
    return resource
  }

  /** @throws 404, 412, 422; 409 with the list of bookings that need the units taken away */
  async update(id: string, expected: ExpectedVersion, { owner_ids, ...input }: UpdateResource): Promise<Resource> {
    const before = await this.locked(id, expected)
    const changes = complete(input)
    await this.assertSound({ ...before, ...changes }, { ...(changes.type_id ? { type_id: changes.type_id } : {}), ...(owner_ids ? { owner_ids } : {}) })
    if (changes.units !== undefined && changes.units < before.units) await this.assertMayShrink(id, changes.units)
    await this.repository.update(id, changes)
    if (owner_ids) await this.repository.setOwners(id, owner_ids)
    const resource = await this.get(id)
    this.emit('updated', resource, changesBetween(before, { ...changes, ...(owner_ids ? { owner_ids: resource.owner_ids } : {}) }))
    return resource
  }

  /** @throws 409 when it is archived already, or with the list of bookings that are still to come */
  async archive(id: string, expected: ExpectedVersion | undefined): Promise<Resource> {
    const before = await this.locked(id, expected)
    if (before.archived_at) throw stateConflict(say`The resource was archived at ${before.archived_at}.`)
    await this.assertMayShrink(id, 0)
    return this.setArchived('archived', before, await this.now())
  }

  /** @throws 409 when it is not archived */
  async restore(id: string, expected: ExpectedVersion | undefined): Promise<Resource> {
    const before = await this.locked(id, expected)
    if (!before.archived_at) throw stateConflict(say`The resource is not archived.`)
    return this.setArchived('restored', before, null)
  }

  private async setArchived(event: 'archived' | 'restored', before: Resource, archived_at: string | null): Promise<Resource> {
    await this.repository.update(before.id, { archived_at })
    const resource = await this.get(before.id)
    this.emit(event, resource, { archived_at: { from: before.archived_at, to: resource.archived_at } })
    return resource
  }

  private async locked(id: string, expected: ExpectedVersion | undefined): Promise<Resource> {
    const resource = await this.repository.findForUpdate(id)
    if (!resource) throw notFound('resource')
    if (!versionMatches(expected, resource.version)) throw staleVersion('resource')
    return resource
  }

  private async assertSound(values: ResourceValues, references: { type_id?: string | null; owner_ids?: readonly string[] }): Promise<void> {
    const faults = faultsOfResource(values)
    if (faults.length > 0) throw invalid(...faults)
    const { type_id, owner_ids = [] } = references
    if (type_id) await this.types.assertExists(type_id, '/type_id')
    if (owner_ids.length > 0) await this.people.assertActive(owner_ids, '/owner_ids')
  }

  private async assertMayShrink(resource_id: string, units: number): Promise<void> {
    const answers = await this.extensions.ask(resources.extensionPoints.shrinking, { resource_id, units })
    const bookings = answers.flatMap((answer) => answer.bookings)
    if (bookings.length === 0) return
    const detail =
      units === 0
        ? say`The resource cannot be archived while bookings need it (${bookings.length} listed). Move or cancel them first.`
        : say`The resource cannot shrink to ${units} units while bookings need it (${bookings.length} listed). Move or cancel them first.`
    throw stateConflict(detail, { bookings })
  }

  private now(): Promise<string> {
    return this.transactions.run(async (work) => work.now.toISOString())
  }

  private emit(event: 'created' | 'updated' | 'archived' | 'restored', resource: Resource, changes: Changes): void {
    this.recorder.emit(resources.events[event], { subject: { kind: 'resource', id: resource.id }, data: { resource }, changes })
  }
}

/** Without undefined members; an exception without a reason has none. */
function complete({ exceptions, ...input }: Omit<UpdateResource, 'owner_ids'>): Partial<ResourceValues> {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<ResourceValues>
  return exceptions ? { ...given, exceptions: exceptions.map(({ date, intervals, reason = null }) => ({ date, intervals, reason })) } : given
}

function changesBetween(before: Partial<Resource>, after: Partial<Resource>): Changes {
  const changed = Object.entries(after).filter(([field, to]) => JSON.stringify(before[field as keyof Resource]) !== JSON.stringify(to))
  return Object.fromEntries(changed.map(([field, to]) => [field, { from: before[field as keyof Resource] ?? null, to: to ?? null }]))
}

export const resourceServiceToken = defineToken<ResourceService>('resources.service')
