import { Trans, useTranslation } from 'react-i18next'
import { data } from 'react-router'
import type { Route } from './+types/decide.js'
import { DecisionForm } from './decision-form.js'
import { decideByLink, readLink, type LinkView } from './decision-link.server.js'
import { AccountPage, TextLink } from '../account/account-page.js'
import { Notice } from '../kit/notice.js'
import { titled } from '../language/title.js'
import { consoleContext } from '../session/console-context.js'
import { textOf } from '../session/form-problem.js'

export const meta: Route.MetaFunction = ({ matches }) => [...titled(matches, 'Decide on a booking'), { name: 'robots', content: 'noindex' }]

/** Open to whoever holds the link, signed in or not. Reading it changes nothing. */
export async function loader({ url, context }: Route.LoaderArgs) {
  const token = url.searchParams.get('token') ?? ''
  const choice = url.searchParams.get('choice') === 'reject' ? ('reject' as const) : ('approve' as const)
  if (token === '') return { token, choice, view: null, problem: null }
  return { token, choice, ...(await readLink(context.get(consoleContext).session, token)) }
}

/** The link works once, so it changes something only on POST. */
export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const { status, ...outcome } = await decideByLink(context.get(consoleContext).session, form)
  return data({ ...outcome, comment: textOf(form, 'comment'), choice: textOf(form, 'decision') === 'reject' ? ('reject' as const) : ('approve' as const) }, { status })
}

export default function Decide({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const { token, choice, view } = loaderData
  if (actionData?.result) return <Done {...actionData.result} />
  const problem = actionData?.problem ?? loaderData.problem
  if (!view) {
    return (
      <AccountPage title={t('This link decides nothing any more')} foot={<TextLink to="/app/approvals">{t('See what waits for you')}</TextLink>}>
        <Notice tone="wait" title={token === '' ? t('Part of the link is missing. Open it from the e-mail again.') : (problem?.detail ?? t('It cannot be read just now.'))}>
          <p>{t('Each link works once, for one person and one step, and only while the request waits.')}</p>
        </Notice>
      </AccountPage>
    )
  }
  const comment = problem?.fields['comment']
  return (
    <AccountPage
      title={t('A booking waits for your decision')}
      lead={<Trans i18nKey="You decide as <strong>{{name}}</strong> of {{organization}}." values={{ name: view.reader, organization: view.organization }} components={{ strong: <strong className="text-ink" /> }} />}
      foot={t('The link works once, until {{when}}.', { when: view.until })}
    >
      {problem ? <Notice tone="bad" takeFocus title={comment ? t('Say why you turn it down') : problem.detail} /> : null}
      <Facts view={view} />
      <DecisionForm token={token} choice={actionData?.choice ?? choice} comment={actionData?.comment ?? ''} error={comment ? t('Whoever asked reads it.') : undefined} />
    </AccountPage>
  )
}

function Facts({ view }: { view: LinkView }) {
  const { t } = useTranslation()
  const facts: readonly (readonly [string, string | null])[] = [
    [t('Title of the booking'), view.title],
    [t('Booked resource'), view.place],
    [t('When'), view.when],
    [t('On the clock there'), view.there],
    [t('Booked for'), view.bookedFor],
    [t('Booked by'), view.bookedBy],
    [t('Asked for by the rule'), view.step.of > 1 ? t('{{rule}}, step {{position}} of {{of}}', { rule: view.rule, ...view.step }) : view.rule],
  ]
  return (
    <dl className="grid gap-3 rounded-xl border border-line bg-surface p-4 shadow-soft">
      {facts.map(([label, value]) =>
        value ? (
          <div key={label} className="grid gap-0.5">
            <dt className="text-sm text-ink-soft">{label}</dt>
            <dd className="font-medium break-words">{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}

function Done({ decision, status, booking_id }: { decision: 'approve' | 'reject'; status: string; booking_id: string }) {
  const { t } = useTranslation()
  const approved = decision === 'approve'
  return (
    <AccountPage title={approved ? t('You approved the booking') : t('You turned the booking down')} foot={<TextLink to={`/app/bookings/${booking_id}`}>{t('Look at the booking')}</TextLink>}>
      <Notice tone="good" takeFocus title={status === 'pending' ? t('Your decision is noted. Others have to decide as well.') : approved ? t('It is confirmed; its people are told.') : t('Its time is free again; its people are told.')} />
    </AccountPage>
  )
}
