import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { WeekGrid } from './report-view.js'

const hours = Array.from({ length: 24 }, (_, hour) => hour)
const pitch = 21.7

/**
 * One square for each hour, the darker the more of it is booked. What is closed is hatched and without a border, what is free is bare inside one: neither takes
 * a colour to tell, on paper or for eyes that mix colours up.
 */
export function WeekChart({ days }: Pick<WeekGrid, 'days'>) {
  const { t } = useTranslation()
  const hatch = useId()
  return (
    <figure className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
      <div className="overflow-x-auto" role="group" aria-label={t('Utilisation by hour of the week')} tabIndex={0}>
        <svg aria-hidden="true" viewBox="0 0 560 178" className="w-full max-w-3xl min-w-[34rem]">
          <Hatch id={hatch} />
          {hours.filter((hour) => hour % 3 === 0).map((hour) => (
            <text key={hour} x={38 + hour * pitch} y="10" textAnchor="middle" className="fill-ink-faint text-[0.5625rem] tabular-nums">
              {String(hour).padStart(2, '0')}
            </text>
          ))}
          {days.map(({ label, hours: shares }, row) => (
            <g key={label}>
              <text x="0" y={30 + row * 23} className="fill-ink-soft text-[0.6875rem]">
                {label}
              </text>
              {shares.map((share, hour) => (
                <Square key={hour} share={share} hatch={hatch} x={38.5 + hour * pitch} y={16.5 + row * 23} size={19} />
              ))}
            </g>
          ))}
        </svg>
      </div>
      <figcaption aria-hidden="true" className="flex flex-wrap items-center gap-x-5 gap-y-1 text-[0.8125rem] text-ink-soft">
        {([[null, t('Closed')], [0, t('Free')], [0.5, t('Half booked')], [1, t('Fully booked')]] as const).map(([share, text]) => (
          <span key={text} className="inline-flex items-center gap-1.5">
            <svg className="size-4" viewBox="0 0 16 16">
              <Square share={share} hatch={hatch} x={0.5} y={0.5} size={15} />
            </svg>
            {text}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="5" height="5" className="fill-sunken" />
        <line x1="0" y1="0" x2="0" y2="5" strokeWidth="2" className="stroke-line-strong" />
      </pattern>
    </defs>
  )
}

interface SquareProps {
  /** Booked share of the open time; null while closed. */
  readonly share: number | null
  readonly hatch: string
  readonly x: number
  readonly y: number
  readonly size: number
}

function Square({ share, hatch, ...place }: SquareProps) {
  const { x, y, size } = place
  const square = { x, y, width: size, height: size, rx: 3 }
  if (share === null) return <rect {...square} data-hour="closed" fill={`url(#${hatch})`} />
  if (share === 0) return <rect {...square} data-hour="free" className="fill-surface stroke-field-line" />
  return <rect {...square} data-hour="booked" className="fill-accent-solid stroke-accent-text" fillOpacity={0.18 + 0.82 * Math.min(1, share)} />
}
