import { useEffect, useRef } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { data, Form, useNavigation } from 'react-router'
import type { Route } from './+types/sign-up.js'
import { AccountPage, TextLink } from './account-page.js'
import { SentMail } from './sent-mail.js'
import { Button } from '../kit/button.js'
import { SelectField, TextField } from '../kit/field.js'
import { Notice } from '../kit/notice.js'
import { titled } from '../language/title.js'
import { currentLanguage } from '../language/words.server.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'

export const meta: Route.MetaFunction = ({ matches }) => [
  ...titled(matches, 'Create an organisation'),
  { name: 'description', content: 'Open an organisation on this BookFlow server.' },
]

export function loader({ context }: Route.LoaderArgs) {
  return { zones: ['UTC', ...Intl.supportedValuesOf('timeZone')], hasDevMailbox: context.get(consoleContext).hasDevMailbox }
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const values = { name: textOf(form, 'name'), email: textOf(form, 'email'), organization: textOf(form, 'organization'), timezone: textOf(form, 'timezone') }
  const body = {
    email: values.email,
    name: values.name,
    password: String(form.get('password') ?? ''),
    organization: { name: values.organization, timezone: values.timezone },
    // The mail that follows is read by whoever reads this page.
    locale: currentLanguage(),
  }
  const answer = await context.get(consoleContext).session.sendAnonymously('POST', '/v1/auth/sign-up', { body })
  if (!answer.ok) return data({ sent: false as const, values, problem: formProblem(answer.problem) }, { status: answer.status })
  return { sent: true as const, values, problem: null }
}

export default function SignUp({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  if (actionData?.sent) {
    return (
      <AccountPage title={t('Check your e-mail')} foot={<TextLink to="/login">{t('Back to log in')}</TextLink>}>
        <SentMail title={t('A message is on its way to {{email}}.', { email: actionData.values.email })} hasDevMailbox={loaderData.hasDevMailbox}>
          {t('Open the link in it to confirm the address. Your organisation is ready after that.')}
        </SentMail>
      </AccountPage>
    )
  }
  return (
    <AccountPage
      title={t('Create an organisation')}
      lead={t('You become its owner. Colleagues join by invitation.')}
      foot={<Trans i18nKey="Have an account? <a>Log in</a>" components={{ a: <TextLink to="/login" /> }} />}
    >
      <SignUpForm zones={loaderData.zones} refused={actionData} />
    </AccountPage>
  )
}

type Refused = Route.ComponentProps['actionData']

function SignUpForm({ zones, refused }: { zones: readonly string[]; refused: Refused }) {
  const { t } = useTranslation()
  const busy = useNavigation().formAction === '/sign-up'
  const fields = refused?.problem?.fields ?? {}
  return (
    <>
      {refused?.problem ? <Notice tone="bad" takeFocus title={refused.problem.detail} /> : null}
      <Form method="post" className="grid gap-4">
        <TextField label={t('Organisation')} name="organization" autoComplete="organization" required autoFocus maxLength={120} defaultValue={refused?.values.organization} error={fields['organization/name']} />
        <ZoneField zones={zones} chosen={refused?.values.timezone} error={fields['organization/timezone']} />
        <TextField label={t('Your name')} name="name" autoComplete="name" required maxLength={120} defaultValue={refused?.values.name} error={fields['name']} />
        <TextField label={t('E-mail')} name="email" type="email" autoComplete="username" required defaultValue={refused?.values.email} error={fields['email']} />
        <TextField label={t('Password')} name="password" type="password" autoComplete="new-password" required minLength={10} hint={t('10 characters or more. A sentence is easier to keep than a puzzle.')} error={fields['password']} />
        <Button tone="primary" busy={busy}>
          {t('Create organisation')}
        </Button>
      </Form>
    </>
  )
}

/** Starts at the browser's own zone where scripts run; everybody can choose. */
function ZoneField({ zones, chosen, error }: { zones: readonly string[]; chosen: string | undefined; error: string | undefined }) {
  const { t } = useTranslation()
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const select = frame.current?.querySelector('select')
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (select && !chosen && zones.includes(own)) select.value = own
  }, [chosen, zones])
  return (
    <div ref={frame}>
      <SelectField label={t('Time zone')} name="timezone" required defaultValue={chosen ?? 'UTC'} hint={t('Opening hours of your rooms follow it; each resource can have its own.')} error={error}>
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </SelectField>
    </div>
  )
}
