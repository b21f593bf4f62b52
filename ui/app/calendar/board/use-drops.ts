import { useEffect, useRef, useState } from 'react'
import { useFetcher } from 'react-router'
import { plusDays } from '../calendar-range.js'
import type { DragRefusal } from '../drag.server.js'
import type { Bar } from '../timeline-rows.server.js'
import { clockText, dayMinutes } from '../wall-grid.js'
import type { Drag, Placement } from './drag.js'

interface Dropped {
  readonly resource: string
  readonly bar: Bar
}

/**
 * What is dropped stays where it was dropped until the server has answered; a refusal puts it back.
 * @param first the first day of the picture
 * @param barOf the booking as it stands now
 */
export function useDrops(first: string, resources: readonly { id: string }[], barOf: (row: number, id: string) => Bar | undefined, onRefusal: (refusal: DragRefusal | null) => void) {
  const fetcher = useFetcher<{ refusal: DragRefusal | null }>()
  const [dropped, setDropped] = useState<Dropped | null>(null)
  const answered = useRef<unknown>(null)
  useEffect(() => {
    if (fetcher.state !== 'idle' || !fetcher.data || answered.current === fetcher.data) return
    answered.current = fetcher.data
    setDropped(null)
    onRefusal(fetcher.data.refusal)
  }, [fetcher.state, fetcher.data, onRefusal])

  function drop(drag: Drag, { row, from, to }: Placement): void {
    const resource = resources[row]?.id
    if (!resource) return
    const times = { resource, start: wallClock(first, from), end: wallClock(first, to) }
    onRefusal(null)
    const bar = drag.id === null ? undefined : barOf(drag.row, drag.id)
    if (bar) setDropped({ resource, bar: { ...bar, from, to, before: from, after: to, lane: 0 } })
    const fields = drag.id === null ? { act: 'book', ...times } : { act: 'move', id: drag.id, version: String(drag.version), ...times }
    void fetcher.submit(fields, { method: 'post', action: '/app/calendar' })
  }
  return { drop, dropped, busy: fetcher.state !== 'idle' }
}

/** `2027-03-15T09:30`, as the calendar's action reads it. */
function wallClock(first: string, minute: number): string {
  return `${plusDays(first, Math.floor(minute / dayMinutes))}T${clockText(minute)}`
}
