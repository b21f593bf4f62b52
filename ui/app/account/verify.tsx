import { useTranslation } from 'react-i18next'
import { data, Form, redirect, useNavigation } from 'react-router'
import type { Route } from './+types/verify.js'
import { AccountPage, TextLink } from './account-page.js'
import { Button } from '../kit/button.js'
import { Notice } from '../kit/notice.js'
import { titled } from '../language/title.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Confirm your e-mail')

export function loader({ url }: Route.LoaderArgs) {
  return { token: url.searchParams.get('token') ?? '' }
}

/** The link works once, so it changes something only on POST: mail scanners that open every link must not use it up. */
export async function action({ request, context }: Route.ActionArgs) {
  const { session } = context.get(consoleContext)
  const token = textOf(await request.formData(), 'token')
  const answer = await session.sendAnonymously('POST', '/v1/auth/verification', { body: { token } })
  if (!answer.ok) return data({ problem: formProblem(answer.problem) }, { status: answer.status })
  session.open(answer.body)
  return redirect('/app')
}

export default function Verify({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const busy = useNavigation().state === 'submitting'
  const spent = actionData?.problem
  if (spent || loaderData.token === '') {
    return (
      <AccountPage title={t('This link does not open any more')} foot={<TextLink to="/login">{t('Log in')}</TextLink>}>
        <Notice tone="bad" title={spent ? spent.detail : t('The link is incomplete.')}>
          <p>{t('Links from our e-mails work once and for a limited time. If the address is confirmed already, log in; else sign up again and use the newest e-mail.')}</p>
        </Notice>
      </AccountPage>
    )
  }
  return (
    <AccountPage title={t('Confirm your e-mail')} lead={t('One click, and you are in.')}>
      <Form method="post">
        <input type="hidden" name="token" value={loaderData.token} />
        <Button tone="primary" busy={busy} className="w-full" autoFocus>
          {t('Confirm and open the console')}
        </Button>
      </Form>
    </AccountPage>
  )
}
