import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Screen } from '../kit/screen.js'
import { ViewLinks } from '../kit/view-links.js'
import { phrase } from '../language/phrases.js'
import { useOpening } from '../saved-views/view-choices.js'

const views = [
  { to: '/app/me', label: phrase('Profile') },
  { to: '/app/me/mail', label: phrase('E-mail to me') },
  { to: '/app/me/sessions', label: phrase('Sessions') },
  { to: '/app/me/password', label: phrase('Password') },
  { to: '/app/me/keys', label: phrase('API keys') },
] as const

export type OwnView = (typeof views)[number]['to']

/** The frame of what belongs to the person rather than the organisation. */
export function OwnScreen({ view, children }: { view: OwnView; children: ReactNode }) {
  const { t } = useTranslation()
  const opening = useOpening()
  return (
    <Screen title={t('My account')} lead={t('The same in every organisation you belong to, except for the e-mail you get and your API keys')}>
      <ViewLinks label={t('My account')} views={views.map(({ to, label }) => ({ to: opening(to), label, current: to === view }))} />
      {children}
    </Screen>
  )
}
