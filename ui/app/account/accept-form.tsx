import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { TextLink } from './account-page.js'
import { Button } from '../kit/button.js'
import { TextField } from '../kit/field.js'

/** `join`: already signed in as the invited. `login`: has an account. `register`: has none yet. */
export type AcceptWay = 'join' | 'login' | 'register'

export function AcceptForm({ token, way, fields }: { token: string; way: AcceptWay; fields: Readonly<Record<string, string>> }) {
  const { t } = useTranslation()
  const busy = useNavigation().state === 'submitting'
  return (
    <Form method="post" className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="way" value={way} />
      {way === 'register' ? <TextField label={t('Your name')} name="name" autoComplete="name" required maxLength={120} autoFocus error={fields['name']} /> : null}
      {way === 'register' ? (
        <TextField label={t('Choose a password')} name="password" type="password" autoComplete="new-password" required minLength={10} hint={t('10 characters or more.')} error={fields['password']} />
      ) : null}
      {way === 'login' ? <TextField label={t('Password')} name="password" type="password" autoComplete="current-password" required autoFocus error={fields['password']} /> : null}
      <Button tone="primary" busy={busy}>
        {way === 'join' ? t('Join') : way === 'login' ? t('Log in and join') : t('Create account and join')}
      </Button>
      {way === 'login' ? (
        <p className="text-sm text-ink-soft">
          <TextLink to="/reset">{t('Forgot your password?')}</TextLink>
        </p>
      ) : null}
    </Form>
  )
}
