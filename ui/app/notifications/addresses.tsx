import type { MailAddress } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { data, Form, redirect, useNavigation, useSearchParams } from 'react-router'
import type { Route } from './+types/addresses.js'
import { NotificationsScreen } from './notifications-screen.js'
import { deliveryLooks } from './outbox-words.js'
import { Badge } from '../kit/badge.js'
import { Button } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'
import { Notice } from '../kit/notice.js'
import { Pager } from '../kit/pager.js'
import { Rows } from '../kit/rows.js'
import { titled } from '../language/title.js'
import { momentText } from '../reading/instant-text.server.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Stopped addresses')

export async function loader({ url, context }: Route.LoaderArgs) {
  const zone = context.get(viewerContext).user.timezone
  const { items, next_cursor } = await read<Page<MailAddress>>(context.get(consoleContext).session, '/v1/mail-addresses', { cursor: url.searchParams.get('cursor') ?? '', limit: '50' })
  return { rows: items.map(({ since, ...address }) => ({ ...address, when: momentText(since, zone) })), nextCursor: next_cursor }
}

export async function action({ request, context }: Route.ActionArgs) {
  const id = textOf(await request.formData(), 'id')
  const answer = await context.get(consoleContext).session.send('POST', `/v1/mail-addresses/${encodeURIComponent(id)}/confirmation`)
  return answer.ok ? redirect('/app/notifications/addresses?done=confirmed') : data({ problem: formProblem(answer.problem) }, { status: answer.status })
}

export default function Addresses({ loaderData: { rows, nextCursor }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const confirming = useNavigation().formData?.get('id')
  const problem = actionData?.problem
  return (
    <NotificationsScreen view="/app/notifications/addresses" lead={t('Members to whom nothing is sent, because their mail bounced or they called it spam')}>
      {problem ? <Notice tone="bad" takeFocus title={problem.title}><p>{problem.detail}</p></Notice> : null}
      {!problem && search.get('done') === 'confirmed' ? <Notice tone="good" takeFocus title={t('Mail is sent there again.')} /> : null}
      {rows.length > 0 ? (
        <Rows>
          {rows.map(({ id, name, email, state, when }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
              <div className="min-w-0 flex-1">
                <p className="font-medium">{name}</p>
                <p className="text-sm break-all text-ink-soft">{email}</p>
                <p className="text-[0.8125rem] text-ink-faint tabular-nums">{t('since {{when}}', { when })}</p>
              </div>
              <div title={t(deliveryLooks[state].meaning)}>
                <Badge tone={deliveryLooks[state].tone} icon={deliveryLooks[state].icon}>
                  {t(deliveryLooks[state].text)}
                </Badge>
              </div>
              {state === 'bounced' ? (
                <Form method="post" preventScrollReset>
                  <Button name="id" value={id} busy={confirming === id} aria-label={t('{{name}}: it works again', { name })}>
                    {t('It works again')}
                  </Button>
                </Form>
              ) : (
                <p className="max-w-56 text-sm text-ink-soft">{t('Only they can take that back, under “E-mail to me”.')}</p>
              )}
            </li>
          ))}
        </Rows>
      ) : (
        <EmptyState icon="check" title={t('Mail reaches everybody')}>
          <p>{t('An address comes here when a mail to it bounces for good, or its reader calls one spam. Both are reported by the provider.')}</p>
        </EmptyState>
      )}
      <Pager nextCursor={nextCursor} next={t('More addresses')} />
    </NotificationsScreen>
  )
}
