import type { Problem } from '../../server/problem.js'
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
  booking_conflict: 'Somebody has that time',
  booking_rules_violated: 'That time breaks the rules of this resource',
  refused_by_rule: 'A rule of your organisation refuses this booking',
  validation_failed: 'Look at the marked fields',
  forbidden: 'You may not book this',
  precondition_failed: 'Somebody changed this booking meanwhile',
  idempotency_in_progress: 'This booking is being made already',
}

const fieldNames: Record<string, string> = { resource_id: 'resource', starts_at: 'start', ends_at: 'end', title: 'title', note: 'note' }

/** @param zone the resource's, in which the form's times are written */
export function bookingRefusal(problem: Problem, zone: string): Refusal {
  return {
    code: problem.code,
    title: titles[problem.code] ?? problem.title,
    detail: problem.code === 'validation_failed' ? '' : problem.detail,
    fields: fieldErrors(problem),
    violations: problem.violations.map(({ detail }) => detail),
    conflicts: problem.conflicts.map(({ title, starts_at, ends_at }) => `${title ?? 'Busy'}, ${slotLabel(starts_at, ends_at, zone)}`),
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
