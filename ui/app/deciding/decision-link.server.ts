import type { DecisionLinkPreview, DecisionLinkResult } from '#modules/approvals/contract'
import { Temporal } from 'temporal-polyfill'
import type { ConsoleSession } from '../../server/console-session.js'
import { dateLocale } from '../language/words.server.js'
import { formProblem, textOf, type FormProblem } from '../session/form-problem.js'

/** What the page shows of the request; times in words, on the clock of the person the link was made for. */
export interface LinkView {
  readonly organization: string
  readonly reader: string
  readonly title: string | null
  readonly place: string
  readonly when: string
  /** On the clock of the place, when it shows another time. */
  readonly there: string | null
  readonly bookedFor: string | null
  readonly bookedBy: string | null
  readonly rule: string
  readonly step: { readonly position: number; readonly of: number }
  readonly until: string
}

/** Reads what a link leads to: changes nothing, however often a mail scanner opens it. */
export async function readLink(session: ConsoleSession, token: string): Promise<{ view: LinkView; problem: null } | { view: null; problem: FormProblem }> {
  const answer = await session.sendAnonymously<DecisionLinkPreview>('POST', '/v1/decision-links/preview', { body: { token } })
  return answer.ok ? { view: viewOf(answer.body), problem: null } : { view: null, problem: formProblem(answer.problem) }
}

/** Decides as the form says. */
export async function decideByLink(session: ConsoleSession, form: FormData): Promise<{ result: DecisionLinkResult; problem: null; status: 200 } | { result: null; problem: FormProblem; status: number }> {
  const comment = textOf(form, 'comment')
  const decision = textOf(form, 'decision') === 'reject' ? 'reject' : 'approve'
  const body = { token: textOf(form, 'token'), decision, ...(comment ? { comment } : {}) }
  const answer = await session.sendAnonymously<DecisionLinkResult>('POST', '/v1/decision-links/decision', { body })
  return answer.ok ? { result: answer.body, problem: null, status: 200 } : { result: null, problem: formProblem(answer.problem), status: answer.status }
}

function viewOf({ organization, reader, booking, resource, rule, step, expires_at }: DecisionLinkPreview): LinkView {
  const [here, there] = [spanText(booking, reader.timezone), spanText(booking, resource.timezone)]
  return {
    organization: organization.name,
    reader: reader.name,
    title: booking.title,
    place: resource.location ? `${resource.name}, ${resource.location}` : resource.name,
    when: `${here} (${reader.timezone})`,
    there: here === there ? null : `${there} (${resource.timezone})`,
    bookedFor: booking.booked_for,
    bookedBy: booking.booked_by === booking.booked_for ? null : booking.booked_by,
    rule,
    step,
    until: momentText(zoned(expires_at, reader.timezone)),
  }
}

const zoned = (instant: string, zone: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
const clockText = (at: Temporal.ZonedDateTime) => at.toPlainTime().toString({ smallestUnit: 'minute' })
const momentText = (at: Temporal.ZonedDateTime) => `${at.toPlainDate().toLocaleString(dateLocale(), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })}, ${clockText(at)}`

function spanText({ starts_at, ends_at }: { starts_at: string; ends_at: string }, zone: string): string {
  const [start, end] = [zoned(starts_at, zone), zoned(ends_at, zone)]
  return `${momentText(start)} – ${start.toPlainDate().equals(end.toPlainDate()) ? clockText(end) : momentText(end)}`
}
