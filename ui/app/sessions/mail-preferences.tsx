import type { Preferences } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { data, Form, redirect, useNavigation, useSearchParams } from 'react-router'
import type { Route } from './+types/mail-preferences.js'
import { OwnScreen } from './own-screen.js'
import { Button } from '../kit/button.js'
import { Notice } from '../kit/notice.js'
import { Panel } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem } from '../session/form-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'E-mail to me')

const path = '/v1/notifications/preferences'

export async function loader({ context }: Route.LoaderArgs) {
  const { items } = await read<Preferences>(context.get(consoleContext).session, path)
  return { items, organization: context.get(viewerContext).organization.name }
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const wanted = new Set(form.getAll('wanted').map(String))
  const body = { items: form.getAll('kind').map((kind) => ({ kind: String(kind), email: wanted.has(String(kind)) })) }
  const answer = await context.get(consoleContext).session.send('PUT', path, { body })
  return answer.ok ? redirect('/app/me/mail?done=saved') : data({ problem: formProblem(answer.problem) }, { status: answer.status })
}

export default function MailPreferences({ loaderData: { items, organization }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const busy = useNavigation().formMethod === 'POST'
  const problem = actionData?.problem
  return (
    <OwnScreen view="/app/me/mail">
      {problem ? <Notice tone="bad" takeFocus title={problem.title}><p>{problem.detail}</p></Notice> : null}
      {!problem && search.get('done') === 'saved' ? <Notice tone="good" takeFocus title={t('Saved.')} /> : null}
      <Panel title={t('E-mail to me')} lead={t('What {{organization}} writes to you about. Nobody gets mail about what they did themselves.', { organization })}>
        <Form key={items.map(({ email }) => Number(email)).join('')} method="post" preventScrollReset className="grid gap-1">
          {items.map(({ kind, description, email }) => (
            <label key={kind} className="flex min-h-10 items-center gap-3 rounded-lg px-2 hover:bg-sunken">
              <input type="hidden" name="kind" value={kind} />
              <input type="checkbox" name="wanted" value={kind} defaultChecked={email} className="size-4 shrink-0 accent-accent-solid" />
              {description}
            </label>
          ))}
          <div className="pt-3">
            <Button tone="primary" busy={busy}>
              {t('Save')}
            </Button>
          </div>
        </Form>
      </Panel>
    </OwnScreen>
  )
}
