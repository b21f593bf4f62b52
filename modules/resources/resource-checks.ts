/** What a schema cannot say about a resource: intervals in order, each date once, durations that fit together. Pure. */
import type { FieldError } from '#kernel/http/problem'
import { say } from '#kernel/language'
import type { OpeningHours, Resource } from './contract.js'

type Checked = Pick<Resource, 'opening_hours' | 'exceptions' | 'min_duration_minutes' | 'max_duration_minutes'>
type Intervals = OpeningHours['mon']

/** @returns every fault with the field it is in; none for a sound resource */
export function faultsOfResource({ opening_hours, exceptions, min_duration_minutes, max_duration_minutes }: Checked): FieldError[] {
  const faults: FieldError[] = []
  for (const [day, intervals] of Object.entries(opening_hours ?? {})) faults.push(...faultsOfDay(intervals, `/opening_hours/${day}`))
  for (const [index, { date, intervals }] of exceptions.entries()) {
    faults.push(...faultsOfDay(intervals, `/exceptions/${index}/intervals`))
    const first = exceptions.findIndex((exception) => exception.date === date)
    if (first !== index) faults.push({ pointer: `/exceptions/${index}/date`, detail: say`${date} has an exception already, at /exceptions/${first}. Put all intervals of the day into one.` })
  }
  if (min_duration_minutes > max_duration_minutes) {
    faults.push({ pointer: '/max_duration_minutes', detail: say`The longest booking (${max_duration_minutes} min) must not be shorter than the shortest (${min_duration_minutes} min).` })
  }
  return faults
}

function faultsOfDay(intervals: Intervals, pointer: string): FieldError[] {
  const faults: FieldError[] = []
  for (const [index, { from, to }] of intervals.entries()) {
    if (from >= to) faults.push({ pointer: `${pointer}/${index}`, detail: say`Opens at ${from} and closes at ${to}: it must close later on the same day. Split a night into two days.` })
    const before = intervals[index - 1]
    if (before && before.to > from) faults.push({ pointer: `${pointer}/${index}`, detail: say`Starts at ${from}, before the interval in front of it ends at ${before.to}. Give intervals in order and apart.` })
  }
  return faults
}
