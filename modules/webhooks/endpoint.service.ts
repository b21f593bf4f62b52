/** Endpoints: added, changed, given new secrets, removed; and kept in step with whether the module listens in the organisation at all. */
import type { ResourcesPort } from '#modules/resources/contract'
import { defineToken } from '#kernel/contract'
import type { Changes } from '#kernel/events/event'
import type { EventRecorder } from '#kernel/events/recorder'
import { versionMatches, type ExpectedVersion } from '#kernel/http/etag'
import type { PageRequest } from '#kernel/http/page'
import type { FieldError } from '#kernel/http/problem'
import { invalid, notFound, staleVersion, stateConflict } from '#kernel/http/problems'
import { newId } from '#kernel/ids'
import { say } from '#kernel/language'
import { currentTenant } from '#kernel/tenancy/context'
import type { ModuleSwitches } from '#kernel/tenancy/module-switches'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { AddressRules } from './address-rules.js'
import type { Catalogue } from './catalogue.js'
import { webhooks, type ChangeEndpoint, type CreateEndpoint, type Endpoint, type EndpointWithSecret } from './contract.js'
import { noticeOf, originOf } from './endpoint-notice.js'
import type { EndpointChange, EndpointRepository } from './endpoint.repository.js'
import type { Recovery } from './recovery.js'
import type { Sealing } from './sealing.js'
import { newSigningSecret } from './signature.js'
import { targetOf } from './target.js'

const endpointLimit = 50

/** How long the secret before a rotation signs as well. */
export const overlapHours = 24

/** Secrets that sign at a time: receivers look at a bounded number of signatures, the strictest known at sixteen. */
const mostSigning = 8

