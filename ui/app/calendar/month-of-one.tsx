import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CalendarData } from './calendar-data.server.js'
import { weekdayOf } from './calendar-range.js'
import type { TimelineRow } from './timeline-rows.server.js'
import { clockText, dayMinutes, loadsOf } from './wall-grid.js'

/** Shown in a day's cell; the day itself shows the rest. */
const most = 3

/** A month of one resource as a sheet of weeks: a table, so that it is read and printed as one, with or without scripts. */
export function MonthOfOne({ calendar, row }: { calendar: CalendarData; row: TimelineRow }) {
  const { t } = useTranslation()
  const { days, resources } = calendar
  const resource = resources[0]
  if (!resource || !days[0]) return null
  const loads = loadsOf(row.bars, row.open, resource.units, days.length)
  const lead = weekdayOf(days[0].date)
  const weeks = Array.from({ length: Math.ceil((lead + days.length) / 7) }, (_, week) => Array.from({ length: 7 }, (_unused, day) => week * 7 + day - lead))
  return (
    <div className="overflow-x-auto rounded-xl border border-line bg-surface shadow-soft">
      <table className="w-full min-w-[40rem] table-fixed border-collapse">
        <caption className="sr-only">{t('{{name}} in {{month}}', { name: resource.name, month: calendar.title })}</caption>
        <thead>
          <tr>
            {Array.from({ length: 7 }, (_, weekday) => (
              <th key={weekday} scope="col" className="border-b border-line px-2 py-1.5 text-left text-xs font-medium text-ink-faint">
                {days.find(({ date }) => weekdayOf(date) === weekday)?.weekday}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((index) => {
                const day = days[index]
                const load = loads[index]
                if (!day || !load) return <td key={index} className="border-b border-line bg-sunken/60" />
                const bars = row.bars.filter(({ from, to }) => to > index * dayMinutes && from < (index + 1) * dayMinutes)
                return (
                  <td key={index} className={`h-28 border-b border-l border-line p-1.5 align-top first:border-l-0 ${load.share === null ? 'closed-hours' : ''}`}>
                    <div className="flex items-baseline justify-between gap-1 pb-1">
                      <Link to={`?view=day&date=${day.date}&resource=${resource.id}`} aria-label={day.label} className={`rounded px-1 text-xs no-underline hover:underline ${day.today ? 'bg-accent-solid font-semibold text-accent-on' : 'text-ink-soft'}`}>
                        {day.number}
                      </Link>
                      {load.count > 0 && load.share !== null ? <span className="text-[0.6875rem] text-ink-faint tabular-nums">{Math.round(load.share * 100)} %</span> : null}
                    </div>
                    <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
                      {bars.slice(0, most).map((bar) => (
                        <li key={bar.id}>
                          <Link to={`/app/bookings/${bar.id}`} className={`block truncate rounded px-1 text-xs no-underline hover:underline ${bar.state === 'pending' ? 'bg-wait-wash text-wait-text' : bar.mine ? 'bg-accent-wash text-accent-text' : 'bg-sunken text-ink-soft'}`}>
                            <span className="tabular-nums">{clockText(Math.max(bar.from, index * dayMinutes))}</span> {bar.title}
                          </Link>
                        </li>
                      ))}
                    </ul>
                    {bars.length > most ? <p className="px-1 text-[0.6875rem] text-ink-faint">{t('and {{count}} more', { count: bars.length - most })}</p> : null}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
