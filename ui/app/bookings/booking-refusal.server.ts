import type { Problem } from '../../server/problem.js'
import { phrase } from '../language/phrases.js'
import { words } from '../language/words.server.js'
import { onClock } from '../reading/told-moments.server.js'
import { slotLabel } from './booking-times.server.js'
import { showWallClock } from './wall-clock.server.js'

export interface OffsetChoice {
  readonly offset: string
  readonly label: string
}

/** Why a booking was not made, in the words and clocks of the form. */
export interface Refusal {
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly fields: Readonly<Record<string, string>>
  readonly violations: readonly string[]
  /** What is in the way, as the viewer may see it. */
  readonly conflicts: readonly string[]
  /** Free times of the same length, as an address that fills the form. */
  readonly nextFree: readonly { label: string; query: Readonly<Record<string, string>> }[]
  readonly startChoices: readonly OffsetChoice[]
  readonly endChoices: readonly OffsetChoice[]
}

const titles: Record<string, string> = {
  booking_conflict: phrase('Somebody has that time'),
  booking_rules_violated: phrase('That time breaks the rules of this resource'),
  refused_by_rule: phrase('A rule of your organisation refuses this booking'),
  validation_failed: phrase('Look at the marked fields'),
  forbidden: phrase('You may not book this'),
  precondition_failed: phrase('Somebody changed this booking meanwhile'),
  idempotency_in_progress: phrase('This booking is being made already'),
}

const fieldNames: Record<string, string> = { resource_id: 'resource', starts_at: 'start', ends_at: 'end', title: 'title', note: 'note' }

/** @param zone the resource's, in which the form's times are written */
export function bookingRefusal(problem: Problem, zone: string): Refusal {
  const title = titles[problem.code]
  return {
    code: problem.code,
    title: title === undefined ? problem.title : words()(title),
    detail: problem.code === 'validation_failed' ? '' : onClock(problem.detail, zone),
    fields: fieldErrors(problem),
    violations: problem.violations.map(({ detail }) => onClock(detail, zone)),
    conflicts: problem.conflicts.map(({ title, starts_at, ends_at }) => `${title ?? words()('Busy')}, ${slotLabel(starts_at, ends_at, zone)}`),
    nextFree: problem.next_free.map(({ starts_at, ends_at }) => ({ label: slotLabel(starts_at, ends_at, zone), query: slotQuery(starts_at, ends_at, zone) })),
    startChoices: [],
    endChoices: [],
  }
}

function fieldErrors(problem: Problem): Record<string, string> {
  const entries = problem.errors.map(({ pointer, detail }) => {
    const name = pointer.replace(/^\//, '')
    return [fieldNames[name] ?? name, detail] as const
  })
  return Object.fromEntries(entries)
}

function slotQuery(startsAt: string, endsAt: string, zone: string): Record<string, string> {
  const from = showWallClock(startsAt, zone)
  const to = showWallClock(endsAt, zone)
  return {
    date: from.date,
    start: from.time,
    end: to.time,
    start_offset: from.offset,
    end_offset: to.offset,
    ...(to.date === from.date ? {} : { end_date: to.date }),
  }
}
