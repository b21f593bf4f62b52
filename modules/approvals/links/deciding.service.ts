/**
 * Deciding by a link from a mail: as the person the link was made for, under the rules of the API, and only while they stand. The link itself gives no
 * right; it says who is there.
 */
import { defineToken } from '#kernel/contract'
import { notFound, stateConflict } from '#kernel/http/problems'
import { say } from '#kernel/language'
import { presentedTokenHash } from '#kernel/mail/account-mail'
import { currentFlow, currentTenant, runInFlow } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { AuthPort } from '#modules/auth/contract'
import type { BookingsPort } from '#modules/bookings/contract'
import type { MembersPort } from '#modules/members/contract'
import type { OrgsPort } from '#modules/orgs/contract'
import type { ResourcesPort } from '#modules/resources/contract'
import type { ApprovalRepository, ApprovalRequest } from '../approval.repository.js'
import type { Decision, DecisionLinkPreview, DecisionLinkResult } from '../contract.js'
import type { DecisionService } from '../decision.service.js'
import { refusalOf, settle } from '../machine.js'
import type { WorldReader } from '../world.reader.js'
import type { DecisionLink, LinkRepository } from './link.repository.js'

export interface Surroundings {
  accounts: AuthPort
  organization: OrgsPort
  people: MembersPort
  resources: ResourcesPort
  bookings: BookingsPort
}

export class DecidingService {
  constructor(
    private readonly transactions: Transactions,
    private readonly links: LinkRepository,
    private readonly repository: ApprovalRepository,
    private readonly world: WorldReader,
    private readonly decisions: DecisionService,
    private readonly around: Surroundings,
  ) {}

  /** What the link leads to; changes nothing. @throws 404 for a token nobody issued, 409 when there is nothing to decide with it any more */
  async preview(token: string): Promise<DecisionLinkPreview> {
    return this.asHolder(token, async (link, now) => this.describe(link, await this.decidable(link, now)))
  }

  /** @throws 404, 409 as for {@link preview}, 422 for a rejection without a comment */
  async decide(token: string, { decision, comment }: Pick<Decision, 'decision' | 'comment'>): Promise<DecisionLinkResult> {
    return this.asHolder(token, async (link, now) => {
      const step = positionOf(await this.decidable(link, now), link)
      const saved = await this.decisions.decide(link.approval_id, { decision, step, ...(comment === undefined ? {} : { comment }) }, 'mail_link')
      // Locked by now: whoever came at the same moment has been refused above, or is here.
      if (!(await this.links.use(link.id))) throw used()
      return { decision, status: saved.status, booking_id: saved.booking_id }
    })
  }

  /** Enters the organisation of the link as the person it was made for, once it is known to be good. */
  private async asHolder<T>(token: string, act: (link: DecisionLink, now: Date) => Promise<T>): Promise<T> {
    const hash = presentedTokenHash(token)
    if (hash === null) throw notFound('link')
    return this.transactions.global(async () => {
      const found = await this.links.byTokenHash(hash)
      if (!found) throw notFound('link')
      return this.transactions.asSystem(found.org_id, 'approvals.link', async ({ now }) => {
        const link = await this.links.find(found.id)
        if (!link) throw notFound('link')
        if (link.used_at !== null) throw used()
        if (link.expires_at <= now.toISOString()) throw stateConflict(say`This link expired at ${link.expires_at}. Decide in the console, if the request still waits.`)
        const member = (await this.around.people.byIds([link.user_id])).get(link.user_id)
        if (member?.status !== 'active') throw stateConflict(say`The person this link was made for is no active member of the organisation any more.`)
        const { user_id } = link
        return runInFlow({ ...currentFlow()!, tenant: { ...currentTenant(), actor: { kind: 'user', id: user_id }, user_id } }, () => act(link, now))
      })
    })
  }

  /** A page of plain words instead of a 403 where the person lost the right meanwhile: they are where a link of theirs led them. */
  private async decidable(link: DecisionLink, now: Date): Promise<ApprovalRequest> {
    const [request] = await this.repository.load([link.approval_id])
    if (!request) throw notFound('link')
    const state = settle(request, await this.world.read(request.resource_id, request.steps.map(({ definition }) => definition), request.excluded_ids))
    const refusal = refusalOf(state, link.user_id, positionOf(request, link))
    if (refusal) throw stateConflict(refusal.detail)
    if (request.starts_at <= now.toISOString()) throw stateConflict(say`The booking would have started already; nobody can decide on it any more.`)
    return request
  }

  private async describe(link: DecisionLink, request: ApprovalRequest): Promise<DecisionLinkPreview> {
    const { accounts, organization, people, resources, bookings } = this.around
    const { user_id, expires_at } = link
    const { booking_id, rule_name, steps } = request
    const [booking, org] = [await bookings.get(booking_id), await organization.current()]
    const ids = [user_id, booking.booked_for, booking.booked_by].filter((id) => id !== null)
    const [users, named, found] = await Promise.all([accounts.usersById([user_id]), people.byIds(ids), resources.byIds([booking.resource_id])])
    const resource = found.get(booking.resource_id)
    const nameOf = (id: string | null) => named.get(id ?? '')?.name ?? null
    return {
      organization: { name: org.name, accent: org.accent },
      reader: { name: nameOf(user_id) ?? '', timezone: users.get(user_id)?.timezone ?? org.timezone, locale: users.get(user_id)?.locale ?? org.locale },
      booking: { title: booking.title, starts_at: booking.starts_at, ends_at: booking.ends_at, booked_for: nameOf(booking.booked_for), booked_by: nameOf(booking.booked_by) },
      resource: { name: resource?.name ?? '', location: resource?.location ?? '', timezone: resource?.timezone ?? org.timezone },
      rule: rule_name,
      step: { position: positionOf(request, link), of: steps.length },
      expires_at,
    }
  }
}

/** The step the link was made for, which need not be the open one any more. */
function positionOf({ steps }: ApprovalRequest, { step_id }: DecisionLink): number {
  return steps.find(({ id }) => id === step_id)?.position ?? 0
}

function used() {
  return stateConflict(say`This link was used already; a decision stands.`)
}

export const decidingServiceToken = defineToken<DecidingService>('approvals.deciding')
