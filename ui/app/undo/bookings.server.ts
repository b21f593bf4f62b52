import type { Booking } from '#modules/bookings/contract'
import type { Resource } from '#modules/resources/contract'
import { bookingRefusal } from '../bookings/booking-refusal.server.js'
import { slotLabel } from '../bookings/booking-times.server.js'
import { readBefore } from '../bookings/moved.server.js'
import { showWallClock } from '../bookings/wall-clock.server.js'
import { redirectSaying } from '../flash/flash.server.js'
import { words } from '../language/words.server.js'
import { ifMatch } from '../reading/rest-reading.server.js'
import { refused, type Wish } from './wish.js'

/** A cancelled booking stays cancelled; the same is booked anew, if the time is still free and the rules still agree. */
export async function rebook({ session, viewer, id, back }: Wish): Promise<Response> {
  const t = words()
  const old = await session.send<Booking>('GET', `/v1/bookings/${encodeURIComponent(id)}`)
  if (!old.ok) return refused(back, old.problem)
  const { resource_id, starts_at, ends_at, note, attendee_ids, booked_for } = old.body
  const title = old.body.title ?? t('Booking')
  const others = booked_for !== null && booked_for !== viewer.user.id ? { booked_for } : {}
  const answer = await session.send<Booking>('POST', '/v1/bookings', { body: { resource_id, starts_at, ends_at, title, ...(note ? { note } : {}), attendee_ids, ...others } })
  if (answer.ok) {
    const slot = slotLabel(starts_at, ends_at, viewer.user.timezone)
    const waits = answer.body.status === 'pending_approval'
    return redirectSaying(`/app/bookings/${answer.body.id}`, { tone: waits ? 'wait' : 'good', text: waits ? t('Asked for again: {{title}}, {{when}}', { title, when: slot }) : t('Booked again: {{title}}, {{when}}', { title, when: slot }) })
  }
  const zone = await zoneOf(resource_id, { session, viewer })
  const [from, to] = [showWallClock(starts_at, zone), showWallClock(ends_at, zone)]
  const query = new URLSearchParams({ resource: resource_id, title, date: from.date, start: from.time, end: to.time, ...(to.date === from.date ? {} : { end_date: to.date }) })
  return redirectSaying(`/app/bookings/new?${query}`, { tone: 'bad', text: t('It cannot be booked again as it was'), detail: answer.problem.detail })
}

/** The booking goes back to where it was, if its old place is still free and nobody changed it meanwhile. A rule may ask for approval again. */
export async function moveBack({ session, viewer, id, was, back }: Wish): Promise<Response> {
  const t = words()
  const before = readBefore(was)
  if (!before) return redirectSaying(back, { tone: 'bad', text: t('That could not be undone') })
  const { resource_id, starts_at, ends_at, version } = before
  const answer = await session.send<Booking>('PATCH', `/v1/bookings/${encodeURIComponent(id)}`, { body: { resource_id, starts_at, ends_at }, headers: ifMatch(version) })
  if (answer.ok) {
    const said = { title: answer.body.title ?? t('Booking'), when: slotLabel(starts_at, ends_at, viewer.user.timezone) }
    const waits = answer.body.status === 'pending_approval'
    return redirectSaying(back, { tone: waits ? 'wait' : 'good', text: waits ? t('Moved back: {{title}}, {{when}}. It waits for approval.', said) : t('Moved back: {{title}}, {{when}}', said) })
  }
  const { title, detail, conflicts, violations } = bookingRefusal(answer.problem, await zoneOf(resource_id, { session, viewer }))
  const [fact = detail] = [...conflicts, ...violations]
  return redirectSaying(back, { tone: 'bad', text: t('It could not be moved back'), detail: [title, fact].filter(Boolean).join(': ') })
}

async function zoneOf(resourceId: string, { session, viewer }: Pick<Wish, 'session' | 'viewer'>): Promise<string> {
  const resource = await session.send<Resource>('GET', `/v1/resources/${encodeURIComponent(resourceId)}`)
  return resource.ok ? resource.body.timezone : viewer.user.timezone
}
