import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Badge } from '../kit/badge.js'

export interface ResourceRow {
  readonly id: string
  readonly name: string
  readonly type: string | null
  readonly location: string
  /** Where its clock stands, when that is not the organisation's. */
  readonly place: string | null
  readonly seats: number | null
  readonly units: number
  readonly owned: boolean
  readonly archived: boolean
}

export function ResourceRows({ rows }: { rows: readonly ResourceRow[] }) {
  const { t } = useTranslation()
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-soft">
      {rows.map((row) => (
        <li key={row.id} className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 px-4 py-3 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_9rem_7rem]">
          <div className="min-w-0">
            <p className="flex min-w-0 items-center gap-2">
              {/* The whole row is the link's target; its text is the name alone. */}
              <Link to={`/app/resources/${row.id}`} className="truncate font-medium text-ink no-underline after:absolute after:inset-0">
                {row.name}
              </Link>
              {row.owned ? <span className="text-[0.8125rem] text-ink-faint">{t('yours')}</span> : null}
              {row.archived ? (
                <Badge tone="calm" icon="ban">
                  {t('Archived')}
                </Badge>
              ) : null}
            </p>
            <p className="truncate text-sm text-ink-soft">{[row.location, row.place ? t('{{place}} time', { place: row.place }) : ''].filter(Boolean).join(' · ') || t('No location')}</p>
          </div>
          <p className="truncate text-sm text-ink-soft max-sm:text-right">{row.type ?? ''}</p>
          <p className="text-sm text-ink-faint tabular-nums max-sm:col-span-2 sm:text-right">{capacity(row, t)}</p>
        </li>
      ))}
    </ul>
  )
}

/** `8 seats`, `3 units`, `2 units, 8 seats`; nothing to say about one unit without a limit of people. */
function capacity({ seats, units }: ResourceRow, t: TFunction): string {
  const parts = [units > 1 ? t('{{count}} units', { count: units }) : '', seats === null ? '' : t('{{count}} seats', { count: seats })]
  return parts.filter(Boolean).join(', ')
}
