import { useTranslation } from 'react-i18next'
import { EmptyState } from '../kit/empty-state.js'
import { LinkButton } from '../kit/button.js'

export function NoBookings({ filtered, mayBook }: { filtered: boolean; mayBook: boolean }) {
  const { t } = useTranslation()
  if (filtered) {
    return (
      <EmptyState icon="calendar" title={t('Nothing matches')} action={<LinkButton to="/app/bookings">{t('Clear filters')}</LinkButton>}>
        <p>{t('No booking fits these filters.')}</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon="calendar" title={t('Nothing is booked')} action={mayBook ? <LinkButton tone="primary" to="/app/bookings/new">{t('Book something')}</LinkButton> : undefined}>
      <p>{t('From today on, everything is free. New bookings appear here the moment they are made.')}</p>
    </EmptyState>
  )
}
