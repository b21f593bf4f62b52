import type { KeyboardEvent } from 'react'

interface Board {
  readonly rows: number
  /** Brings a row into view and gives its track the focus once it is drawn. */
  readonly toRow: (row: number) => void
  /** A new booking on a row's resource. */
  readonly book: (row: number) => void
}

/**
 * Arrows walk the board: up and down from row to row, left and right over the bookings of a row; Home and End to its first and last row. Enter opens a
 * booking, or on the row itself begins a new one.
 */
export function walkBoard(event: KeyboardEvent<HTMLElement>, { rows, toRow, book }: Board): void {
  const { key, target } = event
  if (!(target instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return
  const track = target.closest<HTMLElement>('[data-track]')
  if (!track) return
  const row = Number(track.dataset['track'])
  const bars = [...track.querySelectorAll<HTMLElement>('[data-bar]')].sort((a, b) => a.offsetLeft - b.offsetLeft)
  const at = bars.indexOf(target)
  const act = {
    ArrowDown: () => toRow(Math.min(rows - 1, row + 1)),
    ArrowUp: () => toRow(Math.max(0, row - 1)),
    Home: () => toRow(0),
    End: () => toRow(rows - 1),
    ArrowRight: () => bars[Math.min(bars.length - 1, at + 1)]?.focus(),
    ArrowLeft: () => (at > 0 ? bars[at - 1] : track)?.focus(),
    Enter: target === track ? () => book(row) : undefined,
  }[key]
  if (!act) return
  event.preventDefault()
  act()
}
