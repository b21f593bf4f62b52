import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Screen } from '../kit/screen.js'
import { ViewLinks } from '../kit/view-links.js'
import { useOpening } from '../saved-views/view-choices.js'

interface Props {
  readonly view: 'endpoints' | 'deliveries' | 'dead' | 'inbound'
  readonly lead: string
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** The frame of what the organisation tells other systems, and what the mail provider tells it. */
export function WebhooksScreen({ view, lead, action, children }: Props) {
  const { t } = useTranslation()
  const opening = useOpening()
  return (
    <Screen title={t('Webhooks')} lead={lead} action={action} wide>
      <ViewLinks
        label={t('Views')}
        views={[
          { to: opening('/app/webhooks'), label: t('Endpoints'), current: view === 'endpoints' },
          { to: opening('/app/webhooks/deliveries'), label: t('Delivery log'), current: view === 'deliveries' },
          { to: opening('/app/webhooks/dead'), label: t('Given up'), current: view === 'dead' },
          { to: opening('/app/webhooks/inbound'), label: t('From the mail provider'), current: view === 'inbound' },
        ]}
      />
      {children}
    </Screen>
  )
}
