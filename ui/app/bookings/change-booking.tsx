import { useTranslation } from 'react-i18next'
import { data, useSearchParams, type ShouldRevalidateFunction } from 'react-router'
import type { Route } from './+types/change-booking.js'
import { allResources } from './all-resources.server.js'
import { bookingFromForm, draftOfBooking, type Draft } from './booking-draft.server.js'
import { BookingForm } from './booking-form.js'
import { othersOf } from './others.server.js'
import { bookingRefusal } from './booking-refusal.server.js'
import { movedFlash } from './moved.server.js'
import type { Booking } from './rest-types.js'
import { placeOf } from './wall-clock.server.js'
import { redirectSaying } from '../flash/flash.server.js'
import { LinkButton } from '../kit/button.js'
import { Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { readPeople } from '../reading/people.server.js'
import { ifMatch, read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { textOf } from '../session/form-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Change a booking')

export async function loader({ url, params, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const [booking, resources, people] = await Promise.all([read<Booking>(session, `/v1/bookings/${encodeURIComponent(params.id)}`), allResources(session), readPeople(session, viewer)])
  const zone = viewer.user.timezone
  return {
    id: booking.id,
    // A suggested time keeps the version its form was opened with.
    version: url.searchParams.get('version') ?? String(booking.version),
    draft: draftOfBooking(booking, url.searchParams, resources, zone),
    resources: resources.map(({ id, name, location, timezone }) => ({ id, name, location, place: timezone === zone ? null : placeOf(timezone) })),
    people: othersOf(people, viewer),
    place: placeOf(zone),
  }
}

/** The version belongs to what stands in the form: a change made meanwhile must be refused, not overwritten. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl }) => currentUrl.href !== nextUrl.href

export async function action({ request, params, context }: Route.ActionArgs) {
  const { session } = context.get(consoleContext)
  const form = await request.formData()
  const version = textOf(form, 'key')
  const resources = await allResources(session)
  const { draft, body, refusal } = bookingFromForm(form, resources)
  if (refusal) return data({ draft, refusal, version }, { status: 422 })
  const { booked_for: _for, ...changes } = body
  const path = `/v1/bookings/${encodeURIComponent(params.id)}`
  const before = await session.send<Booking>('GET', path)
  const answer = await session.send<Booking>('PATCH', path, { body: { ...changes, note: body.note ?? null, attendee_ids: body.attendee_ids ?? [] }, headers: ifMatch(version) })
  if (answer.ok) return redirectSaying(`/app/bookings/${answer.body.id}`, movedFlash(before.ok ? before.body : null, answer.body, context.get(viewerContext).user.timezone))
  const zone = resources.find(({ id }) => id === draft.resource)?.timezone ?? 'UTC'
  return data({ draft, refusal: bookingRefusal(answer.problem, zone), version }, { status: answer.status })
}

export default function ChangeBooking({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const suggested = ['resource', 'date', 'start', 'end'].map((name) => search.get(name)).join('|')
  const draft: Draft = actionData?.draft ?? loaderData.draft
  const { id } = loaderData
  const version = actionData?.version ?? loaderData.version
  return (
    <Screen title={t('Change this booking')} lead={t('It keeps its history. A rule may ask for approval again.')}>
      <div className="grid max-w-xl gap-5">
        <BookingForm
          key={suggested}
          id={id}
          people={loaderData.people}
          onBehalf={false}
          draft={draft}
          refusal={actionData?.refusal ?? null}
          idempotencyKey={version}
          carry={{ version }}
          resources={loaderData.resources}
          viewerPlace={loaderData.place}
          path={`/app/bookings/${id}/change`}
          submit={t('Save')}
          aside={<LinkButton to={`/app/bookings/${id}`}>{t('Keep it as it is')}</LinkButton>}
        />
      </div>
    </Screen>
  )
}
