import type { InvitationPreview } from '#modules/members/contract'
import { Trans, useTranslation } from 'react-i18next'
import { data, redirect } from 'react-router'
import type { Route } from './+types/accept.js'
import { acceptInvitation } from './accept-invitation.server.js'
import { AcceptForm } from './accept-form.js'
import { AccountPage, TextLink } from './account-page.js'
import { Notice } from '../kit/notice.js'
import { titled } from '../language/title.js'
import { words } from '../language/words.server.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem } from '../session/form-problem.js'
import type { Viewer } from '../session/viewer.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Your invitation')

export async function loader({ url, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const token = url.searchParams.get('token') ?? ''
  if (token === '') return { token, invitation: null, signedInAs: null, problem: words()('The link is incomplete. Open it from the e-mail again.') }
  const [preview, me] = await Promise.all([
    session.sendAnonymously<InvitationPreview>('POST', '/v1/invitations/preview', { body: { token } }),
    session.present ? session.send<Viewer>('GET', '/v1/auth/me') : null,
  ])
  const signedInAs = me?.ok ? me.body.user.email : null
  if (!preview.ok) return { token, invitation: null, signedInAs, problem: preview.problem.detail }
  return { token, invitation: preview.body, signedInAs, problem: null }
}

/** The link works once, so it changes something only on POST. */
export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const refused = await acceptInvitation(context.get(consoleContext).session, form)
  if (refused) return data({ problem: formProblem(refused) }, { status: refused.status })
  return redirect('/app')
}

export default function Accept({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const { token, invitation, signedInAs } = loaderData
  const problem = actionData?.problem
  if (!invitation) {
    return (
      <AccountPage title={t('This invitation does not open')} foot={<TextLink to="/login">{t('Log in')}</TextLink>}>
        <Notice tone="bad" title={problem?.detail ?? loaderData.problem ?? t('It cannot be read.')}>
          <p>{t('Ask whoever invited you to send it again. If you are a member already, log in.')}</p>
        </Notice>
      </AccountPage>
    )
  }
  const { organization, email, role } = invitation
  const other = signedInAs !== null && signedInAs.toLowerCase() !== email.toLowerCase()
  return (
    <AccountPage
      title={t('Join {{organization}}', { organization })}
      lead={
        <Trans i18nKey="You are invited as <strong>{{email}}</strong>, with the role <strong>{{role}}</strong>." values={{ email, role: t(role) }} components={{ strong: <strong className="text-ink" /> }} />
      }
    >
      {other ? <Notice tone="wait" title={t('You are signed in as {{now}}. Going on signs this browser in as {{then}}.', { now: signedInAs, then: email })} /> : null}
      {problem ? <Notice tone="bad" takeFocus title={problem.code === 'unauthenticated' ? t('The password is not right.') : problem.detail} /> : null}
      <AcceptForm token={token} way={signedInAs !== null && !other ? 'join' : invitation.has_account ? 'login' : 'register'} fields={problem?.fields ?? {}} />
    </AccountPage>
  )
}
