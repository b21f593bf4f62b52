import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../kit/icon.js'
import { Screen } from '../kit/screen.js'
import { ViewLinks } from '../kit/view-links.js'
import { phrase } from '../language/phrases.js'

/** The frame of the organisation's settings. */
export function SettingsScreen({ view, children }: { view: 'organization' | 'modules'; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <Screen title={t('Settings')} lead={t('Of the whole organisation; your own are under your name')}>
      <ViewLinks
        label={t('Settings')}
        views={[
          { to: '/app/settings', label: phrase('Organisation'), current: view === 'organization' },
          { to: '/app/settings/modules', label: phrase('Modules'), current: view === 'modules' },
        ]}
      />
      {children}
    </Screen>
  )
}

/** Why everything on the screen is only to be read. */
export function OnlyOwners({ children }: { children: string }) {
  return (
    <p className="flex items-center gap-2 text-sm text-ink-soft">
      <Icon name="lock" size={16} /> {children}
    </p>
  )
}
