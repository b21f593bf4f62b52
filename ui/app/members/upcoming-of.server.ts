import type { ConsoleSession } from '../../server/console-session.js'
import { allResources } from '../bookings/all-resources.server.js'
import { slotLabel } from '../bookings/booking-times.server.js'
import type { Booking } from '../bookings/rest-types.js'
import { words } from '../language/words.server.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import type { UpcomingBooking } from '../resources/upcoming-bookings.js'

const most = 8
const taking = new Set(['held', 'pending_approval', 'confirmed', 'checked_in'])

/** What is booked for a member from now on. @param zone the reader's */
export async function upcomingOf(session: ConsoleSession, member: string, zone: string): Promise<{ readonly rows: readonly UpcomingBooking[]; readonly more: boolean }> {
  const [page, resources] = await Promise.all([
    read<Page<Booking>>(session, '/v1/bookings', { booked_for: member, from: new Date().toISOString(), limit: '30' }),
    allResources(session),
  ])
  const t = words()
  const coming = page.items.filter(({ status }) => taking.has(status))
  const nameOf = (id: string): string => resources.find((one) => one.id === id)?.name ?? t('Archived resource')
  const rows = coming.slice(0, most).map(({ id, title, resource_id, starts_at, ends_at, status }) => ({ id, title: title ?? t('Untitled'), slot: `${slotLabel(starts_at, ends_at, zone)} · ${nameOf(resource_id)}`, status }))
  return { rows, more: coming.length > most || page.next_cursor !== null }
}
