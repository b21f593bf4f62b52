import { useTranslation } from 'react-i18next'
import { data, Form, useNavigation, useSearchParams } from 'react-router'
import type { Route } from './+types/cancel-booking.js'
import { filterQuery } from './booking-filters.js'
import { slotLabel } from './booking-times.server.js'
import type { Booking, Resource } from './rest-types.js'
import { SidePanel } from './side-panel.js'
import { StatusBadge } from './status-badge.js'
import { redirectSaying } from '../flash/flash.server.js'
import { Button, LinkButton } from '../kit/button.js'
import { TextField } from '../kit/field.js'
import { Notice } from '../kit/notice.js'
import { titled } from '../language/title.js'
import { words } from '../language/words.server.js'
import { read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Cancel a booking')

export async function loader({ params, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const { title, status, starts_at, ends_at, resource_id } = await read<Booking>(session, `/v1/bookings/${encodeURIComponent(params.id)}`)
  const resource = await session.send<Resource>('GET', `/v1/resources/${resource_id}`)
  const zone = context.get(viewerContext).user.timezone
  return { title: title ?? words()('Busy'), status, slot: slotLabel(starts_at, ends_at, zone), resource: resource.ok ? resource.body.name : null }
}

export async function action({ request, url, params, context }: Route.ActionArgs) {
  const reason = textOf(await request.formData(), 'reason')
  const answer = await context.get(consoleContext).session.send<Booking>('POST', `/v1/bookings/${encodeURIComponent(params.id)}/cancellation`, { body: reason ? { reason } : {} })
  if (!answer.ok) return data({ problem: formProblem(answer.problem) }, { status: answer.status })
  const { id, title, starts_at, ends_at } = answer.body
  const t = words()
  return redirectSaying(`/app/bookings${filterQuery(url.searchParams)}`, {
    tone: 'good',
    text: t('Cancelled: {{title}}, {{when}}', { title: title ?? t('Booking'), when: slotLabel(starts_at, ends_at, context.get(viewerContext).user.timezone) }),
    detail: t('The time is free again.'),
    undo: { kind: 'rebook', id, label: t('Book it again') },
  })
}

export default function CancelBooking({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const busy = useNavigation().formAction?.endsWith('/cancel') ?? false
  const { title, status, slot, resource } = loaderData
  const problem = actionData?.problem
  return (
    <SidePanel title={t('Cancel this booking?')}>
      <dl className="grid gap-1 rounded-xl border border-line bg-canvas px-4 py-3">
        <dt className="sr-only">{t('Title')}</dt>
        <dd className="font-medium">{title}</dd>
        <dt className="sr-only">{t('Time')}</dt>
        <dd className="text-ink-soft tabular-nums">{slot}</dd>
        <dt className="sr-only">{t('Resource')}</dt>
        <dd className="text-ink-soft">{resource ?? t('Archived resource')}</dd>
        <dt className="sr-only">{t('Status')}</dt>
        <dd className="pt-1">
          <StatusBadge status={status} />
        </dd>
      </dl>
      {problem ? <Notice tone="bad" takeFocus title={problem.title}><p>{problem.detail}</p></Notice> : null}
      <p className="text-ink-soft">{t('The time becomes free at once and somebody else may take it. A cancelled booking cannot be restored, only booked again; it stays in the history.')}</p>
      <Form method="post" className="grid gap-4" preventScrollReset>
        <TextField label={t('Reason')} name="reason" optional maxLength={500} hint={t('Those concerned can read it.')} error={problem?.fields['reason']} />
        <div className="flex flex-wrap gap-2.5">
          <Button tone="danger" busy={busy}>
            {t('Cancel booking')}
          </Button>
          <LinkButton to={`/app/bookings${filterQuery(search)}`} preventScrollReset>
            {t('Keep it')}
          </LinkButton>
        </div>
      </Form>
    </SidePanel>
  )
}
