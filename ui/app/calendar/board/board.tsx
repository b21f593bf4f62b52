import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type CSSProperties, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import type { CalendarData } from '../calendar-data.server.js'
import type { CalendarRange } from '../calendar-range.js'
import type { DragRefusal } from '../drag.server.js'
import { dayMinutes } from '../wall-grid.js'
import { BoardHead } from './board-head.js'
import { walkBoard } from './board-keys.js'
import { BoardRow } from './board-row.js'
import { MonthRow } from './month-row.js'
import { placeInWords } from './place-in-words.js'
import { Ghost } from './ghost.js'
import { drawnMinutes, rowHeight, scaleFor, stretch } from './scale.js'
import { useCarry } from './use-carry.js'
import { useDrag } from './use-drag.js'
import { useDrops } from './use-drops.js'
import { useQuickScroll } from './use-quick-scroll.js'
import { RowsInView, useRows } from './use-rows.js'

interface Props {
  readonly calendar: CalendarData
  readonly range: CalendarRange
  /** The range as the address says it. */
  readonly query: string
  readonly rowsAtOnce: number
  readonly mayBook: boolean
  readonly onRefusal: (refusal: DragRefusal | null) => void
}

const headHeight = 40

/** Resources down, time across. Only the rows in view are drawn, and read; other days or another view need another board (a `key`). */
export function Board({ calendar, range, query, rowsAtOnce, mayBook, onRefusal }: Props) {
  const { t } = useTranslation()
  const { resources, days } = calendar
  const length = days.length * dayMinutes
  const box = useRef<HTMLDivElement>(null)
  const { rows, add } = useRows(calendar.rows)
  const [viewport, setViewport] = useState({ scrolled: 0, width: 1200 })
  const [room, setRoom] = useState(0)
  const scale = useMemo(() => scaleFor(range.view, days.length, room), [range.view, days.length, room])
  const [active, setActive] = useState(0)
  const passing = useQuickScroll(box)
  const navigate = useNavigate()
  const barOf = (row: number, id: string) => rows.get(resources[row]?.id ?? '')?.bars.find((bar) => bar.id === id)
  const { drop, dropped, busy } = useDrops(range.first, resources, barOf, onRefusal)
  const virtual = useVirtualizer({ count: resources.length, getScrollElement: () => box.current, estimateSize: (row) => rowHeight(resources[row]?.units ?? 1, range.view), overscan: 5, paddingStart: headHeight, useFlushSync: false })
  const side = (): number => box.current?.querySelector<HTMLElement>('[data-side]')?.offsetWidth ?? 0
  const { dragging, onPointerDown } = useDrag({
    pixelsPerMinute: scale.pixelsPerMinute,
    snap: scale.snap,
    length,
    mayBook: mayBook && range.view !== 'month',
    barOf,
    locate: (x, y) => {
      const at = box.current?.getBoundingClientRect()
      if (!box.current || !at) return { minute: 0, row: 0 }
      const below = y - at.top + box.current.scrollTop
      const row = virtual.getVirtualItemForOffset(below)?.index ?? 0
      return { minute: (x - at.left + box.current.scrollLeft - side()) / scale.pixelsPerMinute, row }
    },
    onDrop: drop,
  })

  // Opens where the day is: an hour before now, and not before seven, when nobody has booked anything yet.
  useEffect(() => {
    const now = calendar.now ?? 0
    const clock = now % dayMinutes
    const first = now - clock + Math.max(7 * 60, clock - 60)
    box.current?.scrollTo({ left: range.view === 'month' ? 0 : first * scale.pixelsPerMinute })
    // Only once for each board.
  }, [])
  // Before anything is painted: a month is as wide as its room.
  useLayoutEffect(() => {
    const look = (): void => {
      const { scrollLeft = 0, clientWidth = 1200 } = box.current ?? {}
      const scrolled = Math.floor(scrollLeft / stretch) * stretch
      const width = Math.ceil(clientWidth / stretch) * stretch
      setRoom(clientWidth - side())
      setViewport((known) => (known.scrolled === scrolled && known.width === width ? known : { scrolled, width }))
    }
    look()
    const element = box.current
    const sizes = new ResizeObserver(look)
    if (element) sizes.observe(element)
    element?.addEventListener('scroll', look, { passive: true })
    return () => {
      sizes.disconnect()
      element?.removeEventListener('scroll', look)
    }
  }, [])

  const toRow = (row: number): void => {
    setActive(row)
    virtual.scrollToIndex(row)
    requestAnimationFrame(() => requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-track="${row}"]`)?.focus()))
  }
  const { carrying, onKey, letGo } = useCarry({
    snap: scale.snap,
    length,
    rows: resources.length,
    barOf,
    box: () => box.current,
    onMove: ({ row, from }) => {
      virtual.scrollToIndex(row)
      const [left, width] = [from * scale.pixelsPerMinute, (box.current?.clientWidth ?? 0) - side()]
      if (box.current && (left < box.current.scrollLeft || left > box.current.scrollLeft + width - 80)) box.current.scrollTo({ left: Math.max(0, left - width / 2) })
    },
    onDrop: drop,
    onEnd: (drag, row) => {
      toRow(row)
      requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-bar="${drag.id}"]`)?.focus())))
    },
  })
  const book = (row: number): void => {
    const resource = resources[row]
    if (mayBook && resource) void navigate(`/app/bookings/new?${new URLSearchParams({ resource: resource.id, date: range.first })}`)
  }
  const follow = (event: MouseEvent<HTMLElement>): void => {
    const link = event.target instanceof HTMLElement ? event.target.closest<HTMLAnchorElement>('a[data-bar]') : null
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    void navigate(link.pathname + link.search)
  }
  const items = virtual.getVirtualItems()
  const chunks = [...new Set(items.map(({ index }) => Math.floor(index / rowsAtOnce)))].filter((chunk) => chunk > 0)
  const drawn = useMemo(() => drawnMinutes(viewport.scrolled, viewport.width, scale), [viewport, scale])
  const ghost = dragging?.at ?? carrying?.at

  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface shadow-soft" aria-busy={busy}>
      <p role="status" className="sr-only">{carrying ? placeInWords(t, carrying, resources, days) : ''}</p>
      {chunks.map((chunk) => <RowsInView key={chunk} query={query} resources={resources.slice(chunk * rowsAtOnce, (chunk + 1) * rowsAtOnce)} onRows={add} />)}
      <div
        ref={box}
        tabIndex={-1}
        onBlur={({ target }) => (target === box.current ? letGo() : undefined)}
        role="grid"
        aria-label={t('Timeline of {{from}} and later', { from: days[0]?.label ?? '' })}
        aria-rowcount={resources.length + 1}
        className="board max-h-[calc(100dvh-13rem)] min-h-64 overflow-auto overscroll-contain outline-none"
        onPointerDown={onPointerDown}
        onClick={follow}
        onKeyDown={(event) => (onKey(event) ? undefined : walkBoard(event, { rows: resources.length, toRow, book }))}
      >
        <div role="presentation" className="relative w-max [--side:11rem] max-sm:[--side:7rem]" style={{ height: virtual.getTotalSize() }}>
          <div role="row" aria-rowindex={1} className="sticky top-0 z-20 flex border-b border-line bg-surface" style={{ height: headHeight }}>
            <div role="columnheader" data-side className="sticky left-0 z-10 w-[var(--side)] shrink-0 border-r border-line bg-surface px-3 text-xs leading-10 text-ink-faint">
              {t('Resource')}
            </div>
            <div role="presentation" className="relative" style={{ width: length * scale.pixelsPerMinute }}>
              <BoardHead days={days} view={range.view} scale={scale} />
            </div>
          </div>
          {items.map(({ index, start, size }) => {
            const resource = resources[index]
            if (!resource) return null
            const row = rows.get(resource.id)
            return (
              <div key={resource.id} role="row" aria-rowindex={index + 2} className="absolute left-0 flex border-b border-line" style={{ top: start, height: size }}>
                <div role="rowheader" className="sticky left-0 z-10 grid w-[var(--side)] shrink-0 content-center border-r border-line bg-surface px-3 leading-tight shadow-[0_1px_0_var(--line)]">
                  <Link to={`/app/resources/${resource.id}`} tabIndex={-1} className="truncate text-sm font-medium text-ink no-underline hover:underline">{resource.name}</Link>
                  {resource.location ? <span className="truncate text-xs text-ink-faint">{resource.location}</span> : null}
                </div>
                <div
                  role="gridcell"
                  data-track={index}
                  tabIndex={index === active ? 0 : -1}
                  onFocus={() => setActive(index)}
                  aria-busy={!row}
                  className="board-track relative [contain:layout_paint] outline-offset-[-2px]"
                  style={{ width: length * scale.pixelsPerMinute, '--lines': `${scale.lines * scale.pixelsPerMinute}px`, '--days': `${dayMinutes * scale.pixelsPerMinute}px` } as CSSProperties}
                >
                  {/* Text and no label: the cell is named by this and by what stands in it, so that nothing visible is missing from its name. */}
                  <span className="sr-only">{row ? t('{{name}}: {{count}} bookings', { name: resource.name, count: row.bars.length }) : resource.name}</span>
                  {range.view === 'month' ? (
                    <MonthRow resource={resource} row={row} days={days} width={dayMinutes * scale.pixelsPerMinute} />
                  ) : (
                    <BoardRow
                      resource={resource}
                      row={row}
                      height={size}
                      days={days}
                      scale={scale}
                      drawn={drawn}
                      passing={passing}
                      away={dropped?.bar.id}
                      dropped={dropped?.resource === resource.id ? dropped.bar : undefined}
                    />
                  )}
                  {ghost?.row === index ? (
                    <Ghost span={ghost} pixelsPerMinute={scale.pixelsPerMinute} seenTo={(box.current?.scrollLeft ?? 0) + (box.current?.clientWidth ?? 0) - side()} />
                  ) : null}
                </div>
              </div>
            )
          })}
          {calendar.now === null || range.view === 'month' ? null : (
            <div role="presentation" className="pointer-events-none absolute bottom-0 z-5 w-0.5 bg-bad-solid" style={{ top: headHeight, left: `calc(var(--side) + ${calendar.now * scale.pixelsPerMinute}px)` }} />
          )}
        </div>
      </div>
    </div>
  )
}
