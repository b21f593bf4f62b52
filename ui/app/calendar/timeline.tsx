import { useEffect, useRef, useState } from 'react'
import { useFetcher, useNavigate } from 'react-router'
import type { Calendar } from '@event-calendar/core'
import '@event-calendar/core/index.css'
import './timeline.css'
import type { CalendarData } from './calendar-data.server.js'
import type { CalendarView } from './calendar-range.js'
import type { DragRefusal } from './drag.server.js'
import { timelineOptions } from './timeline-options.js'

interface Props {
  readonly data: Pick<CalendarData, 'resources' | 'events' | 'closed'>
  readonly view: CalendarView
  readonly first: string
  readonly mayBook: boolean
  readonly onRefusal: (refusal: DragRefusal | null) => void
}

/** The drawn calendar, made in the browser only; other days or another view need another one (a `key`). What is dropped stays where it was dropped until the server has answered. */
export function Timeline({ data, view, first, mayBook, onRefusal }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const calendar = useRef<Calendar | null>(null)
  const undo = useRef<(() => void) | null>(null)
  const [ready, setReady] = useState(false)
  const drawnFrom = useRef<Props['data'] | null>(null)
  const navigate = useNavigate()
  const fetcher = useFetcher<{ refusal: DragRefusal | null }>()
  const send = (fields: Record<string, string>, revert: () => void): void => {
    undo.current = revert
    onRefusal(null)
    void fetcher.submit(fields, { method: 'post', action: '/app/calendar' })
  }
  const acts = useRef({ send, navigate })
  acts.current = { send, navigate }
  const latest = useRef({ data, view, first, mayBook })
  latest.current = { data, view, first, mayBook }

  useEffect(() => {
    let gone = false
    let made: (() => void) | undefined
    void import('@event-calendar/core').then(({ createCalendar, destroyCalendar, Interaction, ResourceTimeline }) => {
      if (gone || !box.current) return
      drawnFrom.current = latest.current.data
      const options = timelineOptions(latest.current, { send: (fields, revert) => acts.current.send(fields, revert), open: (id) => void acts.current.navigate(`/app/bookings/${id}`) })
      const drawn = createCalendar(box.current, [ResourceTimeline, Interaction], options)
      calendar.current = drawn
      made = () => void destroyCalendar(drawn)
      setReady(true)
    })
    return () => {
      gone = true
      calendar.current = null
      made?.()
    }
  }, [])

  useEffect(() => {
    const drawn = calendar.current
    if (!drawn || !ready || drawnFrom.current === data) return
    drawnFrom.current = data
    const { resources, events } = timelineOptions({ data, view, first, mayBook }, { send: () => undefined, open: () => undefined })
    drawn.setOption('resources', resources).setOption('events', events)
  }, [data, view, first, mayBook, ready])

  useEffect(() => {
    if (fetcher.state !== 'idle' || !fetcher.data) return
    if (fetcher.data.refusal) undo.current?.()
    undo.current = null
    onRefusal(fetcher.data.refusal)
  }, [fetcher.state, fetcher.data, onRefusal])

  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface shadow-soft" aria-busy={!ready || fetcher.state !== 'idle'}>
      <div ref={box} className="timeline min-h-64" />
    </div>
  )
}
