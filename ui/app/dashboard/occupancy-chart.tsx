import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Day, DayRow } from './day.server.js'

type Props = Pick<Day, 'rows' | 'ticks' | 'now' | 'hidden'>

/** Today, one line per resource. Each line is an image with its times as text: nothing is said by colour alone. */
export function OccupancyChart({ rows, ticks, now, hidden }: Props) {
  const { t } = useTranslation()
  return (
    <div className="grid gap-3">
      <ul className="grid gap-1.5">
        <li aria-hidden="true" className={`${line} text-xs text-ink-faint`}>
          <span />
          <svg className="h-4 w-full overflow-visible">
            {ticks.map(({ x, label }) => (
              <text key={x} x={`${x}%`} y="12" textAnchor="middle" className="fill-ink-faint text-[0.6875rem] tabular-nums max-sm:even:hidden">
                {label}
              </text>
            ))}
          </svg>
          <span />
        </li>
        {rows.map((row) => (
          <li key={row.id} className={line}>
            <Link to={`/app/resources/${row.id}`} className="truncate text-sm text-ink underline-offset-2 hover:underline">
              {row.name}
            </Link>
            <Track row={row} ticks={ticks} now={now} />
            <span className="text-right text-sm text-ink-soft tabular-nums">{row.percent === null ? t('closed') : `${row.percent} %`}</span>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1 text-[0.8125rem] text-ink-faint">
        <Key className="bg-accent-solid">{t('Booked')}</Key>
        <Key className="border border-wait-text bg-wait-wash">{t('Waiting')}</Key>
        <Key className="border border-line-strong bg-surface">{t('Open')}</Key>
        <Key className="border border-line bg-sunken">{t('Closed')}</Key>
        {hidden > 0 ? <Link to="/app/resources" className="underline-offset-2 hover:underline">{t('{{count}} more resources', { count: hidden })}</Link> : null}
      </div>
    </div>
  )
}

const line = 'grid grid-cols-[minmax(0,6.500rem)_minmax(0,1fr)_3.250rem] items-center gap-x-3 sm:grid-cols-[minmax(0,9rem)_minmax(0,1fr)_3.250rem]'
const height = 24
/** A bar below this many pixels is a line nobody sees. */
const thinnest = 6

function Track({ row, ticks, now }: { row: DayRow } & Pick<Props, 'ticks' | 'now'>) {
  const lane = Math.max(thinnest, height / row.units)
  const gap = lane > 6 ? 1 : 0
  // Of more units than fit below each other, the further ones lie on those above: the share beside says how many.
  const top = (at: number): number => (at * lane) % (Math.floor(height / lane) * lane)
  return (
    <svg role="img" aria-label={`${row.name}: ${row.summary}`} height={height} className="w-full overflow-hidden rounded-md border border-line bg-sunken">
      {row.open.map(({ x, width }) => (
        <rect key={x} x={`${x}%`} width={`${width}%`} height="100%" className="fill-surface" />
      ))}
      {ticks.map(({ x }) => (
        <line key={x} x1={`${x}%`} x2={`${x}%`} y1="0" y2="100%" className="stroke-line" />
      ))}
      {row.bars.map(({ x, width, lane: at, pending }) => (
        <rect
          key={`${x}-${at}`}
          x={`${x}%`}
          width={`${width}%`}
          y={top(at) + gap}
          height={Math.max(1, lane - 2 * gap)}
          rx={Math.min(4, lane / 3)}
          className={pending ? 'fill-wait-wash stroke-wait-text' : 'fill-accent-solid'}
        />
      ))}
      {now === null ? null : <line x1={`${now}%`} x2={`${now}%`} y1="0" y2="100%" strokeWidth="2" className="stroke-bad-solid" />}
    </svg>
  )
}

function Key({ className, children }: { className: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className={`h-3 w-4 rounded-sm ${className}`} />
      {children}
    </span>
  )
}
