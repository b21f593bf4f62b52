/** What bookings refuses beyond the kernel's words. */
import { defineProblem, Problem } from '#kernel/http/problem'
import { asWritten, joined, say } from '#kernel/language'
import type { Violation } from './booking-rules.js'
import type { Booking, RuleReference } from './contract.js'

export const bookingProblems = {
  conflict: defineProblem('booking_conflict', 409, 'The time is taken'),
  rules: defineProblem('booking_rules_violated', 422, 'The booking breaks rules of the resource'),
  refused: defineProblem('refused_by_rule', 422, 'A rule of the organisation refuses the booking'),
} as const

export interface Clash {
  /** As the caller may see them: a busy one has no title. */
  conflicts: readonly Pick<Booking, 'id' | 'unit' | 'title' | 'busy' | 'starts_at' | 'ends_at' | 'occupied_from' | 'occupied_to' | 'status'>[]
  /** Up to three times at which the same length fits. */
  next_free: readonly { starts_at: string; ends_at: string }[]
}

export function bookingConflict(resource: string, { conflicts, next_free }: Clash): Problem {
  const next = next_free[0]?.starts_at
  const detail = next === undefined ? say`${resource} is taken during that time.` : say`${resource} is taken during that time. The next free time starts at ${next}.`
  return new Problem(bookingProblems.conflict, { detail, extensions: { conflicts, next_free } })
}

export function rulesViolated(violations: readonly Violation[]): Problem {
  return new Problem(bookingProblems.rules, { detail: joined(violations.map(({ detail }) => detail)), extensions: { violations } })
}

export function refusedByRule(rule: RuleReference, reason: string): Problem {
  return new Problem(bookingProblems.refused, { detail: asWritten(reason), extensions: { rule } })
}
