import type { Routes } from '#kernel/module'
import { bookings } from '../contract.js'
import { AvailabilityQuery, AvailabilitySchema, SearchQuery, SearchSchema, TimelinesQuery, TimelinesSchema } from './availability.schemas.js'
import type { AvailabilityService } from './availability.service.js'
import type { TimelineService } from './timeline.service.js'

const { read } = bookings.permissions

export const availabilityRoutes =
  (service: AvailabilityService, timelines: TimelineService): Routes =>
  async (app) => {
    app.get(
      '/availability',
      { schema: { summary: 'When one resource is open, busy and free', querystring: AvailabilityQuery, response: { 200: AvailabilitySchema } }, config: { access: read } },
      async ({ query }) => service.ofResource(query.resource_id, query),
    )

    app.get(
      '/availability/search',
      { schema: { summary: 'Which resources are free for a length of time, and when', querystring: SearchQuery, response: { 200: SearchSchema } }, config: { access: read } },
      async ({ query }) => service.search(query),
    )

    app.get(
      '/availability/timelines',
      { schema: { summary: 'When several resources are open and what is booked on them, for calendars', querystring: TimelinesQuery, response: { 200: TimelinesSchema } }, config: { access: read } },
      async ({ query }) => timelines.read(query),
    )
  }
