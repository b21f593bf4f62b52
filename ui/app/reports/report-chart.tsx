import { PlotChart } from './plot-chart.js'
import type { BarList, ReportView } from './report-view.js'
import { WeekChart } from './week-chart.js'

/** A report as a picture. What it says stands in the sentence before it and in the table after it. */
export function ReportChart({ chart, label }: { chart: NonNullable<ReportView['chart']>; label: string }) {
  if (chart.kind === 'plot') return <PlotChart plot={chart} label={label} />
  return chart.kind === 'bar-list' ? <Bars bars={chart.bars} /> : <WeekChart days={chart.days} />
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
