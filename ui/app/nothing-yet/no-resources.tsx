import { useTranslation } from 'react-i18next'
import { LinkButton } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'

export function NoResources({ filtered, archived, mayManage }: { filtered: boolean; archived: boolean; mayManage: boolean }) {
  const { t } = useTranslation()
  if (filtered) {
    return (
      <EmptyState icon="organization" title={t('Nothing matches')} action={<LinkButton to="/app/resources">{t('Clear filters')}</LinkButton>}>
        <p>{t('No resource fits these filters.')}</p>
      </EmptyState>
    )
  }
  if (archived) {
    return (
      <EmptyState icon="organization" title={t('Nothing is archived')} action={<LinkButton to="/app/resources">{t('Show all resources')}</LinkButton>}>
        <p>{t('A resource that is no longer booked can be archived: it leaves every list, and its history stays.')}</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon="organization"
      title={t('There is nothing to book yet')}
      action={
        mayManage ? (
          <LinkButton tone="primary" to="/app/resources/new">
            {t('Add the first resource')}
          </LinkButton>
        ) : undefined
      }
    >
      <p>{mayManage ? t('Add a room, a vehicle or a machine. It takes a name; everything else can wait.') : t('An administrator of the organisation adds rooms, vehicles and machines.')}</p>
    </EmptyState>
  )
}
