import type { DryRunSchema, SimulationSchema, VerdictSchema } from '#modules/workflows/contract'
import type { Static } from 'typebox'
import type { ConsoleSession } from '../../server/console-session.js'
import { slotLabel } from '../bookings/booking-times.server.js'
import { nextHalfHour, readWallClock, startOfDay, today } from '../bookings/wall-clock.server.js'
import { words } from '../language/words.server.js'
import type { People } from '../reading/people.server.js'
import { formProblem, textOf, type FormProblem } from '../session/form-problem.js'
import type { Resource } from '#modules/resources/contract'
import { ruleBody } from './rule-body.js'
import type { RuleDraft } from './rule-draft.js'
import { appliedNames, verdictNames } from './rule-words.js'

export interface Simulated {
  readonly kind: 'simulation'
  readonly days: number
  readonly examined: number
  readonly matched: number
  readonly changed: number
  readonly items: readonly { id: string; slot: string; resource: string; before: string; after: string; changed: boolean }[]
}

export interface Tried {
  readonly kind: 'dry-run'
  readonly verdict: string
  readonly told: readonly string[]
  readonly trace: readonly { name: string; matched: boolean; applied: boolean; words: string; conditions: readonly { met: boolean; reason: string }[] }[]
}

/** The fields of the try-out as text. */
export interface TrialFields {
  readonly days: string
  readonly resource: string
  readonly person: string
  readonly date: string
  readonly start: string
  readonly end: string
}

/** As somebody left them. */
export function readTrialFields(form: FormData): TrialFields {
  const [days = '', resource = '', person = '', date = '', start = '', end = ''] = ['days', 'try.resource', 'try.person', 'try.date', 'try.start', 'try.end'].map((name) => textOf(form, name))
  return { days, resource, person, date, start, end }
}

/** Where an empty form starts: the next hour in the viewer's zone. */
export function freshTrialFields(zone: string): TrialFields {
  return { days: '30', resource: '', person: '', ...nextHalfHour(zone) }
}

export interface TrialContext {
  readonly session: ConsoleSession
  readonly people: People
  readonly resources: readonly Resource[]
  readonly zone: string
  /** Id of the saved rule in whose place the draft is tried. */
  readonly replaces: string | undefined
}

type Trial = Simulated | Tried | { readonly kind: 'refused'; readonly problem: FormProblem }

/** Would the rule on the screen have changed the past? */
export async function simulate(draft: RuleDraft, form: FormData, { session, resources, zone, replaces }: TrialContext): Promise<Trial> {
  const days = [7, 30, 90].find((one) => String(one) === form.get('days')) ?? 30
  const body = { rule: ruleBody(draft), replaces, from: startOfDay(today(zone, 1 - days), zone), to: startOfDay(today(zone), zone, 1), limit: 500 }
  const answer = await session.send<Static<typeof SimulationSchema>>('POST', '/v1/workflow-rules/simulations', { body })
  if (!answer.ok) return { kind: 'refused', problem: withoutPrefix(formProblem(answer.problem)) }
  const names = new Map(resources.map(({ id, name }) => [id, name]))
  const { examined, matched, changed, items } = answer.body
  return {
    kind: 'simulation', days, examined, matched, changed,
    items: items.slice(0, 50).map((item) => ({
      id: item.booking_id,
      slot: slotLabel(item.starts_at, item.ends_at, zone),
      resource: names.get(item.resource_id) ?? words()('Archived resource'),
      before: verdictText(item.before),
      after: verdictText(item.after),
      changed: item.changed,
    })),
  }
}

/** What would happen with this booking, rule by rule? Its times are on the resource's clock. */
export async function dryRun(draft: RuleDraft, form: FormData, { session, resources, people, replaces }: TrialContext): Promise<Trial> {
  const resource = resources.find(({ id }) => id === form.get('try.resource'))
  const zone = resource?.timezone ?? 'UTC'
  const [from, to] = ['try.start', 'try.end'].map((field) => readWallClock(textOf(form, 'try.date'), textOf(form, field), zone))
  const fault = !resource ? words()('Choose a resource.') : from?.kind !== 'instant' ? from?.detail : to?.kind !== 'instant' ? to?.detail : undefined
  if (!resource || from?.kind !== 'instant' || to?.kind !== 'instant') return { kind: 'refused', problem: { code: 'validation_failed', title: words()('The booking to try cannot be read'), detail: fault ?? '', fields: {} } }
  const booked_for = textOf(form, 'try.person') || undefined
  const body = { rule: ruleBody(draft), replaces, draft: { resource_id: resource.id, starts_at: from.instant, ends_at: to.instant, booked_for } }
  const answer = await session.send<Static<typeof DryRunSchema>>('POST', '/v1/workflow-rules/dry-runs', { body })
  if (!answer.ok) return { kind: 'refused', problem: withoutPrefix(formProblem(answer.problem)) }
  const { verdict, notified_ids, trace } = answer.body
  return {
    kind: 'dry-run',
    verdict: verdictText(verdict),
    told: notified_ids.map((id) => people.name(id)),
    trace: trace.map(({ rule, matched, applied, outcome, conditions }) => ({ name: rule.name || words()('This rule'), matched, applied, words: words()(appliedNames[outcome]), conditions: conditions.map(({ met, reason }) => ({ met, reason })) })),
  }
}

function verdictText({ outcome, rule }: Static<typeof VerdictSchema>): string {
  const verdict = words()(verdictNames[outcome])
  return rule ? `${verdict} (${rule.name})` : verdict
}

/** A trial's refusal points at `/rule/...`; the builder's fields are the rule's own. */
function withoutPrefix(problem: FormProblem): FormProblem {
  const fields = Object.entries(problem.fields).map(([pointer, detail]) => [pointer.replace(/^rule\//, ''), detail])
  return { ...problem, fields: Object.fromEntries(fields) as Record<string, string> }
}
