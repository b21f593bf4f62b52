import type { Span } from '../wall-grid.js'

export type DragKind = 'draw' | 'move' | 'start' | 'end'

/** What is being dragged, from where. Minutes and rows of the board. */
export interface Drag {
  readonly kind: DragKind
  /** The booking; null for a new one. */
  readonly id: string | null
  readonly version: number
  readonly row: number
  readonly grabbed: number
  readonly span: Span
}

export interface Placement extends Span {
  readonly row: number
}

/**
 * Where a drag stands when the pointer is at a minute of a row. Only a move changes the row; nothing leaves the picture or gets shorter than one step.
 * @param snap minutes of a step
 * @param length minutes of the picture
 */
export function placed(drag: Drag, minute: number, row: number, snap: number, length: number): Placement {
  const step = (value: number): number => Math.round(value / snap) * snap
  const { kind, span, grabbed } = drag
  if (kind === 'move') {
    const size = span.to - span.from
    const from = clamp(step(span.from + minute - grabbed), 0, length - size)
    return { row, from, to: from + size }
  }
  if (kind === 'start') return { row: drag.row, from: clamp(step(minute), 0, span.to - snap), to: span.to }
  if (kind === 'end') return { row: drag.row, from: span.from, to: clamp(step(minute), span.from + snap, length) }
  const [low, high] = [Math.min(grabbed, minute), Math.max(grabbed, minute)]
  const from = clamp(Math.floor(low / snap) * snap, 0, length - snap)
  return { row: drag.row, from, to: clamp(Math.ceil(high / snap) * snap, from + snap, length) }
}

/** Which end of a bar was taken, or its middle. @param width of the bar in pixels @param at pixels from its start */
export function grip(at: number, width: number): Exclude<DragKind, 'draw'> {
  const edge = width < 24 ? 0 : 7
  if (at < edge) return 'start'
  return at > width - edge ? 'end' : 'move'
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
