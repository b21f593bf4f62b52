import type { Session } from '#modules/auth/contract'
import { useTranslation } from 'react-i18next'
import { data, Form, redirect, useNavigation, useSearchParams } from 'react-router'
import type { Route } from './+types/sessions.js'
import { deviceName } from './device.js'
import { OwnScreen } from './own-screen.js'
import { Badge } from '../kit/badge.js'
import { Button } from '../kit/button.js'
import { Notice } from '../kit/notice.js'
import { titled } from '../language/title.js'
import { words } from '../language/words.server.js'
import { momentText } from '../reading/instant-text.server.js'
import { read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Sessions')

export async function loader({ context }: Route.LoaderArgs) {
  const t = words()
  const zone = context.get(viewerContext).user.timezone
  const { items } = await read<{ items: readonly Session[] }>(context.get(consoleContext).session, '/v1/auth/sessions')
  const rows = items.map(({ id, ip, user_agent, current, created_at, last_used_at }) => ({
    id,
    current,
    device: deviceName(user_agent, t),
    facts: [ip, t('since {{when}}', { when: momentText(created_at, zone) }), t('last used {{when}}', { when: momentText(last_used_at, zone) })].filter(Boolean).join(' · '),
  }))
  return { rows: rows.toSorted((one, other) => Number(other.current) - Number(one.current)) }
}

export async function action({ request, context }: Route.ActionArgs) {
  const id = textOf(await request.formData(), 'id')
  const answer = await context.get(consoleContext).session.send('DELETE', `/v1/auth/sessions/${encodeURIComponent(id)}`)
  return answer.ok ? redirect('/app/me/sessions?done=ended') : data({ problem: formProblem(answer.problem) }, { status: answer.status })
}

export default function Sessions({ loaderData: { rows }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const ending = useNavigation().formData?.get('id')
  const problem = actionData?.problem
  return (
    <OwnScreen view="/app/me/sessions">
      {problem ? <Notice tone="bad" takeFocus title={problem.title}><p>{problem.detail}</p></Notice> : null}
      {!problem && search.get('done') === 'ended' ? <Notice tone="good" takeFocus title={t('That session has ended.')} /> : null}
      <p className="text-sm text-ink-soft">{t('Where you are logged in. If you do not recognise one, end it and change your password.')}</p>
      <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-soft">
        {rows.map(({ id, current, device, facts }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0 flex-1">
              <p className="font-medium">{device}</p>
              <p className="text-sm text-ink-faint">{facts}</p>
            </div>
            {current ? (
              <Badge tone="good" icon="check">
                {t('This one')}
              </Badge>
            ) : (
              <Form method="post" preventScrollReset>
                <Button name="id" value={id} busy={ending === id} aria-label={t('End the session {{device}}, {{facts}}', { device, facts })}>
                  {t('End')}
                </Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </OwnScreen>
  )
}
