import type { Calendar } from '@event-calendar/core'
import type { CalendarData } from './calendar-data.server.js'
import type { CalendarView } from './calendar-range.js'

interface Drawn {
  readonly data: Pick<CalendarData, 'resources' | 'events' | 'closed'>
  readonly view: CalendarView
  readonly first: string
  readonly mayBook: boolean
}
interface Acts {
  /** @param revert puts back what was dragged */
  readonly send: (fields: Record<string, string>, revert: () => void) => void
  readonly open: (id: string) => void
}

/** Half an hour is drawn, a quarter of one can be grabbed. */
const slot = '00:30'
const snap = '00:15'

/** What the calendar library is told. Everything it shows is on the viewer's clock; it never computes with zones. */
export function timelineOptions({ data, view, first, mayBook }: Drawn, { send, open }: Acts): Calendar.Options {
  return {
    view: view === 'week' ? 'resourceTimelineWeek' : 'resourceTimelineDay',
    date: first,
    firstDay: 1,
    locale: 'en-GB',
    headerToolbar: { start: '', center: '', end: '' },
    height: 'auto',
    slotDuration: view === 'week' ? '01:00' : slot,
    slotLabelInterval: view === 'week' ? '03:00' : '01:00',
    slotWidth: view === 'week' ? 30 : 34,
    snapDuration: snap,
    scrollTime: '07:00',
    nowIndicator: true,
    editable: false,
    eventResizableFromStart: true,
    selectable: mayBook,
    selectMinDistance: 4,
    slotLabelFormat: { hour: '2-digit', minute: '2-digit', hour12: false },
    eventTimeFormat: { hour: '2-digit', minute: '2-digit', hour12: false },
    dayHeaderFormat: { weekday: 'short', day: 'numeric', month: 'short' },
    resources: data.resources.map(({ id, name, location }) => ({ id, title: name, extendedProps: { location } })),
    events: [
      ...data.closed.map(({ resourceId, start, end }, index) => ({ id: `closed-${index}`, resourceIds: [resourceId], start, end, display: 'background' as const, classNames: ['timeline-closed'] })),
      ...data.events.map(({ id, resourceId, start, end, title, label, state, version, movable }) => ({
        id,
        resourceIds: [resourceId],
        start,
        end,
        title,
        startEditable: movable,
        durationEditable: movable,
        classNames: [`timeline-${state}`],
        extendedProps: { label, version },
      })),
    ],
    eventDidMount: ({ el, event }) => {
      if (typeof event.extendedProps['label'] === 'string') el.setAttribute('aria-label', event.extendedProps['label'])
    },
    eventClick: ({ event }) => open(String(event.id)),
    eventDrop: ({ event, revert }) => send(movedTo(event), revert),
    eventResize: ({ event, revert }) => send(movedTo(event), revert),
    select: ({ startStr, endStr, resource }) => send({ act: 'book', resource: String(resource.id), start: startStr, end: endStr }, () => undefined),
  }
}

function movedTo({ id, start, end, resourceIds, extendedProps }: Calendar.Event): Record<string, string> {
  return { act: 'move', id: String(id), resource: String(resourceIds[0]), start: wallClock(start), end: wallClock(end), version: String(extendedProps['version']) }
}

/** The library's local time is the viewer's wall clock, whatever zone the browser is in: only its digits count. */
export function wallClock(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`
}
