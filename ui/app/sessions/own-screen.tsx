import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Screen } from '../kit/screen.js'
import { ViewLinks } from '../kit/view-links.js'

const views = [
  { to: '/app/me', label: 'Profile' },
  { to: '/app/me/mail', label: 'E-mail to me' },
  { to: '/app/me/sessions', label: 'Sessions' },
  { to: '/app/me/password', label: 'Password' },
] as const

export type OwnView = (typeof views)[number]['to']

/** The frame of what belongs to the person rather than the organisation. */
export function OwnScreen({ view, children }: { view: OwnView; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <Screen title={t('My account')} lead={t('The same in every organisation you belong to, except for the e-mail you get')}>
      <ViewLinks label={t('My account')} views={views.map(({ to, label }) => ({ to, label, current: to === view }))} />
      {children}
    </Screen>
  )
}
