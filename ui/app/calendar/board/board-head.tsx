import { memo } from 'react'
import type { CalendarDay } from '../calendar-data.server.js'
import type { CalendarView } from '../calendar-range.js'
import { clockText, dayMinutes } from '../wall-grid.js'
import type { Scale } from './scale.js'

/** Days, and below them the hours where there is room for them. */
export const BoardHead = memo(function BoardHead({ days, view, scale: { pixelsPerMinute, labels } }: { days: readonly CalendarDay[]; view: CalendarView; scale: Scale }) {
  const width = dayMinutes * pixelsPerMinute
  const hours = labels < dayMinutes ? Array.from({ length: Math.floor(dayMinutes / labels) }, (_, index) => index * labels) : []
  return (
    <>
      {days.map(({ date, label, weekday, number, today }, index) => (
        <div key={date} role="columnheader" className={`absolute inset-y-0 border-l border-line ${today ? 'text-accent-text' : ''}`} style={{ left: index * width, width }}>
          {view === 'day' || view === 'month' ? <span className="sr-only">{label}</span> : null}
          {view === 'month' ? (
            <span aria-hidden="true" className={`grid h-full content-center justify-items-center text-xs leading-tight ${today ? 'font-semibold' : ''}`}>
              <span className="text-[0.6875rem] text-ink-faint">{weekday.slice(0, 2)}</span>
              {number}
            </span>
          ) : view === 'day' ? null : (
            <span className={`sticky left-44 inline-block px-1.5 pt-1 text-xs whitespace-nowrap max-sm:left-28 ${today ? 'font-semibold' : 'font-medium'}`}>{label}</span>
          )}
          {hours.map((minute) => (
            <span key={minute} aria-hidden="true" className="absolute bottom-1 -translate-x-1/2 text-[0.6875rem] text-ink-faint tabular-nums" style={{ left: minute * pixelsPerMinute }}>
              {minute === 0 ? '' : clockText(minute)}
            </span>
          ))}
        </div>
      ))}
    </>
  )
})
