import { useTranslation } from 'react-i18next'
import { data, Form, Link, useNavigation } from 'react-router'
import type { Route } from './+types/booking-detail.js'
import { readBookingDetail, type BookingDetailData } from './booking-detail.server.js'
import { HistoryList } from './history-list.js'
import type { Booking } from './rest-types.js'
import { StatusBadge } from './status-badge.js'
import { ChainView } from '../approval-chain/chain-view.js'
import { redirectSaying } from '../flash/flash.server.js'
import { Button, LinkButton } from '../kit/button.js'
import { Notice } from '../kit/notice.js'
import { Panel, Screen } from '../kit/screen.js'
import { phrase } from '../language/phrases.js'
import { titled } from '../language/title.js'
import { words } from '../language/words.server.js'
import { ifMatch } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ loaderData, matches }) => (loaderData ? [{ title: `${loaderData.booking.title} · BookFlow` }] : titled(matches, 'Booking'))

export async function loader({ params, context }: Route.LoaderArgs) {
  const booking = await readBookingDetail(context.get(consoleContext).session, context.get(viewerContext), params.id)
  return { booking }
}

/** The steps of a booking's life that need nothing but a click. */
const steps: Readonly<Record<string, string>> = { 'check-in': 'check-in', confirm: 'confirmation', 'no-show': 'no-show' }

export async function action({ request, params, context }: Route.ActionArgs) {
  const form = await request.formData()
  const step = textOf(form, 'step')
  const path = `/v1/bookings/${encodeURIComponent(params.id)}/${steps[step] ?? ''}`
  // Confirming a hold knows no versions: the hold itself is what is confirmed.
  const headers = step === 'confirm' ? {} : ifMatch(textOf(form, 'version'))
  const answer = await context.get(consoleContext).session.send<Booking>('POST', path, { headers })
  if (!answer.ok) return data({ problem: formProblem(answer.problem) }, { status: answer.status })
  return redirectSaying(`/app/bookings/${answer.body.id}`, { tone: 'good', text: words()(doneWords[step] ?? 'Changed') })
}

const doneWords: Readonly<Record<string, string>> = { 'check-in': phrase('Checked in'), confirm: phrase('The hold is a booking now'), 'no-show': phrase('Marked as missed') }

export default function BookingDetail({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const { booking } = loaderData
  const problem = actionData?.problem
  return (
    <Screen
      title={booking.title}
      lead={
        <Link to="/app/bookings" className="underline-offset-2 hover:underline">
          {t('Bookings')}
        </Link>
      }
      action={<StatusBadge status={booking.status} />}
    >
      {problem ? <Notice tone="bad" takeFocus title={problem.title}><p>{problem.detail}</p></Notice> : null}
      <div className="grid items-start gap-5 md:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
        <div className="grid gap-5">
          <Facts booking={booking} />
          {booking.approval ? (
            <Panel title={t('Approval')} lead={t('Asked for by the rule “{{rule}}”', { rule: booking.approval.rule })}>
              <ChainView chain={booking.approval.chain} />
              {booking.approval.mayDecide ? <LinkButton tone="primary" to="/app/approvals" className="justify-self-start">{t('Decide on it')}</LinkButton> : null}
            </Panel>
          ) : null}
        </div>
        <Panel title={t('History')}>
          <HistoryList lines={booking.history} />
        </Panel>
      </div>
    </Screen>
  )
}

function Facts({ booking }: { booking: BookingDetailData }) {
  const { t } = useTranslation()
  const { resource } = booking
  const where = resource.name ? (
    <Link to={`/app/resources/${resource.id}`} className="font-medium text-ink underline decoration-line-strong underline-offset-2 hover:decoration-ink">
      {resource.name}
    </Link>
  ) : (
    t('Archived resource')
  )
  return (
    <Panel title={t('When and where')}>
      <div className="grid gap-0.5">
        <p className="text-lg font-medium tabular-nums">{booking.range}</p>
        <p className="text-ink-soft">{booking.day}</p>
        {booking.elsewhere ? <p className="text-sm text-ink-faint tabular-nums">{booking.elsewhere}</p> : null}
      </div>
      <p>
        {where}
        <span className="text-ink-soft">{[resource.location, resource.unit ? t('unit {{number}}', { number: String(resource.unit) }) : null].filter(Boolean).map((part) => ` · ${part}`)}</span>
      </p>
      {booking.whole ? (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1.5 text-sm">
          <Fact term={t('Booked by')}>{booking.bookedBy}</Fact>
          {booking.bookedFor ? <Fact term={t('For')}>{booking.bookedFor}</Fact> : null}
          {booking.attendees.length > 0 ? <Fact term={t('With')}>{booking.attendees.join(', ')}</Fact> : null}
          {booking.heldUntil ? <Fact term={t('Held until')}>{booking.heldUntil}</Fact> : null}
          {booking.reason ? <Fact term={t('Reason')}>{booking.reason}</Fact> : null}
        </dl>
      ) : (
        <p className="text-sm text-ink-faint">{t(booking.busy ? 'It is somebody else’s: you see that the time is taken.' : 'It is somebody else’s: you see that the time is taken, and its title.')}</p>
      )}
      {booking.note ? <p className="border-l-2 border-line-strong pl-3 text-sm whitespace-pre-line text-ink-soft">{booking.note}</p> : null}
      <Acts booking={booking} />
    </Panel>
  )
}

function Fact({ term, children }: { term: string; children: string }) {
  return (
    <>
      <dt className="text-ink-faint">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}

function Acts({ booking: { id, version, acts } }: { booking: BookingDetailData }) {
  const { t } = useTranslation()
  const { formData } = useNavigation()
  const busy = formData?.get('step')
  if (!Object.values(acts).includes(true)) return null
  return (
    <div className="flex flex-wrap gap-2.5 border-t border-line pt-4">
      <Form method="post" preventScrollReset className="contents">
        <input type="hidden" name="version" value={version} />
        {acts.checkIn ? <Button tone="primary" name="step" value="check-in" busy={busy === 'check-in'}>{t('Check in')}</Button> : null}
        {acts.confirm ? <Button tone="primary" name="step" value="confirm" busy={busy === 'confirm'}>{t('Confirm the hold')}</Button> : null}
        {acts.noShow ? <Button name="step" value="no-show" busy={busy === 'no-show'}>{t('Nobody came')}</Button> : null}
      </Form>
      {acts.change ? <LinkButton to={`/app/bookings/${id}/change`}>{t('Change')}</LinkButton> : null}
      {acts.cancel ? <LinkButton to={`/app/bookings/${id}/cancel`}>{t('Cancel it')}</LinkButton> : null}
    </div>
  )
}
