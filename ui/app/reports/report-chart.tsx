import { useTranslation } from 'react-i18next'
import { PlotChart } from './plot-chart.js'
import type { BarList, ReportView, WeekGrid } from './report-view.js'

/** A report as a picture. What it says stands in the sentence before it and in the table after it. */
export function ReportChart({ chart, label }: { chart: NonNullable<ReportView['chart']>; label: string }) {
  if (chart.kind === 'plot') return <PlotChart plot={chart} label={label} />
  return chart.kind === 'bar-list' ? <Bars bars={chart.bars} /> : <Week days={chart.days} />
}

function Bars({ bars }: Pick<BarList, 'bars'>) {
  return (
    <ul className="grid gap-1.5">
      {bars.map(({ label, share, text }, index) => (
        <li key={`${label}-${index}`} className="grid grid-cols-[minmax(0,7.500rem)_minmax(0,1fr)_4.500rem] items-center gap-x-3 text-sm sm:grid-cols-[minmax(0,12rem)_minmax(0,1fr)_5.500rem]">
          <span className="truncate">{label}</span>
          <svg aria-hidden="true" className="h-4 w-full overflow-hidden rounded-md bg-sunken">
            <rect width={`${share * 100}%`} height="100%" className="fill-accent-solid" />
          </svg>
          <span className="text-right text-ink-soft tabular-nums">{text}</span>
        </li>
      ))}
    </ul>
  )
}

/** One square for each hour, the darker the more it is used; empty where nothing was open. */
function Week({ days }: Pick<WeekGrid, 'days'>) {
  const { t } = useTranslation()
  const hours = Array.from({ length: 24 }, (_, hour) => hour)
  return (
    <figure className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
      <div className="overflow-x-auto" role="group" aria-label={t('Utilisation by hour of the week')} tabIndex={0}>
        <svg aria-hidden="true" viewBox="0 0 560 178" className="w-full max-w-3xl min-w-[34rem]">
          {hours.filter((hour) => hour % 3 === 0).map((hour) => (
            <text key={hour} x={38 + hour * 21.7} y="10" textAnchor="middle" className="fill-ink-faint text-[0.5625rem] tabular-nums">
              {String(hour).padStart(2, '0')}
            </text>
          ))}
          {days.map(({ label, hours: shares }, row) => (
            <g key={label}>
              <text x="0" y={30 + row * 23} className="fill-ink-soft text-[0.6875rem]">
                {label}
              </text>
              {shares.map((share, hour) => (
                <rect key={hour} x={38 + hour * 21.7} y={16 + row * 23} width="20" height="20" rx="3" className={share === null ? 'fill-sunken' : 'fill-accent-solid stroke-line'} fillOpacity={share === null ? 1 : 0.06 + 0.94 * Math.min(1, share)} />
              ))}
            </g>
          ))}
        </svg>
      </div>
      <figcaption aria-hidden="true" className="flex flex-wrap items-center gap-x-5 gap-y-1 text-[0.8125rem] text-ink-faint">
        <Key className="fill-sunken">{t('Closed')}</Key>
        <Key className="fill-accent-solid" opacity={0.06}>{t('Free')}</Key>
        <Key className="fill-accent-solid" opacity={0.5}>{t('Half booked')}</Key>
        <Key className="fill-accent-solid">{t('Fully booked')}</Key>
      </figcaption>
    </figure>
  )
}

function Key({ className, opacity = 1, children }: { className: string; opacity?: number; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <svg className="size-3 rounded-sm">
        <rect width="100%" height="100%" className={`stroke-line-strong ${className}`} fillOpacity={opacity} />
      </svg>
      {children}
    </span>
  )
}
