import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Rows } from '../kit/rows.js'

export interface DeadRow {
  readonly id: string
  readonly what: string
  readonly endpoint: string
  readonly message: string
  readonly attempts: number
  readonly reason: string | null
  readonly written: string
  readonly given_up: string
  /** False when its endpoint or its content is gone. */
  readonly sendable: boolean
}

export function DeadRows({ rows, selectable }: { rows: readonly DeadRow[]; selectable: boolean }) {
  const { t } = useTranslation()
  return (
    <Rows>
      {rows.map(({ id, what, endpoint, message, attempts, reason, written, given_up, sendable }) => (
        <li key={id} className="flex items-start gap-3 px-4 py-3">
          {selectable ? <input form="replay" type="checkbox" name="selected" value={id} disabled={!sendable} aria-label={t('Select {{what}}, {{when}}', { what, when: given_up })} className="mt-1 size-4 shrink-0 accent-accent-solid" /> : null}
          <div className="grid min-w-0 flex-1 gap-x-4 gap-y-1 md:grid-cols-[minmax(0,1fr)_14rem]">
            <div className="min-w-0">
              <Link to={`/app/webhooks/deliveries?message=${message}`} className="block truncate font-mono text-sm font-medium text-ink no-underline hover:underline">
                {what}
              </Link>
              <p className="truncate text-sm text-ink-soft">{endpoint}</p>
              {reason ? <p className="text-sm break-words text-ink-faint">{reason}</p> : null}
            </div>
            <p className="text-[0.8125rem] text-ink-faint tabular-nums">
              {t('given up {{when}}', { when: given_up })}
              <span className="block">{[t('written {{when}}', { when: written }), t('{{count}} attempts', { count: attempts })].join(' · ')}</span>
            </p>
          </div>
        </li>
      ))}
    </Rows>
  )
}
