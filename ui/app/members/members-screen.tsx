import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../kit/button.js'
import { Icon } from '../kit/icon.js'
import { Screen } from '../kit/screen.js'
import { ViewLinks } from '../kit/view-links.js'
import { phrase } from '../language/phrases.js'
import { useOpening } from '../saved-views/view-choices.js'

/** The frame the list of members and the list of invitations share. */
export function MembersScreen({ view, mayManage, children }: { view: 'members' | 'invitations'; mayManage: boolean; children: ReactNode }) {
  const { t } = useTranslation()
  const opening = useOpening()
  return (
    <Screen
      title={t('Members')}
      lead={t('Who belongs to the organisation, and what they may do')}
      action={
        mayManage ? (
          <LinkButton tone="primary" to="/app/members/invite">
            <Icon name="plus" /> {t('Invite')}
          </LinkButton>
        ) : undefined
      }
    >
      {mayManage ? (
        <ViewLinks
          label={t('Views')}
          views={[
            { to: opening('/app/members'), label: phrase('Members'), current: view === 'members' },
            { to: opening('/app/members/invitations'), label: phrase('Invitations'), current: view === 'invitations' },
          ]}
        />
      ) : null}
      {children}
    </Screen>
  )
}
