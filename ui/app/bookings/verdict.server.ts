import type { Booking } from '#modules/bookings/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { readProblem } from '../../server/problem.js'
import { dateLocale, words } from '../language/words.server.js'
import type { People } from '../reading/people.server.js'
import type { BookingBody } from './booking-draft.server.js'
import { bookingRefusal, type Refusal } from './booking-refusal.server.js'
import { bookingTimes } from './booking-times.server.js'
import type { Resource } from './rest-types.js'

/** What would become of a draft, in the form's words, before anything is written. */
export interface DraftVerdict {
  readonly tone: 'good' | 'wait' | 'bad'
  readonly title: string
  readonly facts: readonly string[]
  /** Who would have to agree, one line for each step. */
  readonly approvers: readonly string[]
  /** The same time on the viewer's clock, when that shows another. */
  readonly elsewhere: string | null
  readonly nextFree: Refusal['nextFree']
}

interface Preview {
  readonly bookable: boolean
  readonly outcome: 'confirm' | 'approve' | 'refuse'
  readonly rule: { readonly name: string } | null
  readonly approvers: readonly { approver_ids: readonly string[]; needed: number }[]
  readonly reason: string | null
  readonly violations: readonly { rule: string; detail: string }[]
  readonly conflicts: readonly Booking[]
  readonly next_free: readonly { starts_at: string; ends_at: string }[]
}

interface Asked {
  readonly session: ConsoleSession
  readonly people: People
  readonly body: BookingBody
  readonly resource: Resource
  readonly viewerZone: string
  /** The booking that is being changed. */
  readonly id: string | null
}

/** @returns null when REST cannot say: the form is sent all the same */
export async function readVerdict({ session, people, body, resource, viewerZone, id }: Asked): Promise<DraftVerdict | null> {
  const t = words()
  const { booked_for: _for, ...change } = body
  const path = id === null ? '/v1/bookings/preview' : `/v1/bookings/${encodeURIComponent(id)}/preview`
  const answer = await session.send<Preview>('POST', path, { body: { ...(id === null ? body : { ...change, attendee_ids: body.attendee_ids ?? [] }), title: body.title || t('Booking') } })
  if (!answer.ok) return null
  const { bookable, outcome, rule, reason, violations, conflicts, next_free } = answer.body
  const inWords = bookingRefusal({ ...readProblem(409, { code: 'booking_conflict' }), violations, conflicts, next_free }, resource.timezone)
  const there = bookingTimes(body.starts_at, body.ends_at, resource.timezone, viewerZone)
  const shared = { elsewhere: there.elsewhere, nextFree: inWords.nextFree }
  const facts = [...inWords.conflicts, ...inWords.violations, ...(outcome === 'refuse' && reason ? [reason] : [])]
  if (!bookable) {
    const title = conflicts.length > 0 ? t('Somebody has that time') : violations.length > 0 ? t('That time breaks the rules of this resource') : t('A rule of your organisation refuses this booking')
    return { tone: 'bad', title, facts, approvers: [], ...shared }
  }
  if (outcome === 'approve') {
    const approvers = answer.body.approvers.map((step) => approversText(step, people))
    return { tone: 'wait', title: t('Free, and needs approval'), facts: rule ? [t('The rule “{{rule}}” asks for it. The time is kept for you meanwhile.', { rule: rule.name })] : [], approvers, ...shared }
  }
  return { tone: 'good', title: id === null ? t('Free: it is confirmed at once') : t('Free: the change holds at once'), facts: [], approvers: [], ...shared }
}

/** Named one by one up to so many. */
const most = 4

function approversText({ approver_ids, needed }: { approver_ids: readonly string[]; needed: number }, people: People): string {
  const t = words()
  const names = approver_ids.slice(0, most).map((id) => people.name(id))
  const rest = approver_ids.length - names.length
  const listed = rest > 0 ? [...names, t('{{count}} more', { count: rest })] : names
  const join = (type: 'conjunction' | 'disjunction'): string => new Intl.ListFormat(dateLocale(), { type }).format(listed)
  if (approver_ids.length === 0) return t('Nobody can decide on it now')
  if (needed >= approver_ids.length) return join('conjunction')
  return needed === 1 ? join('disjunction') : t('{{needed}} of {{names}}', { needed, names: join('conjunction') })
}
