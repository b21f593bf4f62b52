import { useTranslation } from 'react-i18next'
import { data, Form, redirect, useNavigation, useSearchParams } from 'react-router'
import type { Route } from './+types/password.js'
import { OwnScreen } from './own-screen.js'
import { Button } from '../kit/button.js'
import { CheckField } from '../kit/check-field.js'
import { TextField } from '../kit/field.js'
import { Notice } from '../kit/notice.js'
import { Panel } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem } from '../session/form-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Password')

export function loader({ context }: Route.LoaderArgs) {
  return { email: context.get(viewerContext).user.email }
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const body = { current_password: String(form.get('current_password') ?? ''), new_password: String(form.get('new_password') ?? ''), revoke_api_keys: form.has('revoke_api_keys') }
  const answer = await context.get(consoleContext).session.send('POST', '/v1/auth/password', { body })
  return answer.ok ? redirect('/app/me/password?done=changed') : data({ problem: formProblem(answer.problem) }, { status: answer.status })
}

export default function Password({ loaderData: { email }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const busy = useNavigation().formMethod === 'POST'
  const problem = actionData?.problem
  const fields = problem?.fields ?? {}
  return (
    <OwnScreen view="/app/me/password">
      {problem ? <Notice tone="bad" takeFocus title={problem.title}>{Object.keys(fields).length === 0 ? <p>{problem.detail}</p> : null}</Notice> : null}
      {!problem && search.get('done') === 'changed' ? <Notice tone="good" takeFocus title={t('Your password is changed. Every other session of yours has ended.')} /> : null}
      <Panel title={t('Change the password')} lead={t('All your other sessions end with it, on every device.')}>
        <Form method="post" preventScrollReset className="grid max-w-md gap-4">
          <input type="hidden" autoComplete="username" value={email} readOnly />
          <TextField label={t('Current password')} name="current_password" type="password" autoComplete="current-password" required maxLength={256} error={fields['current_password']} />
          <TextField label={t('New password')} name="new_password" type="password" autoComplete="new-password" required minLength={10} maxLength={256} hint={t('10 characters or more.')} error={fields['new_password']} />
          <CheckField label={t('End my API keys too')} name="revoke_api_keys" hint={t('In every organisation; programs that use them are refused. Otherwise they go on working, whatever the password is.')} />
          <div>
            <Button tone="primary" busy={busy}>
              {t('Change password')}
            </Button>
          </div>
        </Form>
      </Panel>
    </OwnScreen>
  )
}
