import { clockText, type Span } from '../wall-grid.js'

interface Props {
  readonly span: Span
  readonly pixelsPerMinute: number
  /** Where the picture ends on the screen, in pixels of the track. */
  readonly seenTo: number
}

/** Pixels of `10:15 – 11:00` with a little air. */
const roomForTimes = 92

/** Where what is dragged would stand. Its times stand in it, or beside it when it is short: behind it, or before it where the screen ends. */
export function Ghost({ span: { from, to }, pixelsPerMinute, seenTo }: Props) {
  const [left, width] = [from * pixelsPerMinute, (to - from) * pixelsPerMinute]
  const beside = width < roomForTimes ? (left + width + roomForTimes + 8 > seenTo ? 'right-full mr-1' : 'left-full ml-1') : null
  return (
    <div data-ghost className="pointer-events-none absolute inset-y-1 z-2 rounded-md bg-accent-solid/80" style={{ left, width }}>
      <span className={`text-xs whitespace-nowrap tabular-nums ${beside ? `absolute top-1/2 -translate-y-1/2 rounded-md border border-line-strong bg-raised px-1.5 py-0.5 font-medium text-ink shadow-soft ${beside}` : 'px-1.5 text-accent-on'}`}>
        {clockText(from)}&nbsp;–&nbsp;{clockText(to, true)}
      </span>
    </div>
  )
}
