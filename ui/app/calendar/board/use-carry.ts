import { useState, type KeyboardEvent } from 'react'
import { carried, type Drag, type Placement } from './drag.js'
import type { Dragging } from './use-drag.js'
import type { Bar } from '../timeline-rows.server.js'

interface Board {
  readonly snap: number
  /** Minutes of the picture. */
  readonly length: number
  readonly rows: number
  readonly barOf: (row: number, id: string) => Bar | undefined
  /** The element that keeps the focus meanwhile: the bar's own row may scroll out of the picture. */
  readonly box: () => HTMLElement | null
  readonly onMove: (at: Placement) => void
  readonly onDrop: (drag: Drag, to: Placement) => void
  readonly onEnd: (drag: Drag, row: number) => void
}

export interface Carrying extends Dragging {
  readonly bar: Bar
}

/**
 * Moving and stretching without a pointer: M or Space takes the focused booking, arrows carry it, Enter puts it down, Escape gives up.
 * @returns what is carried, a listener that says whether it took the key, and one that lets go when the focus leaves
 */
export function useCarry({ snap, length, rows, barOf, box, onMove, onDrop, onEnd }: Board): { carrying: Carrying | null; onKey: (event: KeyboardEvent<HTMLElement>) => boolean; letGo: () => void } {
  const [carrying, setCarrying] = useState<Carrying | null>(null)

  function take(target: HTMLElement): boolean {
    const row = Number(target.closest<HTMLElement>('[data-track]')?.dataset['track'])
    const bar = barOf(row, target.dataset['bar'] ?? '')
    if (!bar?.movable) return false
    const span = { from: bar.from, to: bar.to }
    setCarrying({ bar, drag: { kind: 'move', id: bar.id, version: bar.version, row, grabbed: bar.from, span }, at: { row, ...span } })
    box()?.focus({ preventScroll: true })
    return true
  }

  function onKey(event: KeyboardEvent<HTMLElement>): boolean {
    const { key, target } = event
    if (event.ctrlKey || event.metaKey || !(target instanceof HTMLElement)) return false
    if (!carrying) {
      const taken = (key === 'm' || key === 'M' || key === ' ') && target.dataset['bar'] !== undefined && take(target)
      if (taken) event.preventDefault()
      return taken
    }
    const { drag, at } = carrying
    event.preventDefault()
    if (key === 'Enter' || key === 'Escape') {
      setCarrying(null)
      const moved = at.row !== drag.row || at.from !== drag.span.from || at.to !== drag.span.to
      if (key === 'Enter' && moved) onDrop(drag, at)
      onEnd(drag, key === 'Enter' ? at.row : drag.row)
      return true
    }
    const next = carried(at, key, { end: event.shiftKey, start: event.altKey }, { snap, length, rows })
    if (next) {
      setCarrying({ ...carrying, at: next })
      onMove(next)
    }
    return true
  }
  return { carrying, onKey, letGo: () => setCarrying(null) }
}
