/** Trying rules without saving anything: on a draft, and on the past. The engine is the one that judges real bookings. */
import { defineToken } from '#kernel/contract'
import { newId } from '#kernel/ids'
import type { FieldError } from '#kernel/http/problem'
import { invalid } from '#kernel/http/problems'
import { say } from '#kernel/language'
import { currentUserId } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { Static } from 'typebox'
import type { BookingDraft, BookingsPort } from '#modules/bookings/contract'
import type { MembersPort } from '#modules/members/contract'
import type { ResourcesPort } from '#modules/resources/contract'
import { longestSimulationDays, type DryRunBody, type DryRunSchema, type RuleBody, type SimulationBody, type SimulationSchema, type VerdictSchema } from './contract.js'
import { evaluate, matches, trace, verdictOf, type Judgeable } from './engine.js'
import type { RuleRepository } from './rule.repository.js'
import type { RuleService } from './rule.service.js'

/** A rule under trial; `saved` is false for one that exists only in the request. */
interface Tried extends Judgeable {
  priority: number
  /** Its place among rules of equal priority; null comes last, as a rule written now would. */
  seq: string | null
  saved: boolean
}

const dayMs = 86_400_000

export class TrialService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: RuleRepository,
    private readonly rules: RuleService,
    private readonly members: MembersPort,
    private readonly resources: ResourcesPort,
    private readonly bookings: BookingsPort,
  ) {}

  /** @throws 422 */
  async dryRun({ rule, replaces, draft }: Static<typeof DryRunBody>): Promise<Static<typeof DryRunSchema>> {
    const booking = await this.draftOf(draft)
    const { after } = await this.lists(rule, replaces)
    const { deciding, notifying } = evaluate(after, booking)
    return {
      verdict: shown(deciding),
      notified_ids: [...new Set(notifying.flatMap(({ outcome }) => (outcome.kind === 'notify' ? outcome.user_ids : [])))],
      trace: trace(after, booking).map(({ rule: each, conditions, ...entry }) => ({ ...entry, rule: referenceOf(each), outcome: each.outcome.kind, conditions: [...conditions] })),
    }
  }

  /** @throws 422 */
  async simulate({ rule, replaces, from, to, limit = 200 }: Static<typeof SimulationBody>): Promise<Static<typeof SimulationSchema>> {
    const days = (Date.parse(to) - Date.parse(from)) / dayMs
    if (days <= 0) throw invalid({ pointer: '/to', detail: say`Must lie after \`from\`.` })
    if (days > longestSimulationDays) throw invalid({ pointer: '/to', detail: say`Must lie at most ${longestSimulationDays} days after \`from\`.` })
    const { before, after, tried } = await this.lists(rule, replaces)
    const past = await this.bookings.pastDrafts({ from, to, limit })
    const items = past.map(({ id, draft, status }) => {
      const was = evaluate(before, draft)
      const would = evaluate(after, draft)
      const { starts_at, ends_at, resource } = draft
      const changed = effectOf(was) !== effectOf(would)
      return { booking_id: id, resource_id: resource.id, starts_at, ends_at, status, matched: tried !== null && matches(tried, draft), changed, before: shown(was.deciding), after: shown(would.deciding) }
    })
    return { examined: items.length, matched: items.filter(({ matched }) => matched).length, changed: items.filter(({ changed }) => changed).length, items: items.filter(({ matched, changed }) => matched || changed) }
  }

  /** The rules as they are and as they would be with the one under trial, each in the order they are asked. */
  private async lists(rule: Static<typeof RuleBody> | undefined, replaces: string | undefined): Promise<{ before: Tried[]; after: Tried[]; tried: Tried | null }> {
    const replaced = replaces === undefined ? null : await this.repository.find(replaces)
    if (replaces !== undefined && (!replaced || !rule)) throw invalid({ pointer: '/replaces', detail: rule ? say`Is no rule of this organisation.` : say`Needs the \`rule\` that takes its place.` })
    if (rule) await this.rules.check(rule, '/rule')
    const before = (await this.repository.askedInOrder()).map((each): Tried => ({ ...each, saved: true }))
    if (!rule) return { before, after: before, tried: null }
    const { name, priority, conditions, outcome } = rule
    const tried: Tried = { id: newId(), name, priority, seq: replaced?.seq ?? null, conditions, outcome, version: replaced?.version ?? 0, saved: false }
    const others = before.filter(({ id }) => id !== replaces)
    const place = others.findIndex((each) => isAskedAfter(each, tried))
    return { before, after: others.toSpliced(place < 0 ? others.length : place, 0, tried), tried }
  }

  private async draftOf({ resource_id, starts_at, ends_at, booked_for = currentUserId(), attendee_ids = [] }: Static<typeof DryRunBody>['draft']): Promise<BookingDraft> {
    const faults: FieldError[] = []
    const [resources, people] = await Promise.all([this.resources.byIds([resource_id]), this.members.byIds([...new Set([booked_for, ...attendee_ids])])])
    const resource = resources.get(resource_id)
    const person = people.get(booked_for)
    if (!resource || resource.archived_at !== null) faults.push({ pointer: '/draft/resource_id', detail: say`Is no resource of this organisation, or an archived one.` })
    if (Date.parse(ends_at) <= Date.parse(starts_at)) faults.push({ pointer: '/draft/ends_at', detail: say`Must lie after \`starts_at\`.` })
    if (person?.status !== 'active') faults.push({ pointer: '/draft/booked_for', detail: say`Is no active member of this organisation.` })
    for (const [index, id] of attendee_ids.entries()) {
      if (people.get(id)?.status !== 'active') faults.push({ pointer: `/draft/attendee_ids/${index}`, detail: say`Is no active member of this organisation.` })
    }
    if (!resource || !person || faults.length > 0) throw invalid(...faults)
    const now = await this.transactions.run(async (work) => work.now.toISOString())
    return { resource, starts_at, ends_at, title: '', booked_by: currentUserId(), booked_for, role: person.role, attendee_ids, now, booking_id: null }
  }
}

function isAskedAfter({ priority, seq }: Tried, tried: Tried): boolean {
  if (priority !== tried.priority) return priority > tried.priority
  return tried.seq !== null && seq !== null && BigInt(seq) > BigInt(tried.seq)
}

function referenceOf({ id, name, version, saved }: Tried): { id: string | null; name: string; version: number } {
  return { id: saved ? id : null, name, version }
}

function shown(deciding: Tried | null): Static<typeof VerdictSchema> {
  const verdict = verdictOf(deciding)
  return {
    outcome: verdict.outcome,
    rule: deciding && referenceOf(deciding),
    steps: verdict.outcome === 'approve' ? [...verdict.steps] : [],
    reason: verdict.outcome === 'refuse' ? verdict.reason : null,
  }
}

/** What people would notice: the verdict and who is told, whichever rule says so. */
function effectOf({ deciding, notifying }: { deciding: Tried | null; notifying: readonly Tried[] }): string {
  const { outcome, steps, reason } = shown(deciding)
  const told = notifying.flatMap((rule) => (rule.outcome.kind === 'notify' ? rule.outcome.user_ids : [])).sort()
  return JSON.stringify([outcome, steps, reason, [...new Set(told)]])
}

export const trialServiceToken = defineToken<TrialService>('workflows.trials')
