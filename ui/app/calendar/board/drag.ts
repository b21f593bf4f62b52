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

/**
 * Where a carried booking stands after a key: arrows move it by a step or to the neighbouring row, or only one of its ends.
 * @returns null for a key that carries nothing
 */
export function carried({ row, from, to }: Placement, key: string, only: { end: boolean; start: boolean }, { snap, length, rows }: { snap: number; length: number; rows: number }): Placement | null {
  const step = key === 'ArrowRight' ? snap : key === 'ArrowLeft' ? -snap : 0
  if (step !== 0 && only.end) return { row, from, to: clamp(to + step, from + snap, length) }
  if (step !== 0 && only.start) return { row, from: clamp(from + step, 0, to - snap), to }
  if (step !== 0) {
    const start = clamp(from + step, 0, length - (to - from))
    return { row, from: start, to: start + to - from }
  }
  if (key === 'ArrowDown') return { row: Math.min(rows - 1, row + 1), from, to }
  if (key === 'ArrowUp') return { row: Math.max(0, row - 1), from, to }
  return null
}

/**
 * Which end of a bar was taken, or its middle.
 * @param width of the bar in pixels
 * @param at pixels from its start
 * @param thick pixels of an end: a finger is broader than the point of a mouse
 */
export function grip(at: number, width: number, thick = 7): Exclude<DragKind, 'draw'> {
  const edge = width < 3 * thick + 3 ? 0 : thick
  if (at < edge) return 'start'
  return at > width - edge ? 'end' : 'move'
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
