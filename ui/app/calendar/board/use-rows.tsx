import { useCallback, useEffect, useRef, useState } from 'react'
import { useFetcher } from 'react-router'
import type { CalendarResource } from '../calendar-data.server.js'
import type { TimelineRow } from '../timeline-rows.server.js'

type Rows = ReadonlyMap<string, TimelineRow>

/** The rows read so far; the first ones come with the page, and with every reading of it. */
export function useRows(first: readonly TimelineRow[]): { rows: Rows; add: (more: readonly TimelineRow[]) => void } {
  const [rows, setRows] = useState<Rows>(() => keyed(first))
  const add = useCallback((more: readonly TimelineRow[]) => setRows((known) => new Map([...known, ...keyed(more)])), [])
  const shown = useRef(first)
  useEffect(() => {
    if (shown.current !== first) add(first)
    shown.current = first
  }, [first, add])
  return { rows, add }
}

function keyed(rows: readonly TimelineRow[]): Map<string, TimelineRow> {
  return new Map(rows.map((row) => [row.id, row]))
}

/** Rows that are only scrolled past are not read. */
const restMs = 70

/**
 * Reads some rows once they come into view, and again whenever the live stream has the screen read: the router reads what its fetchers show.
 * @param query the calendar's range as its address says it
 */
export function RowsInView({ query, resources, onRows }: { query: string; resources: readonly CalendarResource[]; onRows: (rows: readonly TimelineRow[]) => void }) {
  const { load, data } = useFetcher<{ rows: readonly TimelineRow[] }>()
  const href = `/app/calendar/rows?${query}&ids=${resources.map(({ id }) => id).join(',')}`
  useEffect(() => {
    const timer = setTimeout(() => void load(href), restMs)
    return () => clearTimeout(timer)
  }, [load, href])
  useEffect(() => {
    if (data) onRows(data.rows)
  }, [data, onRows])
  return null
}
