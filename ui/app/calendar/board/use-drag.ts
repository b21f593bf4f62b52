import { useEffect, useRef, useState, type PointerEvent } from 'react'
import { grip, placed, type Drag, type Placement } from './drag.js'
import type { Bar } from '../timeline-rows.server.js'

interface Board {
  readonly pixelsPerMinute: number
  readonly snap: number
  /** Minutes of the picture. */
  readonly length: number
  readonly mayBook: boolean
  readonly barOf: (row: number, id: string) => Bar | undefined
  /** Where a point of the window lies: minutes, and the row's number. */
  readonly locate: (x: number, y: number) => { minute: number; row: number }
  readonly onDrop: (drag: Drag, to: Placement) => void
}

export interface Dragging {
  readonly drag: Drag
  readonly at: Placement
}

/** Fewer pixels than this are a click. */
const threshold = 4

/** A finger that rests so long takes what is under it; before that it scrolls. */
const pressMs = 420
/** Pixels a resting finger may tremble. */
const tremble = 10
/** Pixels of a bar's end, for the point of a mouse and for a finger. */
const ends = { mouse: 7, touch: 18 }

/**
 * Drawing, moving and stretching with the mouse, a pen, or a finger that rests first, so that a finger still scrolls. Escape lets go without dropping.
 * @returns what is under way, and what the board listens with
 */
export function useDrag(board: Board): { dragging: Dragging | null; onPointerDown: (event: PointerEvent<HTMLElement>) => void } {
  const [dragging, setDragging] = useState<Dragging | null>(null)
  const latest = useRef(board)
  latest.current = board
  const stop = useRef<(() => void) | null>(null)
  useEffect(() => () => stop.current?.(), [])

  function onPointerDown(event: PointerEvent<HTMLElement>): void {
    if (event.button !== 0 || !event.isPrimary || !(event.target instanceof HTMLElement)) return
    const drag = begun(event, event.target, latest.current)
    if (!drag) return
    const start = { x: event.clientX, y: event.clientY }
    const touch = event.pointerType === 'touch'
    const leaving = new AbortController()
    const { signal } = leaving
    let at: Placement | null = null
    const end = (): void => {
      clearTimeout(pressing)
      leaving.abort()
      stop.current = null
      setDragging(null)
    }
    let held = !touch
    const pressing = setTimeout(() => {
      if (!touch) return
      held = true
      navigator.vibrate?.(12)
      at = placed(drag, drag.grabbed, drag.row, latest.current.snap, latest.current.length)
      setDragging({ drag, at })
    }, pressMs)
    stop.current = end
    document.addEventListener('pointermove', ({ clientX, clientY }) => {
      const far = Math.hypot(clientX - start.x, clientY - start.y)
      if (!held) return far > tremble ? end() : undefined
      if (!at && far < threshold) return
      const { minute, row } = latest.current.locate(clientX, clientY)
      at = placed(drag, minute, row, latest.current.snap, latest.current.length)
      setDragging({ drag, at })
    }, { signal })
    document.addEventListener('pointerup', () => {
      const dropped = at
      end()
      if (!dropped) return
      // The click that follows would open the booking.
      window.addEventListener('click', swallow, { capture: true, once: true })
      setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0)
      if (drag.kind === 'draw' || dropped.row !== drag.row || dropped.from !== drag.span.from || dropped.to !== drag.span.to) latest.current.onDrop(drag, dropped)
    }, { signal })
    document.addEventListener('pointercancel', end, { signal })
    if (touch) {
      // Once something is taken the finger drags; until then the browser may scroll with it, which cancels the pointer.
      document.addEventListener('touchmove', (moving) => (held ? moving.preventDefault() : undefined), { signal, passive: false })
      // Else a long press opens the link's menu.
      document.addEventListener('contextmenu', (opening) => opening.preventDefault(), { signal })
    }
    document.addEventListener('keydown', ({ key }) => (key === 'Escape' ? end() : undefined), { signal })
    // Else the browser selects text while one draws.
    document.addEventListener('selectstart', (selecting) => selecting.preventDefault(), { signal })
  }
  return { dragging, onPointerDown }
}

function begun({ clientX, clientY, pointerType }: PointerEvent, target: HTMLElement, { mayBook, barOf, locate }: Board): Drag | null {
  const track = target.closest<HTMLElement>('[data-track]')
  if (!track) return null
  const row = Number(track.dataset['track'])
  const { minute } = locate(clientX, clientY)
  const element = target.closest<HTMLElement>('[data-bar]')
  if (!element) return mayBook ? { kind: 'draw', id: null, version: 0, row, grabbed: minute, span: { from: minute, to: minute } } : null
  const bar = barOf(row, element.dataset['bar'] ?? '')
  if (!bar?.movable) return null
  const box = element.getBoundingClientRect()
  return { kind: grip(clientX - box.left, box.width, pointerType === 'touch' ? ends.touch : ends.mouse), id: bar.id, version: bar.version, row, grabbed: minute, span: { from: bar.from, to: bar.to } }
}

function swallow(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}
