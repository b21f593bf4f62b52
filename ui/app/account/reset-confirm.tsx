import { Trans, useTranslation } from 'react-i18next'
import { data, Form, redirect, useNavigation } from 'react-router'
import type { Route } from './+types/reset-confirm.js'
import { AccountPage, TextLink } from './account-page.js'
import { Button } from '../kit/button.js'
import { CheckField } from '../kit/check-field.js'
import { TextField } from '../kit/field.js'
import { Notice } from '../kit/notice.js'
import { titled } from '../language/title.js'
import { words } from '../language/words.server.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf, type FormProblem } from '../session/form-problem.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Choose a new password')

export function loader({ url }: Route.LoaderArgs) {
  return { token: url.searchParams.get('token') ?? '' }
}

export async function action({ request, context }: Route.ActionArgs) {
  const { session } = context.get(consoleContext)
  const form = await request.formData()
  const password = String(form.get('password') ?? '')
  if (password !== form.get('repeat')) {
    const t = words()
    const problem: FormProblem = { code: 'validation_failed', title: t('Not the same'), detail: t('The two passwords differ.'), fields: { repeat: t('Type the same password again.') } }
    return data({ problem }, { status: 422 })
  }
  const answer = await session.sendAnonymously('POST', '/v1/auth/password-reset/confirmation', { body: { token: textOf(form, 'token'), password, revoke_api_keys: form.has('revoke_api_keys') } })
  if (!answer.ok) return data({ problem: formProblem(answer.problem) }, { status: answer.status })
  session.close()
  return redirect('/login?notice=password-changed')
}

export default function ResetConfirm({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const busy = useNavigation().state === 'submitting'
  const problem = actionData?.problem
  return (
    <AccountPage
      title={t('Choose a new password')}
      lead={t('Every open session of this account ends.')}
      foot={<Trans i18nKey="Link too old? <a>Send a new one</a>" components={{ a: <TextLink to="/reset" /> }} />}
    >
      {problem ? <Notice tone="bad" takeFocus title={problem.detail} /> : null}
      {loaderData.token === '' ? <Notice tone="bad" title={t('The link is incomplete. Open it from the e-mail again.')} /> : null}
      <Form method="post" className="grid gap-4">
        <input type="hidden" name="token" value={loaderData.token} />
        <TextField label={t('New password')} name="password" type="password" autoComplete="new-password" required minLength={10} autoFocus hint={t('10 characters or more.')} error={problem?.fields['password']} />
        <TextField label={t('New password, again')} name="repeat" type="password" autoComplete="new-password" required error={problem?.fields['repeat']} />
        <CheckField label={t('End my API keys too')} name="revoke_api_keys" hint={t('In every organisation; programs that use them are refused. Otherwise they go on working, whatever the password is.')} />
        <Button tone="primary" busy={busy} disabled={loaderData.token === '' || busy}>
          {t('Change password')}
        </Button>
      </Form>
    </AccountPage>
  )
}
