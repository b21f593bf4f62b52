import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarDay, CalendarResource } from '../calendar-data.server.js'
import type { TimelineRow } from '../timeline-rows.server.js'
import { dayMinutes, loadsOf } from '../wall-grid.js'

interface Props {
  readonly resource: CalendarResource
  readonly row: TimelineRow | undefined
  readonly days: readonly CalendarDay[]
  readonly width: number
}

/** How full a resource is on each day of the month: how many bookings, and a column as high as the share of its open time they take. */
export const MonthRow = memo(function MonthRow({ resource, row, days, width }: Props) {
  const { t } = useTranslation()
  if (!row) return null
  const loads = loadsOf(row.bars, row.open, resource.units, days.length)
  return (
    <>
      {loads.map(({ count, share }, index) => {
        const day = days[index]
        if (!day) return null
        const percent = Math.round((share ?? 0) * 100)
        const said = share === null ? t('closed') : count === 0 ? t('free') : t('{{count}} bookings', { count })
        return (
          <a
            key={day.date}
            href={`/app/calendar?view=day&date=${day.date}`}
            data-bar={day.date}
            tabIndex={-1}
            draggable={false}
            aria-label={`${resource.name}, ${day.label}: ${said}`}
            title={`${day.label}: ${said}${count > 0 && share !== null ? `, ${percent} %` : ''}`}
            className={`absolute inset-y-0 grid place-items-center border-r border-line text-xs tabular-nums no-underline hover:bg-accent-wash ${share === null && count === 0 ? 'closed-hours' : ''} ${day.weekend ? 'bg-sunken/50' : ''}`}
            style={{ left: index * dayMinutes * (width / dayMinutes), width }}
          >
            {count > 0 ? (
              <>
                <span aria-hidden="true" className="absolute inset-x-1.5 bottom-1 rounded-sm bg-accent-solid/25" style={{ height: Math.max(3, ((share ?? 1) * 34)) }} />
                <span className="relative font-medium text-ink">{count}</span>
              </>
            ) : null}
          </a>
        )
      })}
    </>
  )
})
