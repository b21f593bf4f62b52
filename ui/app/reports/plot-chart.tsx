import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Plot, SeriesLook } from './report-view.js'

const keys: Record<SeriesLook, string> = { accent: 'fill-accent-solid', good: 'fill-good-text', wait: 'fill-wait-text', bad: 'fill-bad-text', calm: 'fill-ink-faint' }

/** Drawn by uPlot, which is fetched for this screen only; until then, and without scripts, the sentence and the table say it. */
export function PlotChart({ plot, label }: { plot: Plot; label: string }) {
  const { t, i18n } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<number | null>(null)
  const drawn = JSON.stringify(plot)
  useEffect(() => {
    const target = box.current
    if (!target) return undefined
    let gone = false
    let stop = (): void => undefined
    setPlace(null)
    void import('./draw-plot.js').then(({ drawPlot }) => {
      if (!gone) stop = drawPlot(target, JSON.parse(drawn) as Plot, i18n.language, setPlace)
    })
    return () => {
      gone = true
      stop()
    }
  }, [drawn, i18n.language])
  const unit = plot.unit === 'percent' ? ' %' : plot.unit === 'hours' ? ' h' : ''
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 })
  return (
    <figure className="grid min-w-0 gap-2.5 [@media(scripting:none)]:hidden">
      <div ref={box} role="img" aria-label={label} className="h-72 w-full min-w-0 overflow-hidden" />
      <figcaption aria-hidden="true" className="flex min-h-6 flex-wrap items-center gap-x-5 gap-y-1 text-[0.8125rem] text-ink-soft tabular-nums">
        <span className="min-w-24 text-ink-faint">{place === null ? t('Point at the chart for numbers') : plot.places[place]}</span>
        {plot.series.map(({ label: name, look, values }) => {
          const value = place === null ? null : values[place]
          return (
            <span key={name} className="inline-flex items-center gap-1.5">
              <svg className="size-3 rounded-sm">
                <rect width="100%" height="100%" className={keys[look]} />
              </svg>
              {name}
              {value == null ? '' : `: ${number.format(value)}${unit}`}
            </span>
          )
        })}
      </figcaption>
    </figure>
  )
}
