import type { Routes } from '#kernel/module'
import { bookings } from '../contract.js'
import { AvailabilityQuery, AvailabilitySchema, SearchQuery, SearchSchema } from './availability.schemas.js'
import type { AvailabilityService } from './availability.service.js'

const { read } = bookings.permissions

export const availabilityRoutes =
  (service: AvailabilityService): Routes =>
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
  }
