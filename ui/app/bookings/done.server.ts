import type { ConsoleSession } from '../../server/console-session.js'
import { words } from '../language/words.server.js'
import { slotLabel } from './booking-times.server.js'
import type { Booking, BookingStatus } from './rest-types.js'

/** What a form just did, for the notice above the list; the address names it, so that it works without scripts too. */
export interface Done {
  readonly id: string
  readonly status: BookingStatus
  readonly title: string
  readonly slot: string
}

export async function readDone(session: ConsoleSession, search: URLSearchParams, zone: string): Promise<Done | null> {
  const id = search.get('created')
  if (!id || !/^[\w-]+$/.test(id)) return null
  const answer = await session.send<Booking>('GET', `/v1/bookings/${id}`)
  if (!answer.ok) return null
  const { status, title, starts_at, ends_at } = answer.body
  return { id, status, title: title ?? words()('Booking'), slot: slotLabel(starts_at, ends_at, zone) }
}
