/** One typed condition against one draft: met or not, and why, in words. Pure. */
import type { BookingDraft } from '#modules/bookings/contract'
import type { Told } from '#kernel/contract'
import { say, spoken } from '#kernel/language'
import { attendees, attributeValue, comparison, dayName, listed, span, weekdays, type Comparison, type Weekday } from './condition-words.js'
import type { Condition } from './contract.js'
import { anyOutside, daysOf, localStretches, wallMs } from './local-time.js'

export interface Finding {
  met: boolean
  /** What the draft is, in relation to what the condition asks. */
  reason: Told
}

export function judge(condition: Condition, draft: BookingDraft): Finding {
  switch (condition.kind) {
    case 'duration':
      return duration(condition, (Date.parse(draft.ends_at) - Date.parse(draft.starts_at)) / 60_000)
    case 'notice':
      return notice(condition, (Date.parse(draft.starts_at) - Date.parse(draft.now)) / 60_000)
    case 'attendees':
      return measured(condition.is, draft.attendee_ids.length, condition.count, say`It has ${attendees(draft.attendee_ids.length)}`, String(condition.count))
    case 'resource':
      return among(condition.in.includes(draft.resource.id), say`The resource is ${draft.resource.name}`)
    case 'resource_type':
      return among(draft.resource.type_id !== null && condition.in.includes(draft.resource.type_id), draft.resource.type === null ? say`The resource has no type` : say`The resource is of type ${draft.resource.type}`)
    case 'role':
      return among(condition.in.includes(draft.role), say`The person it is for is ${spoken(draft.role)}`)
    case 'person':
      return person(condition.in.includes(draft.booked_for))
    case 'weekday':
      return weekday(condition.in, draft)
    case 'outside_hours':
      return outsideHours(condition, draft)
    case 'on_behalf':
      return onBehalf(condition.is, draft)
    case 'attribute':
      return attribute(condition, draft)
  }
}

function compare(is: Comparison, actual: number, asked: number): boolean {
  switch (is) {
    case 'more_than':
      return actual > asked
    case 'at_least':
      return actual >= asked
    case 'less_than':
      return actual < asked
    case 'at_most':
      return actual <= asked
  }
}

function measured(is: Comparison, actual: number, asked: number, what: Told, limit: string): Finding {
  const met = compare(is, actual, asked)
  return { met, reason: met ? say`${what}, which is ${comparison(is)} ${limit}.` : say`${what}, which is not ${comparison(is)} ${limit}.` }
}

function duration({ is, minutes }: Extract<Condition, { kind: 'duration' }>, actual: number): Finding {
  return measured(is, actual, minutes, say`It lasts ${span(actual)}`, span(minutes))
}

function notice({ is, minutes }: Extract<Condition, { kind: 'notice' }>, actual: number): Finding {
  return measured(is, actual, minutes, actual < 0 ? say`It started ${span(actual)} ago` : say`It starts in ${span(actual)}`, say`${span(minutes)} ahead`)
}

function among(met: boolean, what: Told): Finding {
  return { met, reason: met ? say`${what}, one of those named.` : say`${what}, not one of those named.` }
}

function person(met: boolean): Finding {
  return { met, reason: met ? say`The person it is for is one of those named.` : say`The person it is for is not one of those named.` }
}

function weekday(days: readonly Weekday[], { starts_at, ends_at, resource }: BookingDraft): Finding {
  // Day 0 was a Thursday.
  const touched = [...new Set(daysOf(localStretches(starts_at, ends_at, resource.timezone)).map((day) => weekdays[(((day + 3) % 7) + 7) % 7] ?? 'mon'))]
  const met = touched.some((day) => days.includes(day))
  const on = listed(touched.map(dayName), 'and')
  return { met, reason: met ? say`In ${resource.timezone} it is on ${on}, at least one of those named.` : say`In ${resource.timezone} it is on ${on}, none of those named.` }
}

function outsideHours({ from, to }: Extract<Condition, { kind: 'outside_hours' }>, { starts_at, ends_at, resource }: BookingDraft): Finding {
  const met = anyOutside(localStretches(starts_at, ends_at, resource.timezone), wallMs(from), wallMs(to))
  return { met, reason: met ? say`In ${resource.timezone} some of it lies outside ${from} to ${to}.` : say`In ${resource.timezone} all of it lies inside ${from} to ${to}.` }
}

function onBehalf(is: boolean, { booked_by, booked_for }: BookingDraft): Finding {
  const actual = booked_by !== booked_for
  return { met: actual === is, reason: actual ? say`It is made on behalf of somebody else.` : say`It is made by the person it is for.` }
}

function attribute({ name, equals }: Extract<Condition, { kind: 'attribute' }>, { resource }: BookingDraft): Finding {
  const actual = Object.hasOwn(resource.attributes, name) ? resource.attributes[name] : undefined
  const what = actual === undefined ? say`The resource has no "${name}"` : say`The resource's "${name}" is ${attributeValue(actual)}`
  return { met: actual === equals, reason: actual === equals ? say`${what}, as asked.` : say`${what}, not ${attributeValue(equals)}.` }
}
