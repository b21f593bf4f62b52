/** When a resource could have been used, and how much of a booking falls into that. Times are milliseconds since the epoch. */
import type { Resource, ResourcesPort } from '#modules/resources/contract'

export interface Span {
  readonly from: number
  readonly to: number
}

export interface Timetable {
  readonly resource: Resource
  /** In order, apart from each other. */
  readonly open: readonly Span[]
}

/** Opening hours with their exceptions inside `[from, to)`, from the day the resource was made until it was archived. */
export function timetableOf(resource: Resource, from: number, to: number, openIntervals: ResourcesPort['openIntervals']): Timetable {
  const begin = Math.max(from, Date.parse(resource.created_at))
  const end = resource.archived_at === null ? to : Math.min(to, Date.parse(resource.archived_at))
  const open = begin >= end ? [] : openIntervals(resource, new Date(begin).toISOString(), new Date(end).toISOString())
  return { resource, open: open.map(({ starts_at, ends_at }) => ({ from: Date.parse(starts_at), to: Date.parse(ends_at) })) }
}

/** The parts of `[from, to)` in which the resource is open, in order. */
export function* openParts(open: readonly Span[], from: number, to: number): Generator<Span> {
  for (let index = firstEndingAfter(open, from); index < open.length && open[index]!.from < to; index += 1) {
    yield { from: Math.max(from, open[index]!.from), to: Math.min(to, open[index]!.to) }
  }
}

function firstEndingAfter(open: readonly Span[], instant: number): number {
  let low = 0
  let high = open.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (open[middle]!.to > instant) high = middle
    else low = middle + 1
  }
  return low
}
