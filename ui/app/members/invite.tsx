import { useTranslation } from 'react-i18next'
import { data, Form, redirect, useNavigation } from 'react-router'
import type { Route } from './+types/invite.js'
import { memberRoles, roleNames, rolesGivenBy, roleTexts } from './member-filters.js'
import { Button, LinkButton } from '../kit/button.js'
import { TextField } from '../kit/field.js'
import { Notice } from '../kit/notice.js'
import { Panel, Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'
import { pageProblem } from '../session/page-problem.js'
import { viewerContext } from '../session/viewer.js'
import { readProblem } from '../../server/problem.js'
import { words } from '../language/words.server.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Invite')

export function loader({ context }: Route.LoaderArgs) {
  const { permissions, role } = context.get(viewerContext)
  if (!permissions.includes('members:manage')) throw pageProblem(readProblem(403, { code: 'forbidden', title: words()('You may not invite people'), detail: words()('It takes the permission {{permission}}, which your role does not have.', { permission: 'members:manage' }) }))
  return { roles: rolesGivenBy(role) }
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const email = textOf(form, 'email')
  const role = memberRoles.find((one) => one === textOf(form, 'role')) ?? 'member'
  const answer = await context.get(consoleContext).session.send('POST', '/v1/invitations', { body: { email, role } })
  if (!answer.ok) return data({ email, role, problem: formProblem(answer.problem) }, { status: answer.status })
  return redirect('/app/members/invitations?done=invited')
}

export default function Invite({ loaderData: { roles }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const busy = useNavigation().formAction?.endsWith('/invite') ?? false
  const problem = actionData?.problem
  return (
    <Screen title={t('Invite somebody')} lead={t('They get a link by e-mail, good for seven days')} action={<LinkButton to="/app/members">{t('All members')}</LinkButton>}>
      {problem && !problem.fields['email'] ? <Notice tone="bad" takeFocus title={problem.title}><p>{problem.detail}</p></Notice> : null}
      <Panel title={t('Who and as what')}>
        <Form method="post" className="grid gap-5">
          <TextField label={t('E-mail')} name="email" type="email" required maxLength={254} autoFocus defaultValue={actionData?.email} error={problem?.fields['email']} />
          <fieldset className="grid gap-2">
            <legend className="pb-1 text-sm font-medium">{t('Role')}</legend>
            {roles.map((role) => (
              <label key={role} className="flex items-start gap-3 rounded-lg border border-line px-3.5 py-2.5 hover:bg-sunken has-checked:border-accent-text has-checked:bg-accent-wash">
                <input type="radio" name="role" value={role} defaultChecked={role === (actionData?.role ?? 'member')} className="mt-1 size-4 accent-accent-solid" />
                <span className="grid">
                  <span className="font-medium">{t(roleNames[role])}</span>
                  <span className="text-sm text-ink-soft">{t(roleTexts[role])}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <div>
            <Button tone="primary" busy={busy}>
              {t('Send invitation')}
            </Button>
          </div>
        </Form>
      </Panel>
    </Screen>
  )
}
