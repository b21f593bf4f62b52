import { useTranslation } from 'react-i18next'
import { data, Form, redirect, useNavigation, useSearchParams } from 'react-router'
import type { Route } from './+types/profile.js'
import { OwnScreen } from './own-screen.js'
import { Button } from '../kit/button.js'
import { SelectField, TextField } from '../kit/field.js'
import { Notice } from '../kit/notice.js'
import { Panel } from '../kit/screen.js'
import { LocaleField } from '../language/locale-field.js'
import { titled } from '../language/title.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'My account')

export function loader({ context }: Route.LoaderArgs) {
  return { user: context.get(viewerContext).user, zones: ['UTC', ...Intl.supportedValuesOf('timeZone')] }
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const body = { name: textOf(form, 'name'), timezone: textOf(form, 'timezone'), locale: textOf(form, 'locale') }
  const answer = await context.get(consoleContext).session.send('PATCH', '/v1/auth/me', { body })
  return answer.ok ? redirect('/app/me?done=saved') : data({ problem: formProblem(answer.problem) }, { status: answer.status })
}

export default function Profile({ loaderData: { user, zones }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const busy = useNavigation().formMethod === 'POST'
  const problem = actionData?.problem
  const fields = problem?.fields ?? {}
  return (
    <OwnScreen view="/app/me">
      {problem ? <Notice tone="bad" takeFocus title={problem.title}>{Object.keys(fields).length === 0 ? <p>{problem.detail}</p> : null}</Notice> : null}
      {!problem && search.get('done') === 'saved' ? <Notice tone="good" takeFocus title={t('Saved. Times are shown in your zone from now on.')} /> : null}
      <Panel title={t('Profile')} lead={t('You log in as {{email}}.', { email: user.email })}>
        <Form method="post" preventScrollReset className="grid gap-4">
          <TextField label={t('Name')} name="name" autoComplete="name" required maxLength={120} defaultValue={user.name} error={fields['name']} />
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <SelectField label={t('Time zone')} name="timezone" defaultValue={user.timezone} error={fields['timezone']} hint={t('Where your clock stands: every time in the console is on it.')}>
              {zones.includes(user.timezone) ? null : <option>{user.timezone}</option>}
              {zones.map((zone) => (
                <option key={zone}>{zone}</option>
              ))}
            </SelectField>
            <LocaleField label={t('Language')} chosen={user.locale} error={fields['locale']} hint={t('Of the console, your e-mails and dates.')} />
          </div>
          <div>
            <Button tone="primary" busy={busy}>
              {t('Save')}
            </Button>
          </div>
        </Form>
      </Panel>
    </OwnScreen>
  )
}
