/** Mail that is not about one booking: digests, and word of an endpoint that was switched off. */
import { approvals, type WaitingRequest } from '#modules/approvals/contract'
import type { BookingsPort } from '#modules/bookings/contract'
import type { MembersPort } from '#modules/members/contract'
import type { ResourcesPort } from '#modules/resources/contract'
import { JobCancelled } from '#kernel/events/outbox'
import type { Extensions } from '#kernel/extensions'
import { note } from '#kernel/language'
import type { DigestNotice, EndpointNotice } from '../notice.js'
import type { Address, ApproverDigestScene, DailyDigestScene, EndpointScene } from '../letters/scenes.js'
import type { DigestRepository } from '../schedule/digest.repository.js'
import type { DigestService } from '../schedule/digest.service.js'
import { pointLost } from './truth.js'

/** Entries a digest shows; more than that nobody reads in a mail. */
const shown = 25

export class GatheredMail {
  constructor(
    private readonly bookings: BookingsPort,
    private readonly resources: ResourcesPort,
    private readonly people: MembersPort,
    private readonly digests: DigestRepository,
    private readonly planner: DigestService,
    private readonly extensions: Extensions,
  ) {}

  /** @throws JobCancelled when there is nothing to tell */
  scene(notice: DigestNotice | EndpointNotice, address: Address, now: Date): Promise<EndpointScene | DailyDigestScene | ApproverDigestScene> {
    if (notice.kind === 'webhook_disabled') return Promise.resolve({ ...address, kind: notice.kind, endpoint: notice.endpoint, reason: notice.reason })
    return notice.kind === 'daily_digest' ? this.day(notice, address, now) : this.requests(notice, address)
  }

  /** What was gathered and is still true; of several notices of one kind about one booking the last. */
  private async day({ recipient_user_id, period }: DigestNotice, address: Address, now: Date): Promise<DailyDigestScene> {
    const gathered = await this.digests.gathered(recipient_user_id, period)
    const last = new Map(gathered.map((notice) => [`${notice.kind} ${notice.booking_id}`, notice]))
    const bookings = await this.bookings.byIds([...new Set(gathered.map(({ booking_id }) => booking_id))])
    const places = await this.resources.byIds([...new Set([...bookings.values()].map(({ resource_id }) => resource_id))])
    const entries = gathered.flatMap((notice) => {
      const booking = bookings.get(notice.booking_id)
      const resource = places.get(booking?.resource_id ?? '')
      const stale = last.get(`${notice.kind} ${notice.booking_id}`) !== notice || pointLost(notice, booking, now) !== null
      return booking && resource && !stale ? [{ kind: notice.kind, booking, resource }] : []
    })
    if (entries.length === 0) throw new JobCancelled(note`Nothing that was gathered for the day is still so.`)
    return { ...address, kind: 'daily_digest', day: period, entries: entries.slice(0, shown), more: Math.max(0, entries.length - shown) }
  }

  /** Whoever has something to decide is reminded of it again a week later; when nothing waits, the next request begins anew. */
  private async requests({ recipient_user_id }: DigestNotice, address: Address): Promise<ApproverDigestScene> {
    const [waiting] = await this.extensions.ask(approvals.extensionPoints.waiting, { user_id: recipient_user_id, limit: shown })
    if (!waiting || waiting.count === 0) throw new JobCancelled(note`Nothing waits for a decision.`)
    await this.planner.remindApprovers([recipient_user_id])
    const requests = await this.described(waiting.requests)
    if (requests.length === 0) throw new JobCancelled(note`Nothing waits for a decision.`)
    return { ...address, kind: 'approver_digest', requests, more: waiting.count - requests.length }
  }

  private async described(requests: readonly WaitingRequest[]): Promise<ApproverDigestScene['requests']> {
    const bookings = await this.bookings.byIds(requests.map(({ booking_id }) => booking_id))
    const [places, people] = await Promise.all([
      this.resources.byIds([...new Set([...bookings.values()].map(({ resource_id }) => resource_id))]),
      this.people.byIds([...new Set(requests.map(({ requested_by }) => requested_by))]),
    ])
    return requests.flatMap(({ booking_id, requested_by, created_at }) => {
      const booking = bookings.get(booking_id)
      const resource = places.get(booking?.resource_id ?? '')
      return booking && resource ? [{ booking, resource, requester: people.get(requested_by)?.name ?? '', asked_at: created_at }] : []
    })
  }
}
