import { useTranslation } from 'react-i18next'
import type { ReplayProgress } from './replay-progress.server.js'
import { Notice } from '../kit/notice.js'

/** A replay as it comes along. */
export function ReplayNotice({ progress: { count, tried, succeeded, failed } }: { progress: ReplayProgress }) {
  const { t } = useTranslation()
  if (count === 0) return <Notice tone="wait" takeFocus title={t('There was nothing to send again.')} />
  const left = count - tried
  const over = left <= 0
  const title = over ? t('All {{count}} messages were sent again.', { count }) : t('{{count}} messages are on their way again.', { count })
  return (
    <Notice tone={over ? (failed > 0 ? 'bad' : 'good') : 'wait'} takeFocus title={title}>
      <progress value={tried} max={count} aria-label={t('Messages tried')} className="h-2 w-full max-w-80 accent-accent-solid" />
      <p className="tabular-nums">
        {t('{{succeeded}} taken, {{failed}} failed again', { succeeded, failed })}
        {over ? '' : ` · ${t('{{left}} to go', { left })}`}
      </p>
      {failed > 0 ? <p>{t('What failed is tried again like any other message; the log says why.')}</p> : null}
    </Notice>
  )
}
