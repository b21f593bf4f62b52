import type { ReactNode } from 'react'
import { Screen } from '../kit/screen.js'
import { ViewLinks } from '../kit/view-links.js'

/** The frame of what the organisation sends. */
export function NotificationsScreen({ view, lead, children }: { view: 'outbox' | 'mailbox'; lead: string; children: ReactNode }) {
  return (
    <Screen title="Notifications" lead={lead} wide>
      <ViewLinks
        label="Views"
        views={[
          { to: '/app/notifications', label: 'Outbox', current: view === 'outbox' },
          { to: '/app/notifications/mailbox', label: 'Kept mail', current: view === 'mailbox' },
          { to: '/app/me/mail', label: 'E-mail to me', current: false },
        ]}
      />
      {children}
    </Screen>
  )
}
