import { members } from '#modules/members/contract'
import { resources } from '#modules/resources/contract'
import type { Container } from '#kernel/container'
import { eventRecorderToken } from '#kernel/events/recorder'
import { extensionsToken } from '#kernel/extensions'
import { pagesToken } from '#kernel/http/page'
import { defineModule, extend } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { availabilityRoutes } from './availability/availability.routes.js'
import { AvailabilityService, availabilityServiceToken } from './availability/availability.service.js'
import { ClashService, clashServiceToken } from './availability/clash.service.js'
import { ForegoneService, foregoneServiceToken } from './availability/foregone.service.js'
import { TimelineRepository, timelineRepositoryToken } from './availability/timeline.repository.js'
import { TimelineService, timelineServiceToken } from './availability/timeline.service.js'
import { BookingCalendarRepository, bookingCalendarRepositoryToken } from './booking-calendar.repository.js'
import { BookingDraftService, bookingDraftServiceToken } from './booking-draft.service.js'
import { BookingEvents, bookingEventsToken } from './booking-events.js'
import { BookingProgressService, bookingProgressServiceToken } from './booking-progress.service.js'
import { BookingVisibility, bookingVisibilityToken } from './booking-visibility.js'
import { BookingClock, bookingClockToken } from './booking.clock.js'
import { BookingRepository, bookingRepositoryToken } from './booking.repository.js'
import { bookingRoutes } from './booking.routes.js'
import { BookingService, bookingServiceToken } from './booking.service.js'
import { BookingsInside } from './bookings.port.js'
import { ChangingService, changingServiceToken } from './changing.service.js'
import { bookings } from './contract.js'
import { german } from './german.js'
import { AttendeeCount1795405000500 } from './migrations/1795405000500-attendee-count.js'
import { Bookings1795400000500 } from './migrations/1795400000500-bookings.js'
import { PlacingService, placingServiceToken } from './placing.service.js'
import { PreviewService, previewServiceToken } from './preview.service.js'
import { ReleasingService, releasingServiceToken } from './releasing.service.js'

export const bookingsModule = defineModule({
  contract: bookings,
  german,
  required: true,
  migrations: [Bookings1795400000500, AttendeeCount1795405000500],
  bind: (c) => {
    bindParts(c)
    bindVerbs(c)
    c.bind(
      bookings.port,
      (c) => new BookingsInside(c.resolve(bookingRepositoryToken), c.resolve(bookingCalendarRepositoryToken), c.resolve(bookingProgressServiceToken), c.resolve(resources.port), c.resolve(members.port)),
    )
  },
  routes: (c) => async (app) => {
    await app.register(bookingRoutes(c.resolve(bookingServiceToken), c.resolve(pagesToken)))
    await app.register(availabilityRoutes(c.resolve(availabilityServiceToken), c.resolve(timelineServiceToken)))
  },
  extends: (c) => [
    extend(resources.extensionPoints.shrinking, async ({ resource_id, units }) => {
      const needing = await c.resolve(bookingCalendarRepositoryToken).needing(resource_id, units)
      return needing.length === 0 ? undefined : { bookings: needing }
    }),
  ],
  schedules: (c) => [
    { name: 'bookings.expiry', cron: '* * * * *', run: () => c.resolve(bookingClockToken).expire() },
    { name: 'bookings.completion', cron: '* * * * *', run: () => c.resolve(bookingClockToken).complete() },
  ],
  console: { nav: [{ label: 'Bookings', to: '/bookings', permission: bookings.permissions.read }] },
})

/** What the verbs are made of. */
function bindParts(c: Container): void {
  c.bind(bookingRepositoryToken, (c) => new BookingRepository(c.resolve(transactionsToken)))
  c.bind(bookingCalendarRepositoryToken, (c) => new BookingCalendarRepository(c.resolve(transactionsToken)))
  c.bind(bookingVisibilityToken, (c) => new BookingVisibility(c.resolve(resources.port), c.resolve(extensionsToken)))
  c.bind(bookingEventsToken, (c) => new BookingEvents(c.resolve(eventRecorderToken)))
  c.bind(bookingDraftServiceToken, (c) => new BookingDraftService(c.resolve(resources.port), c.resolve(members.port), c.resolve(extensionsToken)))
  c.bind(clashServiceToken, (c) => new ClashService(c.resolve(bookingCalendarRepositoryToken), c.resolve(bookingVisibilityToken), c.resolve(resources.port)))
  c.bind(foregoneServiceToken, (c) => new ForegoneService(c.resolve(resources.port), c.resolve(clashServiceToken), c.resolve(bookingVisibilityToken)))
  c.bind(releasingServiceToken, (c) => new ReleasingService(c.resolve(extensionsToken), c.resolve(bookingEventsToken)))
}

function bindVerbs(c: Container): void {
  const shared = (c: Container) =>
    [
      c.resolve(transactionsToken),
      c.resolve(bookingRepositoryToken),
      c.resolve(bookingDraftServiceToken),
      c.resolve(clashServiceToken),
      c.resolve(releasingServiceToken),
      c.resolve(extensionsToken),
      c.resolve(bookingEventsToken),
    ] as const
  c.bind(placingServiceToken, (c) => new PlacingService(...shared(c), c.resolve(foregoneServiceToken)))
  c.bind(changingServiceToken, (c) => new ChangingService(...shared(c)))
  c.bind(
    previewServiceToken,
    (c) => new PreviewService(c.resolve(transactionsToken), c.resolve(bookingRepositoryToken), c.resolve(bookingDraftServiceToken), c.resolve(clashServiceToken), c.resolve(extensionsToken)),
  )
  c.bind(bookingProgressServiceToken, (c) => new BookingProgressService(c.resolve(transactionsToken), c.resolve(bookingRepositoryToken), c.resolve(releasingServiceToken), c.resolve(bookingEventsToken)))
  c.bind(
    bookingServiceToken,
    (c) =>
      new BookingService(
        c.resolve(bookingRepositoryToken),
        c.resolve(bookingCalendarRepositoryToken),
        c.resolve(bookingVisibilityToken),
        c.resolve(placingServiceToken),
        c.resolve(changingServiceToken),
        c.resolve(bookingProgressServiceToken),
        c.resolve(previewServiceToken),
      ),
  )
  c.bind(
    availabilityServiceToken,
    (c) => new AvailabilityService(c.resolve(transactionsToken), c.resolve(bookingCalendarRepositoryToken), c.resolve(bookingVisibilityToken), c.resolve(resources.port)),
  )
  c.bind(timelineRepositoryToken, (c) => new TimelineRepository(c.resolve(transactionsToken)))
  c.bind(timelineServiceToken, (c) => new TimelineService(c.resolve(timelineRepositoryToken), c.resolve(bookingVisibilityToken), c.resolve(resources.port), c.resolve(members.port)))
  c.bind(
    bookingClockToken,
    (c) => new BookingClock(c.resolve(transactionsToken), c.resolve(bookingRepositoryToken), c.resolve(bookingCalendarRepositoryToken), c.resolve(releasingServiceToken), c.resolve(bookingEventsToken)),
  )
}
