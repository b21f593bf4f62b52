import { currentZone } from '../language/words.server.js'
import type { Problem } from '../../server/problem.js'
import { momentText } from './instant-text.server.js'

/** As REST writes instants; those with an offset are examples of how to write one. */
const instants = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g

/** A sentence of REST with its instants as a person reads them: `from 23 Nov, 14:05 on`. @param zone IANA */
export function onClock(text: string, zone: string): string {
  return text.replace(instants, (instant) => momentText(instant, zone))
}

/** What is refused about a time is told on the clock of its form, which knows the zone. */
const toldByForms = new Set(['booking_conflict', 'booking_rules_violated'])

/** A refusal on the clock of the person signed in. */
export function onTheirClock(problem: Problem): Problem {
  const zone = currentZone()
  if (zone === null || toldByForms.has(problem.code)) return problem
  return { ...problem, detail: onClock(problem.detail, zone), errors: problem.errors.map(({ pointer, detail }) => ({ pointer, detail: onClock(detail, zone) })) }
}
