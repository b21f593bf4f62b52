import type { Route } from './+types/rows.js'
import { readRange } from './calendar-range.js'
import { readTimelines, rowsAtOnce } from './timeline-rows.server.js'
import { today } from '../bookings/wall-clock.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

/** The rows of the calendar that come into view: `/app/calendar/rows?ids=…`, with the range as the calendar's own address says it. */
export async function loader({ url, context }: Route.LoaderArgs) {
  const viewer = context.get(viewerContext)
  const ids = (url.searchParams.get('ids') ?? '').split(',').filter(Boolean).slice(0, rowsAtOnce)
  return { rows: await readTimelines(context.get(consoleContext).session, viewer, readRange(url.searchParams, today(viewer.user.timezone)), ids) }
}
