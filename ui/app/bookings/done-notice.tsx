import { useTranslation } from 'react-i18next'
import type { Done } from './done.server.js'
import { Notice } from '../kit/notice.js'

/** What became of a new booking, beside its marked row: it says more than a toast could hold, and stays. */
export function DoneNotice({ done }: { done: Done }) {
  const { t } = useTranslation()
  const named = { title: done.title, when: done.slot }
  if (done.status === 'confirmed') return <Notice tone="good" takeFocus title={t('Booked: {{title}}, {{when}}', named)} />
  if (done.status === 'pending_approval') {
    return (
      <Notice tone="wait" takeFocus title={t('Waiting for approval: {{title}}, {{when}}', named)}>
        <p>{t('A rule of your organisation asks for approval. The time is kept for you meanwhile: nobody else can book it. You hear by e-mail how it was decided.')}</p>
      </Notice>
    )
  }
  return null
}
