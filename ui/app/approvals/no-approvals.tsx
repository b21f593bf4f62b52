import { useTranslation } from 'react-i18next'
import type { ApprovalFilters } from './approval-filters.js'
import { LinkButton } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'

export function NoApprovals({ filters: { view, status, cursor } }: { filters: ApprovalFilters }) {
  const { t } = useTranslation()
  if (status || cursor) {
    return (
      <EmptyState icon="check" title={t('Nothing matches')} action={<LinkButton to={`?view=${view}`}>{t('Clear the filter')}</LinkButton>}>
        <p>{t('No request is in that state.')}</p>
      </EmptyState>
    )
  }
  if (view === 'to_decide') {
    return (
      <EmptyState icon="check" title={t('Nothing waits for you')}>
        <p>{t('Requests you may decide on appear here the moment they are made.')}</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon="calendar" title={t('No requests yet')}>
      <p>{view === 'requested' ? t('When a rule asks for approval of a booking of yours, you can follow it here.') : t('When a rule asks for approval of a booking, it appears here.')}</p>
    </EmptyState>
  )
}
