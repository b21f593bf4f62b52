import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Screen } from '../kit/screen.js'
import { ViewLinks } from '../kit/view-links.js'
import { phrase } from '../language/phrases.js'
import { useOpening } from '../saved-views/view-choices.js'

const views = [
  { to: '/app/notifications', label: phrase('Outbox') },
  { to: '/app/notifications/mailbox', label: phrase('Kept mail') },
  { to: '/app/notifications/wording', label: phrase('Wording') },
  { to: '/app/notifications/addresses', label: phrase('Stopped addresses') },
  { to: '/app/me/mail', label: phrase('E-mail to me') },
] as const

/** The frame of what the organisation sends. Whoever may see one of these may see all: they are the admins'. */
export function NotificationsScreen({ view, lead, children }: { view: (typeof views)[number]['to']; lead: string; children: ReactNode }) {
  const { t } = useTranslation()
  const opening = useOpening()
  return (
    <Screen title={t('Notifications')} lead={lead} wide>
      <ViewLinks label={t('Views')} views={views.map(({ to, label }) => ({ to: opening(to), label: t(label), current: to === view }))} />
      {children}
    </Screen>
  )
}
