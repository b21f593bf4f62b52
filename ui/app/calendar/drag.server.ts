import type { Booking, Resource } from '../bookings/rest-types.js'
import type { ConsoleSession } from '../../server/console-session.js'
import { bookingRefusal } from '../bookings/booking-refusal.server.js'
import { movedFlash } from '../bookings/moved.server.js'
import { readWallClock, showWallClock } from '../bookings/wall-clock.server.js'
import type { Flash } from '../flash/flash.server.js'
import { words } from '../language/words.server.js'
import { ifMatch, read } from '../reading/rest-reading.server.js'
import { textOf } from '../session/form-problem.js'

/** Why a drag did not hold, and where the booking would fit instead. */
export interface DragRefusal {
  readonly title: string
  readonly facts: readonly string[]
  readonly nextFree: readonly { label: string; to: string }[]
}

type Times = { readonly starts_at: string; readonly ends_at: string }

/** The wall-clock times of a drag as instants, or the sentence that says which of them does not exist or happens twice. */
function timesOf(form: FormData, zone: string): Times | string {
  const at = (name: string) => {
    const [date = '', time = ''] = textOf(form, name).split('T')
    return readWallClock(date, time.slice(0, 5), zone)
  }
  const start = at('start')
  const end = at('end')
  if (start.kind !== 'instant') return start.detail
  return end.kind === 'instant' ? { starts_at: start.instant, ends_at: end.instant } : end.detail
}

const refused = (title: string, ...facts: string[]): DragRefusal => ({ title, facts, nextFree: [] })

/** Moves or resizes a booking to where it was dropped. @returns what to say of it when it holds */
export async function moveBooking(session: ConsoleSession, form: FormData, zone: string): Promise<{ refusal: DragRefusal; said?: never } | { refusal: null; said: Omit<Flash, 'id'> }> {
  const id = textOf(form, 'id')
  const times = timesOf(form, zone)
  if (typeof times === 'string') return { refusal: refused(words()('That time is not on the clock'), times) }
  const resource_id = textOf(form, 'resource')
  const before = await session.send<Booking>('GET', `/v1/bookings/${encodeURIComponent(id)}`)
  const answer = await session.send<Booking>('PATCH', `/v1/bookings/${encodeURIComponent(id)}`, { body: { resource_id, ...times }, headers: ifMatch(textOf(form, 'version')) })
  if (answer.ok) return { refusal: null, said: movedFlash(before.ok ? before.body : null, answer.body, zone) }
  const resource = await read<Resource>(session, `/v1/resources/${encodeURIComponent(resource_id)}`)
  const { title, detail, conflicts, violations, nextFree } = bookingRefusal(answer.problem, resource.timezone)
  const facts = [...conflicts, ...violations]
  return {
    refusal: {
      title,
      facts: facts.length > 0 ? facts : [detail],
      nextFree: nextFree.map(({ label, query }) => ({ label, to: `/app/bookings/${id}/change?${new URLSearchParams({ resource: resource_id, ...query })}` })),
    },
  }
}

/** The booking form for what was drawn into the calendar, on the clock of the resource. */
export async function bookingAddress(session: ConsoleSession, form: FormData, zone: string): Promise<string | DragRefusal> {
  const times = timesOf(form, zone)
  if (typeof times === 'string') return refused(words()('That time is not on the clock'), times)
  const resource = await read<Resource>(session, `/v1/resources/${encodeURIComponent(textOf(form, 'resource'))}`)
  const from = showWallClock(times.starts_at, resource.timezone)
  const to = showWallClock(times.ends_at, resource.timezone)
  const query = { resource: resource.id, date: from.date, start: from.time, end: to.time, start_offset: from.offset, end_offset: to.offset, ...(to.date === from.date ? {} : { end_date: to.date }) }
  return `/app/bookings/new?${new URLSearchParams(query)}`
}
