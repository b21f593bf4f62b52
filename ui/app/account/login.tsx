import { Trans, useTranslation } from 'react-i18next'
import { data, Form, redirect, useNavigation } from 'react-router'
import type { Route } from './+types/login.js'
import { AccountPage, TextLink } from './account-page.js'
import { Button } from '../kit/button.js'
import { TextField } from '../kit/field.js'
import { Notice, type NoticeTone } from '../kit/notice.js'
import { phrase } from '../language/phrases.js'
import { titled } from '../language/title.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'
import { ownPath } from '../session/own-path.js'
import type { Viewer } from '../session/viewer.js'

const notices: Record<string, { tone: NoticeTone; text: string }> = {
  'logged-out': { tone: 'good', text: phrase('You are logged out.') },
  'password-changed': { tone: 'good', text: phrase('Your password is changed. Log in with the new one.') },
  'no-organization': { tone: 'wait', text: phrase('This account belongs to no organisation any more. Ask for an invitation, or sign up to open your own.') },
}

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Log in')

export async function loader({ url, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const { searchParams } = url
  const next = ownPath(searchParams.get('next'), '/app')
  if (session.present) {
    const me = await session.send<Viewer>('GET', '/v1/auth/me')
    if (me.ok && me.body.organization) throw redirect(next)
  }
  return { next, notice: notices[searchParams.get('notice') ?? ''] ?? null, email: searchParams.get('email') ?? '' }
}

export async function action({ request, context }: Route.ActionArgs) {
  const { session } = context.get(consoleContext)
  const form = await request.formData()
  const email = textOf(form, 'email')
  const body = { email, password: String(form.get('password') ?? '') }
  const answer = await session.sendAnonymously('POST', '/v1/auth/login', { body })
  if (!answer.ok) return data({ email, problem: formProblem(answer.problem) }, { status: answer.status })
  session.open(answer.body)
  return redirect(ownPath(form.get('next'), '/app'))
}

export default function Login({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const busy = useNavigation().formAction?.startsWith('/login') ?? false
  const problem = actionData?.problem
  return (
    <AccountPage title={t('Log in')} foot={<Trans i18nKey="New here? <a>Create an organisation</a>" components={{ a: <TextLink to="/sign-up" /> }} />}>
      {loaderData.notice && !problem ? <Notice tone={loaderData.notice.tone} title={t(loaderData.notice.text)} /> : null}
      {problem ? (
        <Notice tone="bad" takeFocus title={problem.code === 'unauthenticated' ? t('E-mail or password is not right.') : problem.detail} />
      ) : null}
      <Form method="post" className="grid gap-4">
        <input type="hidden" name="next" value={loaderData.next} />
        <TextField
          label={t('E-mail')}
          name="email"
          type="email"
          autoComplete="username"
          required
          autoFocus
          defaultValue={actionData?.email ?? loaderData.email}
          error={problem?.fields['email']}
        />
        <TextField label={t('Password')} name="password" type="password" autoComplete="current-password" required error={problem?.fields['password']} />
        <Button tone="primary" busy={busy}>
          {t('Log in')}
        </Button>
        <p className="text-sm text-ink-soft">
          <TextLink to="/reset">{t('Forgot your password?')}</TextLink>
        </p>
      </Form>
    </AccountPage>
  )
}
