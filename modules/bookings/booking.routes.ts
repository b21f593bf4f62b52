import { expectedVersion, optionalVersion, withEtag } from '#kernel/http/etag'
import type { Pages } from '#kernel/http/page'
import type { Routes } from '#kernel/module'
import { IdParams, PageOf } from '#kernel/schemas'
import { BookingQuery, CancellationBody, PreviewSchema, UpdateBookingBody } from './booking.schemas.js'
import type { BookingService } from './booking.service.js'
import { bookings, BookingSchema, CreateBookingBody } from './contract.js'

const { read, create, manage } = bookings.permissions

export const bookingRoutes =
  (service: BookingService, pages: Pages): Routes =>
  async (app) => {
    app.get(
      '/bookings',
      { schema: { summary: 'List bookings in order of start', querystring: BookingQuery, response: { 200: PageOf(BookingSchema) } }, config: { access: read, early: true } },
      async (request, reply) => pages.close(request, reply, await service.list(request.query, pages.open(request)), ({ starts_at, id }) => [starts_at, id]),
    )

    app.post(
      '/bookings',
      { schema: { summary: 'Book a resource, or hold it for some minutes with hold_minutes', body: CreateBookingBody, response: { 201: BookingSchema } }, config: { access: create, early: true } },
      async (request, reply) => {
        const booking = await service.create(request.body)
        void reply.code(201).header('location', `/v1/bookings/${booking.id}`)
        return withEtag(reply, booking)
      },
    )

    app.post(
      '/bookings/preview',
      { schema: { summary: 'What booking would answer, without booking', body: CreateBookingBody, response: { 200: PreviewSchema } }, config: { access: create } },
      async (request) => service.preview(request.body),
    )

    app.get('/bookings/:id', { schema: { summary: 'One booking', params: IdParams, response: { 200: BookingSchema } }, config: { access: read, early: true } }, async (request, reply) =>
      withEtag(reply, await service.get(request.params.id)),
    )

    app.patch(
      '/bookings/:id',
      { schema: { summary: 'Move a booking or change its details in place', params: IdParams, body: UpdateBookingBody, response: { 200: BookingSchema } }, config: { access: create, versioned: true } },
      async (request, reply) => withEtag(reply, await service.change(request.params.id, expectedVersion(request), request.body)),
    )

    app.post(
      '/bookings/:id/preview',
      { schema: { summary: 'What changing a booking would answer, without changing it', params: IdParams, body: UpdateBookingBody, response: { 200: PreviewSchema } }, config: { access: create } },
      async (request) => service.previewChange(request.params.id, request.body),
    )

    app.post(
      '/bookings/:id/confirmation',
      { schema: { summary: 'Make a booking of a hold', params: IdParams, response: { 200: BookingSchema } }, config: { access: create } },
      async (request, reply) => withEtag(reply, await service.confirmHold(request.params.id)),
    )

    app.post(
      '/bookings/:id/cancellation',
      { schema: { summary: 'Cancel a booking, freeing its time', params: IdParams, body: CancellationBody, response: { 200: BookingSchema } }, config: { access: create } },
      async (request, reply) => withEtag(reply, await service.cancel(request.params.id, optionalVersion(request), request.body.reason ?? null)),
    )

    app.post(
      '/bookings/:id/check-in',
      { schema: { summary: 'Check in, from 15 minutes before the start until the end', params: IdParams, response: { 200: BookingSchema } }, config: { access: create } },
      async (request, reply) => withEtag(reply, await service.checkIn(request.params.id, optionalVersion(request))),
    )

    app.post(
      '/bookings/:id/no-show',
      { schema: { summary: 'Mark a booking nobody came to', params: IdParams, response: { 200: BookingSchema } }, config: { access: manage } },
      async (request, reply) => withEtag(reply, await service.miss(request.params.id, optionalVersion(request))),
    )
  }
