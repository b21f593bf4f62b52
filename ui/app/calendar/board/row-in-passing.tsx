import type { Bar } from '../timeline-rows.server.js'
import type { Span } from '../wall-grid.js'

interface Props {
  readonly closed: readonly Span[]
  readonly bars: readonly Bar[]
  readonly pixelsPerMinute: number
  /** Of a lane, in pixels: where it starts and how high a bar in it is. */
  readonly lane: (at: number) => { top: number; height: number }
}

const looks: readonly (readonly [Bar['state'], string])[] = [
  ['over', 'fill-sunken stroke-line'],
  ['busy', 'fill-sunken stroke-line-strong'],
  ['pending', 'fill-wait-wash stroke-wait-text'],
  ['confirmed', 'fill-accent-solid'],
]

/**
 * A row while somebody scrolls past it: the same picture in five elements instead of a link for each booking, which no eye and no finger could catch.
 * Once they rest the links take its place.
 */
export function RowInPassing({ closed, bars, pixelsPerMinute, lane }: Props) {
  const box = (from: number, to: number, top: number, height: number): string => {
    const width = Math.max(3, (to - from) * pixelsPerMinute - 1)
    return `M${from * pixelsPerMinute} ${top}h${width}v${height}h${-width}z`
  }
  return (
    <svg aria-hidden="true" data-passing className="pointer-events-none absolute inset-0 h-full w-full">
      <path d={closed.map(({ from, to }) => box(from, to, 0, 400)).join('')} className="fill-ink/6" />
      {looks.map(([state, look]) => (
        <path
          key={state}
          className={look}
          d={bars.filter((bar) => bar.state === state).map((bar) => box(bar.from, bar.to, lane(bar.lane).top, lane(bar.lane).height)).join('')}
        />
      ))}
    </svg>
  )
}
