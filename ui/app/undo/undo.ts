import type { Booking } from '#modules/bookings/contract'
import type { Member } from '#modules/members/contract'
import type { Resource } from '#modules/resources/contract'
import { redirect } from 'react-router'
import type { ConsoleSession } from '../../server/console-session.js'
import type { Problem } from '../../server/problem.js'
import type { Route } from './+types/undo.js'
import { redirectSaying, undoKinds, type UndoKind } from '../flash/flash.server.js'
import { slotLabel } from '../bookings/booking-times.server.js'
import { showWallClock } from '../bookings/wall-clock.server.js'
import { words } from '../language/words.server.js'
import { ifMatch } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { textOf } from '../session/form-problem.js'
import { ownPath } from '../session/own-path.js'
import { viewerContext, type SignedInViewer } from '../session/viewer.js'

interface Wish {
  readonly session: ConsoleSession
  readonly viewer: SignedInViewer
  readonly id: string
  readonly back: string
}

/** Takes back what a toast says, where REST has a way back; refusals are said as plainly. */
export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const kind = undoKinds.find((one) => one === textOf(form, 'kind'))
  if (!kind) return redirect('/app')
  const wish = { session: context.get(consoleContext).session, viewer: context.get(viewerContext), id: textOf(form, 'id'), back: ownPath(form.get('return_to'), '/app') }
  return undoing[kind](wish)
}

export function loader() {
  return redirect('/app')
}

const undoing: Readonly<Record<UndoKind, (wish: Wish) => Promise<Response>>> = {
  rebook,
  'restore-resource': async ({ session, id, back }) => {
    const answer = await session.send<Resource>('POST', `/v1/resources/${encodeURIComponent(id)}/restoration`)
    return answer.ok ? redirectSaying(back, { tone: 'good', text: words()('{{name}} can be booked again.', { name: answer.body.name }) }) : refused(back, answer.problem)
  },
  'reactivate-member': async ({ session, id, back }) => {
    const answer = await session.send<Member>('POST', `/v1/members/${encodeURIComponent(id)}/reactivation`)
    return answer.ok ? redirectSaying(back, { tone: 'good', text: words()('{{name}} is active again.', { name: answer.body.name }) }) : refused(back, answer.problem)
  },
  'module-on': async ({ session, id, back }) => {
    const path = `/v1/organization/modules/${encodeURIComponent(id)}`
    const now = await session.send<{ version: number }>('GET', path)
    if (!now.ok) return refused(back, now.problem)
    const answer = await session.send('PUT', path, { body: { enabled: true }, headers: ifMatch(String(now.body.version)) })
    return answer.ok ? redirectSaying(back, { tone: 'good', text: words()('It is switched on again.') }) : refused(back, answer.problem)
  },
}

/** A cancelled booking stays cancelled; the same is booked anew, if the time is still free and the rules still agree. */
async function rebook({ session, viewer, id, back }: Wish): Promise<Response> {
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
  const resource = await session.send<Resource>('GET', `/v1/resources/${encodeURIComponent(resource_id)}`)
  const zone = resource.ok ? resource.body.timezone : viewer.user.timezone
  const [from, to] = [showWallClock(starts_at, zone), showWallClock(ends_at, zone)]
  const query = new URLSearchParams({ resource: resource_id, title, date: from.date, start: from.time, end: to.time, ...(to.date === from.date ? {} : { end_date: to.date }) })
  return redirectSaying(`/app/bookings/new?${query}`, { tone: 'bad', text: t('It cannot be booked again as it was'), detail: answer.problem.detail })
}

function refused(back: string, { detail }: Problem): Response {
  return redirectSaying(back, { tone: 'bad', text: words()('That could not be undone'), detail })
}
