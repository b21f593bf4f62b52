import { words } from '../language/words.server.js'
import { textOf } from '../session/form-problem.js'
import type { Refusal } from './booking-refusal.server.js'
import type { FirstFree } from './first-free.server.js'
import type { Booking, Resource } from './rest-types.js'
import { nextHalfHour, readWallClock, showWallClock, type WallClock } from './wall-clock.server.js'

/** The form's fields as text, exactly as the person left them. */
export interface Draft {
  readonly resource: string
  readonly title: string
  readonly date: string
  readonly start: string
  readonly end: string
  /** Only for a booking that ends on another day. */
  readonly endDate: string
  readonly note: string
  /** Ids of those who come too. */
  readonly attendees: readonly string[]
  /** Whom it is for; empty is oneself. */
  readonly bookedFor: string
  /** Which of two equal wall-clock times is meant, e.g. `+02:00`; empty in all but one hour of the year. */
  readonly startOffset: string
  readonly endOffset: string
}

/** The resource an address names, else the first. */
export function wantedResource(search: URLSearchParams, resources: readonly Resource[]): Resource | undefined {
  const wanted = search.get('resource') ?? search.get('resource_id')
  return resources.find(({ id }) => id === wanted) ?? resources[0]
}

/**
 * An empty form, or the one an address describes (`resource`, `date`, `start`, `end`, `title`).
 * @param free the time that stands in an empty one; without it the next half hour
 */
export function readDraft(search: URLSearchParams, resources: readonly Resource[], viewerZone: string, free: FirstFree | null = null): Draft {
  const resource = wantedResource(search, resources)
  const soon = free ?? nextHalfHour(resource?.timezone ?? viewerZone)
  return {
    resource: resource?.id ?? '',
    title: search.get('title') ?? '',
    date: search.get('date') ?? soon.date,
    start: search.get('start') ?? soon.start,
    end: search.get('end') ?? soon.end,
    endDate: search.get('end_date') ?? (search.has('end') ? '' : soon.endDate),
    note: search.get('note') ?? '',
    attendees: attendeesIn(search) ?? [],
    bookedFor: search.get('booked_for') ?? '',
    startOffset: search.get('start_offset') ?? '',
    endOffset: search.get('end_offset') ?? '',
  }
}

/** A booking as its form shows it, on the clock of its resource; what the address gives (a suggested time) comes first. */
export function draftOfBooking(booking: Booking, search: URLSearchParams, resources: readonly Resource[], viewerZone: string): Draft {
  const resource = search.get('resource') ?? booking.resource_id
  const zone = resources.find(({ id }) => id === resource)?.timezone ?? viewerZone
  const from = showWallClock(booking.starts_at, zone)
  const to = showWallClock(booking.ends_at, zone)
  const suggested = search.has('date')
  return {
    resource,
    title: search.get('title') ?? booking.title ?? '',
    date: search.get('date') ?? from.date,
    start: search.get('start') ?? from.time,
    end: search.get('end') ?? to.time,
    endDate: search.get('end_date') ?? (suggested || to.date === from.date ? '' : to.date),
    note: search.get('note') ?? booking.note ?? '',
    attendees: attendeesIn(search) ?? booking.attendee_ids,
    bookedFor: '',
    startOffset: search.get('start_offset') ?? from.offset,
    endOffset: search.get('end_offset') ?? to.offset,
  }
}

/** A suggested time's address keeps who was ticked: ids with commas between them, `none` for nobody. Undefined when it says nothing. */
function attendeesIn(search: URLSearchParams): readonly string[] | undefined {
  return search.get('attendees')?.split(',').filter((id) => id !== 'none' && id !== '')
}

export interface BookingBody {
  readonly resource_id: string
  readonly starts_at: string
  readonly ends_at: string
  readonly title: string
  readonly note?: string
  readonly attendee_ids?: readonly string[]
  readonly booked_for?: string
}

type Read = { readonly draft: Draft; readonly body: BookingBody; readonly refusal: null } | { readonly draft: Draft; readonly body: null; readonly refusal: Refusal }

/** Turns wall-clock times of the resource's zone into instants, or says which field stands in the way. */
export function bookingFromForm(form: FormData, resources: readonly Resource[]): Read {
  const draft: Draft = {
    resource: textOf(form, 'resource'),
    title: textOf(form, 'title'),
    date: textOf(form, 'date'),
    start: textOf(form, 'start'),
    end: textOf(form, 'end'),
    endDate: textOf(form, 'end_date'),
    note: textOf(form, 'note'),
    attendees: form.getAll('attendee').filter((one) => typeof one === 'string'),
    bookedFor: textOf(form, 'booked_for'),
    startOffset: textOf(form, 'start_offset'),
    endOffset: textOf(form, 'end_offset'),
  }
  const resource = resources.find(({ id }) => id === draft.resource)
  if (!resource) return refuse(draft, { resource: words()('Choose a resource from the list.') })
  const start = readWallClock(draft.date, draft.start, resource.timezone, draft.startOffset)
  const end = readWallClock(draft.endDate || draft.date, draft.end, resource.timezone, draft.endOffset)
  if (start.kind !== 'instant' || end.kind !== 'instant') return askAgain(draft, start, end)
  if (Date.parse(end.instant) <= Date.parse(start.instant)) {
    return refuse(draft, { end: words()('The end must come after the start. Past midnight? Give the day it ends on below.') })
  }
  const { title, note, attendees, bookedFor } = draft
  const body = {
    resource_id: resource.id,
    starts_at: start.instant,
    ends_at: end.instant,
    title,
    ...(note ? { note } : {}),
    ...(attendees.length > 0 ? { attendee_ids: attendees } : {}),
    ...(bookedFor ? { booked_for: bookedFor } : {}),
  }
  return { draft, body, refusal: null }
}

function askAgain(draft: Draft, start: WallClock, end: WallClock): Read {
  const fields: Record<string, string> = {}
  if (start.kind !== 'instant') fields['start'] = start.detail
  if (end.kind !== 'instant') fields['end'] = end.detail
  const startChoices = start.kind === 'twice' ? start.choices : []
  const endChoices = end.kind === 'twice' ? end.choices : []
  return refuse(draft, fields, { startChoices, endChoices })
}

function refuse(draft: Draft, fields: Readonly<Record<string, string>>, choices: Pick<Refusal, 'startChoices' | 'endChoices'> = { startChoices: [], endChoices: [] }): Read {
  const refusal: Refusal = { code: 'validation_failed', title: words()('Look at the marked fields'), detail: '', fields, violations: [], conflicts: [], nextFree: [], ...choices }
  return { draft, body: null, refusal }
}
