import { data, Form, redirect, useNavigation, useSearchParams } from 'react-router'
import type { Route } from './+types/cancel-booking.js'
import { filterQuery } from './booking-filters.js'
import { slotLabel } from './booking-times.server.js'
import type { Booking, Resource } from './rest-types.js'
import { SidePanel } from './side-panel.js'
import { StatusBadge } from './status-badge.js'
import { Button, LinkButton } from '../kit/button.js'
import { TextField } from '../kit/field.js'
import { Notice } from '../kit/notice.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'
import { pageProblem } from '../session/page-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = () => [{ title: 'Cancel a booking · BookFlow' }]

export async function loader({ params, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const answer = await session.send<Booking>('GET', `/v1/bookings/${encodeURIComponent(params.id)}`)
  if (!answer.ok) throw pageProblem(answer.problem)
  const { title, status, starts_at, ends_at, resource_id } = answer.body
  const resource = await session.send<Resource>('GET', `/v1/resources/${resource_id}`)
  const zone = context.get(viewerContext).user.timezone
  return { title: title ?? 'Busy', status, slot: slotLabel(starts_at, ends_at, zone), resource: resource.ok ? resource.body.name : null }
}

export async function action({ request, url, params, context }: Route.ActionArgs) {
  const reason = textOf(await request.formData(), 'reason')
  const answer = await context.get(consoleContext).session.send<Booking>('POST', `/v1/bookings/${encodeURIComponent(params.id)}/cancellation`, { body: reason ? { reason } : {} })
  if (!answer.ok) return data({ problem: formProblem(answer.problem) }, { status: answer.status })
  return redirect(`/app/bookings${filterQuery(url.searchParams, { cancelled: answer.body.id })}`)
}

export default function CancelBooking({ loaderData, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams()
  const busy = useNavigation().formAction?.endsWith('/cancel') ?? false
  const { title, status, slot, resource } = loaderData
  const problem = actionData?.problem
  return (
    <SidePanel title="Cancel this booking?">
      <dl className="grid gap-1 rounded-xl border border-line bg-canvas px-4 py-3">
        <dt className="sr-only">Title</dt>
        <dd className="font-medium">{title}</dd>
        <dt className="sr-only">Time</dt>
        <dd className="text-ink-soft tabular-nums">{slot}</dd>
        <dt className="sr-only">Resource</dt>
        <dd className="text-ink-soft">{resource ?? 'Archived resource'}</dd>
        <dt className="sr-only">Status</dt>
        <dd className="pt-1">
          <StatusBadge status={status} />
        </dd>
      </dl>
      {problem ? <Notice tone="bad" takeFocus title={problem.title}><p>{problem.detail}</p></Notice> : null}
      <p className="text-ink-soft">The time becomes free at once and somebody else may take it. A cancelled booking cannot be restored; it stays in the history.</p>
      <Form method="post" className="grid gap-4" preventScrollReset>
        <TextField label="Reason" name="reason" optional maxLength={500} hint="Those concerned can read it." error={problem?.fields['reason']} />
        <div className="flex flex-wrap gap-2.5">
          <Button tone="danger" busy={busy}>
            Cancel booking
          </Button>
          <LinkButton to={`/app/bookings${filterQuery(search)}`} preventScrollReset>
            Keep it
          </LinkButton>
        </div>
      </Form>
    </SidePanel>
  )
}
