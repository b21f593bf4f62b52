import { useTranslation } from 'react-i18next'
import { data, redirect, useSearchParams, type ShouldRevalidateFunction } from 'react-router'
import type { Route } from './+types/new-booking.js'
import { allResources } from './all-resources.server.js'
import { BookingForm } from './booking-form.js'
import { bookingFromForm, readDraft, wantedResource, type Draft } from './booking-draft.server.js'
import { filterQuery } from './booking-filters.js'
import { bookingRefusal } from './booking-refusal.server.js'
import { firstFree } from './first-free.server.js'
import { othersOf } from './others.server.js'
import type { Booking } from './rest-types.js'
import { SidePanel } from './side-panel.js'
import { placeOf } from './wall-clock.server.js'
import { titled } from '../language/title.js'
import { readPeople } from '../reading/people.server.js'
import { NoResources } from '../nothing-yet/no-resources.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'New booking')

export async function loader({ url, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const [resources, people] = await Promise.all([allResources(session), readPeople(session, viewer)])
  const zone = viewer.user.timezone
  const { searchParams } = url
  const resource = wantedResource(searchParams, resources)
  const free = resource && !searchParams.has('start') ? await firstFree(session, resource, searchParams.get('date')) : null
  const draft = readDraft(searchParams, resources, zone, free)
  return {
    draft,
    key: crypto.randomUUID(),
    resources: resources.map(({ id, name, location, timezone }) => ({ id, name, location, place: timezone === zone ? null : placeOf(timezone) })),
    people: othersOf(people, viewer),
    onBehalf: viewer.permissions.includes('bookings:manage'),
    mayManage: viewer.permissions.includes('resources:manage'),
    place: placeOf(zone),
  }
}

/**
 * Not when somebody else's booking comes in: the form would get another idempotency key between two clicks, and a field not yet touched
 * another value.
 */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl, formMethod }) => formMethod !== undefined || currentUrl.href !== nextUrl.href

export async function action({ request, url, context }: Route.ActionArgs) {
  const { session } = context.get(consoleContext)
  const form = await request.formData()
  const resources = await allResources(session)
  const { draft, body, refusal } = bookingFromForm(form, resources)
  const retryKey = crypto.randomUUID()
  if (refusal) return data({ draft, refusal, key: retryKey }, { status: 422 })
  const answer = await session.send<Booking>('POST', '/v1/bookings', { body, headers: { 'idempotency-key': String(form.get('key') || retryKey) } })
  if (answer.ok) return redirect(`/app/bookings${filterQuery(url.searchParams, { cursor: '', created: answer.body.id })}`)
  const zone = resources.find(({ id }) => id === draft.resource)?.timezone ?? 'UTC'
  return data({ draft, refusal: bookingRefusal(answer.problem, zone), key: retryKey }, { status: answer.status })
}

export default function NewBooking({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  // A suggested time is a link that puts it into the address; the form must start anew with it.
  const suggested = ['resource', 'date', 'start', 'end'].map((name) => search.get(name)).join('|')
  const draft: Draft = actionData?.draft ?? loaderData.draft
  return (
    <SidePanel title={t('New booking')}>
      {loaderData.resources.length === 0 ? (
        <NoResources filtered={false} archived={false} mayManage={loaderData.mayManage} />
      ) : (
        <BookingForm
          key={suggested}
          id={null}
          people={loaderData.people}
          onBehalf={loaderData.onBehalf}
          path="/app/bookings/new"
          submit={t('Book')}
          draft={draft}
          refusal={actionData?.refusal ?? null}
          idempotencyKey={actionData?.key ?? loaderData.key}
          resources={loaderData.resources}
          viewerPlace={loaderData.place}
        />
      )}
    </SidePanel>
  )
}
