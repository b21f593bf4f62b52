import type { CalendarView } from '../calendar-range.js'
import { dayMinutes } from '../wall-grid.js'

/** How minutes become pixels in each view. */
export interface Scale {
  readonly pixelsPerMinute: number
  /** What a drag snaps to, in minutes. */
  readonly snap: number
  /** Distance of the labelled hours in minutes; whole days only when 1440. */
  readonly labels: number
  /** Distance of the thin lines in minutes. */
  readonly lines: number
}

const scales: Readonly<Record<CalendarView, Scale>> = {
  day: { pixelsPerMinute: 1, snap: 15, labels: 60, lines: 60 },
  week: { pixelsPerMinute: 1 / 2, snap: 30, labels: 180, lines: 180 },
  weeks: { pixelsPerMinute: 1 / 12, snap: 60, labels: dayMinutes, lines: dayMinutes },
  month: { pixelsPerMinute: 40 / dayMinutes, snap: dayMinutes, labels: dayMinutes, lines: dayMinutes },
}

/** A day of a month, in pixels: two digits fit into the least, more than the most is only emptier. */
const leastDay = 24
const mostDay = 64

/** The whole month where it fits beside the resources' names; else days as narrow as can be read. @param room pixels, 0 while they are not known */
export function scaleFor(view: CalendarView, days: number, room: number): Scale {
  const scale = scales[view]
  if (view !== 'month' || room === 0) return scale
  return { ...scale, pixelsPerMinute: Math.min(mostDay, Math.max(leastDay, Math.floor(room / days))) / dayMinutes }
}

/** The widest part of a row that is drawn at once, in pixels; more would only cost time while scrolling. */
export const stretch = 400

/** A row grows with what may stand beside each other in it, up to four lanes. @param units of the resource */
export function rowHeight(units: number, view: CalendarView): number {
  return view === 'month' ? 44 : 20 + 26 * Math.min(4, Math.max(1, units))
}

/** Which minutes are drawn when the picture is scrolled so far: the stretches in view and one on either side. */
export function drawnMinutes(scrolled: number, width: number, { pixelsPerMinute }: Scale): { from: number; to: number } {
  const first = Math.floor(scrolled / stretch) - 1
  const last = Math.floor((scrolled + width) / stretch) + 2
  return { from: Math.max(0, (first * stretch) / pixelsPerMinute), to: (last * stretch) / pixelsPerMinute }
}
