import { useTranslation } from 'react-i18next'
import type { HistoryLine } from './booking-history.js'

export function HistoryList({ lines }: { lines: readonly HistoryLine[] }) {
  const { t } = useTranslation()
  if (lines.length === 0) return <p className="text-sm text-ink-soft">{t('Only those who have a part in a booking see its history.')}</p>
  return (
    <ol className="grid gap-3 text-sm">
      {lines.map(({ id, who, what, when, details }) => (
        <li key={id} className="grid gap-0.5 border-l-2 border-line pl-3">
          <p>
            <span className="font-medium">{who}</span> {what}
          </p>
          {details.map((detail) => (
            <p key={detail} className="text-ink-soft tabular-nums">
              {detail}
            </p>
          ))}
          <p className="text-[0.8125rem] text-ink-faint tabular-nums">{when}</p>
        </li>
      ))}
    </ol>
  )
}
