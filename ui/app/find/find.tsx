import { useTranslation } from 'react-i18next'
import { data, redirect } from 'react-router'
import type { Booking } from '#modules/bookings/contract'
import type { Route } from './+types/find.js'
import { FindForm } from './find-form.js'
import { readFind } from './find.server.js'
import { readWish } from './find-wish.js'
import { OfferCard } from './offer-card.js'
import { bookingRefusal } from '../bookings/booking-refusal.server.js'
import { placeOf, today } from '../bookings/wall-clock.server.js'
import { monday, plusDays } from '../calendar/calendar-range.js'
import { EmptyState } from '../kit/empty-state.js'
import { Notice } from '../kit/notice.js'
import { Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { NoResources } from '../nothing-yet/no-resources.js'
import { FirstView, SavedViews } from '../saved-views/saved-views.js'
import { consoleContext } from '../session/console-context.js'
import { textOf } from '../session/form-problem.js'
import { requirePermission } from '../session/require-permission.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Find a time')

export async function loader({ url, context }: Route.LoaderArgs) {
  const viewer = context.get(viewerContext)
  requirePermission(viewer, 'bookings:create')
  const zone = viewer.user.timezone
  const now = today(zone)
  // Late in the week its rest is hardly a choice: then the next one counts too.
  const sunday = plusDays(monday(now), 6)
  const wish = readWish(url.searchParams, now, sunday < plusDays(now, 2) ? plusDays(sunday, 7) : sunday)
  return { mayManage: viewer.permissions.includes('resources:manage'), wish, place: placeOf(zone), today: now, found: await readFind(context.get(consoleContext).session, wish, zone) }
}

/** Books an offered time at once: the title stands in the search. */
export async function action({ request, context }: Route.ActionArgs) {
  const { session } = context.get(consoleContext)
  const form = await request.formData()
  const [resource_id, starts_at, ends_at] = textOf(form, 'slot').split('|')
  const answer = await session.send<Booking>('POST', '/v1/bookings', { body: { resource_id, starts_at, ends_at, title: textOf(form, 'title') } })
  if (answer.ok) return redirect(`/app/bookings?created=${answer.body.id}&from=${starts_at?.slice(0, 10) ?? ''}`)
  return data({ refusal: bookingRefusal(answer.problem, context.get(viewerContext).user.timezone) }, { status: answer.status })
}

export default function Find({ loaderData: { mayManage, wish, place, today: now, found }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const refusal = actionData?.refusal
  return (
    <Screen title={t('Find a time')} lead={t('Times in {{place}}', { place })}>
      <SavedViews screen="find" />
      {found.any ? <FindForm wish={wish} types={found.types} attributes={found.attributes} today={now} /> : <NoResources filtered={false} archived={false} mayManage={mayManage} />}
      <FirstView screen="find" />
      {refusal ? (
        <Notice tone="bad" takeFocus title={refusal.title}>
          {[...refusal.conflicts, ...refusal.violations, refusal.detail].slice(0, 3).map((fact) => <p key={fact}>{fact}</p>)}
        </Notice>
      ) : null}
      {found.any && wish.asked && found.offers.length === 0 ? (
        <EmptyState icon="clock" title={t('Nothing fits')}>
          <p>{t('No resource is free for that long at these hours. Try more days, other hours or a shorter time.')}</p>
        </EmptyState>
      ) : null}
      {found.offers.length > 0 ? (
        <section aria-labelledby="offers" className="grid gap-3">
          <h2 id="offers" role="status" className="text-base font-semibold">{t('{{count}} resources have time', { count: found.offers.length + found.hidden })}</h2>
          <ul className="grid gap-3">
            {found.offers.map((offer) => (
              <li key={offer.id}>
                <OfferCard offer={offer} title={wish.title} />
              </li>
            ))}
          </ul>
          {found.hidden > 0 ? <p className="text-sm text-ink-faint">{t('The best {{shown}} are shown. Narrow the search to see others.', { shown: String(found.offers.length) })}</p> : null}
        </section>
      ) : null}
    </Screen>
  )
}
