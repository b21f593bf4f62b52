import { memo, useEffect, useState, type CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarDay, CalendarResource } from '../calendar-data.server.js'
import type { Bar, TimelineRow } from '../timeline-rows.server.js'
import { clockText, dayMinutes, gaps, type Span } from '../wall-grid.js'
import { RowInPassing } from './row-in-passing.js'
import type { Scale } from './scale.js'

export interface RowProps {
  readonly resource: CalendarResource
  readonly row: TimelineRow | undefined
  readonly height: number
  readonly days: readonly CalendarDay[]
  readonly scale: Scale
  /** What is drawn of it, in minutes. */
  readonly drawn: Span
  /** A booking that stands elsewhere until the server has answered, or that was dropped here. */
  readonly away?: string | undefined
  readonly dropped?: Bar | undefined
}

const looks: Readonly<Record<Bar['state'], string>> = {
  confirmed: 'bg-accent-solid text-accent-on',
  pending: 'hatched border border-dashed border-wait-text text-wait-text',
  busy: 'border border-line-strong bg-sunken text-ink-soft',
  over: 'border border-line bg-sunken text-ink-faint',
}

/** What stands in one resource's row: in passing while it is only scrolled past, else its bookings as links. */
export function BoardRow({ passing, ...row }: RowProps & { /** Somebody scrolls past: rows that come into view now are drawn in passing. */ readonly passing: boolean }) {
  const [still, setStill] = useState(!passing)
  useEffect(() => {
    if (!passing) setStill(true)
  }, [passing])
  return still ? <StillRow {...row} /> : <PassingRow {...row} />
}

/** What of a row is drawn, and where. */
function layOut({ resource, row, height, days, scale: { pixelsPerMinute }, drawn, away, dropped }: RowProps) {
  const inView = ({ from, to }: Span): boolean => to > drawn.from && from < drawn.to
  const lanes = Math.max(row?.lanes ?? 1, Math.min(4, resource.units))
  const lane = (height - 10) / lanes
  return {
    closed: row ? gaps(row.open, days.length * dayMinutes).filter(inView) : [],
    bars: [...(row?.bars ?? []).filter(({ id }) => id !== away), ...(dropped ? [dropped] : [])].filter(inView),
    place: (from: number, to: number): CSSProperties => ({ left: from * pixelsPerMinute, width: Math.max(3, (to - from) * pixelsPerMinute - 1) }),
    upright: (at: number) => ({ top: 5 + at * lane, height: Math.max(4, lane - 2) }),
  }
}

const PassingRow = memo(function PassingRow(props: RowProps) {
  const { closed, bars, upright } = layOut(props)
  return <RowInPassing closed={closed} bars={bars} pixelsPerMinute={props.scale.pixelsPerMinute} lane={upright} />
})

/** What is closed, the buffers, and the bookings of one resource. Everything it needs comes as props that stay the same while it is only scrolled past. */
const StillRow = memo(function StillRow(props: RowProps) {
  const { t } = useTranslation()
  const { resource, days, scale: { pixelsPerMinute } } = props
  const { closed, bars, place, upright } = layOut(props)
  const said = (bar: Bar): string => {
    const when = `${days[Math.floor(bar.from / dayMinutes)]?.label ?? ''}, ${clockText(bar.from)}\u00a0–\u00a0${clockText(bar.to, true)}`
    return [bar.title, bar.who, when, resource.name, bar.state === 'pending' ? t('waiting for approval') : '', bar.mine ? t('yours') : ''].filter(Boolean).join(', ')
  }
  return (
    <>
      {closed.map(({ from, to }) => <div key={from} className="closed-hours pointer-events-none absolute inset-y-0" style={place(from, to)} />)}
      {bars.filter(({ before, after, from, to }) => before < from || after > to).map((bar) => (
        <div key={bar.id} className="buffer-time pointer-events-none absolute rounded-md" style={{ ...place(bar.before, bar.after), ...upright(bar.lane) }} />
      ))}
      {bars.map((bar) => (
        <BarLink key={bar.id} bar={bar} label={said(bar)} style={{ ...place(bar.from, bar.to), ...upright(bar.lane) }} room={(bar.to - bar.from) * pixelsPerMinute} />
      ))}
    </>
  )
})

interface BarProps {
  readonly bar: Bar
  readonly label: string
  readonly style: CSSProperties
  /** Pixels from its start to its end. */
  readonly room: number
}

/** Pixels that a title's beginning takes, and the name of a person behind it. */
const roomForTitle = 34
const roomForBoth = 112

/** A plain link, followed by the board itself: there are thousands of them, and a router's link listens to the router. */
function BarLink({ bar, label, style, room }: BarProps) {
  const roomy = room > roomForTitle
  return (
    <a
      href={`/app/bookings/${bar.id}`}
      data-bar={bar.id}
      tabIndex={-1}
      draggable={false}
      aria-label={label}
      title={label}
      className={`absolute z-1 flex items-center overflow-hidden text-xs whitespace-nowrap no-underline ${roomy ? 'rounded-md px-1.5' : 'rounded-sm'} ${looks[bar.state]} ${bar.mine ? 'own-booking' : ''} ${bar.movable ? 'cursor-grab' : ''}`}
      style={style}
    >
      {roomy ? <span aria-hidden="true" className="truncate font-medium">{bar.title}</span> : null}
      {room > roomForBoth && bar.who ? <span aria-hidden="true" className="ml-1.5 max-w-1/2 shrink-[2] truncate">{bar.who}</span> : null}
    </a>
  )
}
