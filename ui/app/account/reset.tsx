import { useTranslation } from 'react-i18next'
import { data, Form, useNavigation } from 'react-router'
import type { Route } from './+types/reset.js'
import { AccountPage, TextLink } from './account-page.js'
import { SentMail } from './sent-mail.js'
import { Button } from '../kit/button.js'
import { TextField } from '../kit/field.js'
import { Notice } from '../kit/notice.js'
import { titled } from '../language/title.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Reset your password')

export function loader({ context }: Route.LoaderArgs) {
  return { hasDevMailbox: context.get(consoleContext).hasDevMailbox }
}

export async function action({ request, context }: Route.ActionArgs) {
  const email = textOf(await request.formData(), 'email')
  const answer = await context.get(consoleContext).session.sendAnonymously('POST', '/v1/auth/password-reset', { body: { email } })
  if (!answer.ok) return data({ email, problem: formProblem(answer.problem) }, { status: answer.status })
  return { email, problem: null }
}

export default function Reset({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const busy = useNavigation().state === 'submitting'
  const problem = actionData?.problem
  const foot = <TextLink to="/login">{t('Back to log in')}</TextLink>
  if (actionData && !problem) {
    return (
      <AccountPage title={t('Check your e-mail')} foot={foot}>
        <SentMail title={t('If {{email}} has an account, a link is on its way.', { email: actionData.email })} hasDevMailbox={loaderData.hasDevMailbox}>
          {t('It lets you choose a new password, once and for a limited time.')}
        </SentMail>
      </AccountPage>
    )
  }
  return (
    <AccountPage title={t('Reset your password')} lead={t('We send a link to the address you log in with.')} foot={foot}>
      {problem ? <Notice tone="bad" takeFocus title={problem.detail} /> : null}
      <Form method="post" className="grid gap-4">
        <TextField label={t('E-mail')} name="email" type="email" autoComplete="username" required autoFocus defaultValue={actionData?.email} error={problem?.fields['email']} />
        <Button tone="primary" busy={busy}>
          {t('Send the link')}
        </Button>
      </Form>
    </AccountPage>
  )
}