export class EndpointService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: EndpointRepository,
    private readonly sealing: Sealing,
    private readonly rules: AddressRules,
    private readonly catalogue: Catalogue,
    private readonly resources: ResourcesPort,
    private readonly switches: ModuleSwitches,
    private readonly recovery: Recovery,
    private readonly recorder: EventRecorder,
  ) {}

  list(filter: { enabled?: boolean }, { limit, after }: PageRequest): Promise<Endpoint[]> {
    return this.repository.list(filter, after === null ? null : String(after[0]), limit + 1)
  }

  /** @throws 404 */
  async get(id: string): Promise<Endpoint> {
    return (await this.repository.find(id)) ?? absent()
  }

  /** @returns the endpoint with its secret, which is shown here only. @throws 409 at the limit, 422 for a URL that cannot be sent to */
  async create({ url, description = '', event_types = [], resource_ids = [] }: CreateEndpoint): Promise<EndpointWithSecret> {
    await this.check({ url, event_types, resource_ids })
    await this.repository.serialize()
    if ((await this.repository.count()) >= endpointLimit) throw stateConflict(say`An organisation may have ${endpointLimit} webhook endpoints. Remove one that is no longer needed.`)
    const id = newId()
    const secret = newSigningSecret()
    const endpoint = await this.repository.insert(id, { url: new URL(url).href, description, event_types, resource_ids }, this.sealing.seal(secret, placeOf(id)))
    await this.updateListening()
    this.recorder.emit(webhooks.events.endpoint_created, { subject: subject(id), data: { endpoint: noticeOf(endpoint) }, changes: changesOf(null, endpoint) })
    return { ...endpoint, secret }
  }

  /**
   * Switching on again forgets what failed before and brings back what died in the last three days; also what happened since, unless it was a person who
   * switched the endpoint off. @throws 404, 412, 422
   */
  async change(id: string, { enabled, ...change }: ChangeEndpoint, expected: ExpectedVersion): Promise<Endpoint> {
    await this.check(change)
    await this.repository.serialize()
    const before = await this.locked(id, expected)
    const switched: EndpointChange = enabled === undefined || enabled === before.enabled ? {} : enabled ? { enabled, disabled_reason: null, failing_since: null } : { enabled, disabled_reason: 'manual' }
    const url = change.url === undefined ? before.url : new URL(change.url).href
    // Another place has not failed yet.
    const next: EndpointChange = { ...change, url, ...(url === before.url ? {} : { failing_since: null }), ...switched }
    if (Object.entries(next).every(([field, value]) => JSON.stringify(before[field as keyof Endpoint]) === JSON.stringify(value))) return before
    const missedSince = before.enabled || before.disabled_reason === 'manual' ? null : await this.repository.offSince(id)
    const endpoint = await this.repository.update(id, next)
    await this.updateListening()
    if (!before.enabled && endpoint.enabled) await this.recovery.request(id, missedSince)
    this.recorder.emit(webhooks.events.endpoint_updated, { subject: subject(id), data: { endpoint: noticeOf(endpoint) }, changes: changesOf(before, endpoint) })
    return endpoint
  }

  /** What still waits for it is cancelled when its turn comes. @throws 404, 412 */
  async remove(id: string, expected: ExpectedVersion): Promise<void> {
    await this.repository.serialize()
    const before = await this.locked(id, expected)
    await this.repository.delete(id)
    await this.updateListening()
    this.recorder.emit(webhooks.events.endpoint_deleted, { subject: subject(id), data: { endpoint_id: id }, changes: { url: { from: originOf(before.url), to: null } } })
  }

  /** A new secret; both sign for 24 hours, also when another follows. @throws 404, 409 while as many sign as receivers look at, 412 */
  async rotate(id: string, expected: ExpectedVersion | undefined): Promise<EndpointWithSecret> {
    await this.locked(id, expected)
    if ((await this.repository.secretsOf(id)).length >= mostSigning) throw stateConflict(say`The secret was changed ${mostSigning - 1} times in 24 hours, and each one before still signs for a day. Wait for the oldest to end, or add a new endpoint.`)
    const secret = newSigningSecret()
    const endpoint = await this.repository.rotate(id, this.sealing.seal(secret, placeOf(id)), overlapHours)
    const previous_secret_expires_at = endpoint.previous_secret_expires_at!
    this.recorder.emit(webhooks.events.secret_rotated, { subject: subject(id), data: { endpoint_id: id, previous_secret_expires_at } })
    return { ...endpoint, secret }
  }

  /** The secrets that sign for an endpoint now, newest first. */
  async signingSecrets(id: string): Promise<string[]> {
    const sealed = await this.repository.secretsOf(id)
    return sealed.length === 0 ? absent() : sealed.map((secret) => this.sealing.open(secret, placeOf(id)))
  }

  /** Without an enabled endpoint the organisation's events cost nothing here. Call it after every change of what is enabled, serialized. */
  async updateListening(): Promise<void> {
    const listening = (await this.repository.enabled()).length > 0
    await this.transactions.run((work) => this.switches.setListening(work, currentTenant().org_id, webhooks.name, listening))
  }

  private async locked(id: string, expected: ExpectedVersion | undefined): Promise<Endpoint> {
    const endpoint = (await this.repository.lock(id)) ?? absent()
    if (!versionMatches(expected, endpoint.version)) throw staleVersion('webhook endpoint')
    return endpoint
  }

  private async check({ url, event_types = [], resource_ids = [] }: { url?: string; event_types?: readonly string[]; resource_ids?: readonly string[] }): Promise<void> {
    const errors: FieldError[] = event_types.flatMap((type, index) => (this.catalogue.knows(type) ? [] : [{ pointer: `/event_types/${index}`, detail: say`There is no event type '${type}'. GET /v1/webhooks/event-types lists them.` }]))
    const target = url === undefined ? null : targetOf(url, this.rules)
    if (target && 'fault' in target) errors.push({ pointer: '/url', detail: target.fault })
    const known = await this.resources.byIds(resource_ids)
    errors.push(...resource_ids.flatMap((id, index) => (known.has(id) ? [] : [{ pointer: `/resource_ids/${index}`, detail: say`No resource of the organisation has this id. GET /v1/resources lists them.` }])))
    if (errors.length > 0) throw invalid(...errors)
  }
}

const subject = (id: string) => ({ kind: 'webhook_endpoint', id })

/** What a sealed secret is bound to. */
const placeOf = (id: string): string => `${currentTenant().org_id}/${id}`

function absent(): never {
  throw notFound('webhook endpoint')
}

function changesOf(before: Endpoint | null, after: Endpoint): Changes {
  const fields = ['url', 'event_types', 'resource_ids', 'enabled', 'disabled_reason'] as const
  const changed = fields.filter((field) => JSON.stringify(before?.[field]) !== JSON.stringify(after[field]))
  const shown = (endpoint: Endpoint | null, field: (typeof fields)[number]) => (endpoint && field === 'url' ? originOf(endpoint.url) : (endpoint?.[field] ?? null))
  return Object.fromEntries(changed.map((field) => [field, { from: shown(before, field), to: shown(after, field) }]))
}

export const endpointServiceToken = defineToken<EndpointService>('webhooks.endpointService')
