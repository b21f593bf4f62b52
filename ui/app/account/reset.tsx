import { data, Form, useNavigation } from 'react-router'
import type { Route } from './+types/reset.js'
import { AccountPage, TextLink } from './account-page.js'
import { SentMail } from './sent-mail.js'
import { Button } from '../kit/button.js'
import { TextField } from '../kit/field.js'
import { Notice } from '../kit/notice.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'

export const meta: Route.MetaFunction = () => [{ title: 'Reset your password · BookFlow' }]

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
  const busy = useNavigation().state === 'submitting'
  const problem = actionData?.problem
  const foot = <TextLink to="/login">Back to log in</TextLink>
  if (actionData && !problem) {
    return (
      <AccountPage title="Check your e-mail" foot={foot}>
        <SentMail title={`If ${actionData.email} has an account, a link is on its way.`} hasDevMailbox={loaderData.hasDevMailbox}>
          It lets you choose a new password, once and for a limited time.
        </SentMail>
      </AccountPage>
    )
  }
  return (
    <AccountPage title="Reset your password" lead="We send a link to the address you log in with." foot={foot}>
      {problem ? <Notice tone="bad" takeFocus title={problem.detail} /> : null}
      <Form method="post" className="grid gap-4">
        <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus defaultValue={actionData?.email} error={problem?.fields['email']} />
        <Button tone="primary" busy={busy}>
          Send the link
        </Button>
      </Form>
    </AccountPage>
  )
}
