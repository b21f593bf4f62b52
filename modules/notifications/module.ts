import { auth } from '#modules/auth/contract'
import { bookings } from '#modules/bookings/contract'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import { resources } from '#modules/resources/contract'
import { webhooks } from '#modules/webhooks/contract'
import { configToken, loggerToken } from '#kernel/boot'
import type { Container } from '#kernel/container'
import { defineToken } from '#kernel/contract'
import { eventRecorderToken } from '#kernel/events/recorder'
import { replayToken } from '#kernel/events/replay'
import { extensionsToken } from '#kernel/extensions'
import { pagesToken } from '#kernel/http/page'
import { mailTransportToken } from '#kernel/mail/mail'
import { defineModule, extend } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { CalendarService } from './calendar/calendar.service.js'
import { AddressRepository } from './addresses/address.repository.js'
import { addressRoutes } from './addresses/address.routes.js'
import { AddressService } from './addresses/address.service.js'
import { OutcomeService } from './addresses/outcome.service.js'
import { notifications } from './contract.js'
import { Addressees } from './delivery/addressees.js'
import { BookingMail } from './delivery/booking-mail.js'
import { EmailChannel } from './delivery/email.channel.js'
import { MailboxService } from './delivery/mailbox.service.js'
import { GatheredMail } from './delivery/gathered-mail.js'
import { planning } from './delivery/planning.channel.js'
import { plans } from './delivery/plans.js'
import { NotificationPreferences1795400000800 } from './migrations/1795400000800-preferences.js'
import { CalendarEntries1795401000002 } from './migrations/1795401000002-calendar-entries.js'
import { NotificationWordings1795401000000 } from './migrations/1795401000000-wordings.js'
import { NotificationSettings1795401010000 } from './migrations/1795401010000-notification-settings.js'
import { NotificationSchedule1795401010001 } from './migrations/1795401010001-notification-schedule.js'
import { MailOutcomes1795401010002 } from './migrations/1795401010002-mail-outcomes.js'
import { mailboxRoutes, outboxRoutes, preferencesRoutes } from './notification.routes.js'
import { subscriptions } from './delivery/notices.js'
import { OutboxService } from './delivery/outbox.service.js'
import { german } from './german.js'
import { PreferencesRepository } from './preferences/preferences.repository.js'
import { PreferencesService } from './preferences/preferences.service.js'
import { DigestRepository } from './schedule/digest.repository.js'
import { DigestService } from './schedule/digest.service.js'
import { NoticeClock, noticeClockToken } from './schedule/notice-clock.js'
import { purgeSchedule } from './schedule/purge.schedule.js'
import { ReminderRepository } from './schedule/reminder.repository.js'
import { ReminderService } from './schedule/reminder.service.js'
import { PreviewService } from './wording/preview.service.js'
import { WordingRepository } from './wording/wording.repository.js'
import { wordingRoutes } from './wording/wording.routes.js'
import { WordingService } from './wording/wording.service.js'

const preferences = defineToken<PreferencesService>('notifications.preferences')
const mailbox = defineToken<MailboxService>('notifications.mailbox')
const outbox = defineToken<OutboxService>('notifications.outbox')
const wordings = defineToken<WordingService>('notifications.wordings')
const previews = defineToken<PreviewService>('notifications.previews')
const addressees = defineToken<Addressees>('notifications.addressees')
const bookingMail = defineToken<BookingMail>('notifications.bookingMail')
const email = defineToken<EmailChannel>('notifications.email')
const addressRows = defineToken<AddressRepository>('notifications.addressRows')
const addresses = defineToken<AddressService>('notifications.addresses')
const outcomes = defineToken<OutcomeService>('notifications.outcomes')
const wishes = defineToken<PreferencesRepository>('notifications.wishes')
const digestRows = defineToken<DigestRepository>('notifications.digestRows')
const digests = defineToken<DigestService>('notifications.digests')
const reminders = defineToken<ReminderService>('notifications.reminders')

export const notificationsModule = defineModule({
  contract: notifications,
  german,
  migrations: [NotificationPreferences1795400000800, NotificationWordings1795401000000, CalendarEntries1795401000002, NotificationSettings1795401010000, NotificationSchedule1795401010001, MailOutcomes1795401010002],
  globalTables: { notification_addresses: 'An address that bounces for one organisation bounces for all; whoever complained is a person of each of theirs.' },
  bind(c) {
    c.bind(preferences, (c) => new PreferencesService(c.resolve(transactionsToken), c.resolve(wishes), c.resolve(auth.port), c.resolve(orgs.port), c.resolve(eventRecorderToken), c.resolve(replayToken)))
    c.bind(mailbox, (c) => new MailboxService(c.resolve(transactionsToken)))
    c.bind(outbox, (c) => new OutboxService(c.resolve(transactionsToken), c.resolve(replayToken), c.resolve(eventRecorderToken)))
    c.bind(wordings, (c) => new WordingService(new WordingRepository(c.resolve(transactionsToken)), c.resolve(eventRecorderToken)))
    c.bind(previews, (c) => new PreviewService(c.resolve(transactionsToken), c.resolve(wordings), c.resolve(auth.port), c.resolve(orgs.port), c.resolve(configToken).public_url))
    c.bind(addressees, (c) => new Addressees(c.resolve(auth.port), c.resolve(orgs.port), c.resolve(members.port), c.resolve(wordings), c.resolve(configToken).public_url))
    c.bind(bookingMail, (c) => {
      const calendar = new CalendarService(c.resolve(transactionsToken), c.resolve(members.port), c.resolve(configToken).mail.from)
      return new BookingMail(c.resolve(members.port), c.resolve(resources.port), c.resolve(extensionsToken), calendar)
    })
    c.bind(email, (c) => {
      const directory = { addressees: c.resolve(addressees), bookings: c.resolve(bookings.port), bookingMail: c.resolve(bookingMail) }
      const gathered = new GatheredMail(c.resolve(bookings.port), c.resolve(resources.port), c.resolve(members.port), c.resolve(digestRows), c.resolve(digests), c.resolve(extensionsToken))
      return new EmailChannel(c.resolve(transactionsToken), directory, { addresses: c.resolve(addressRows), preferences: c.resolve(wishes), digests: c.resolve(digests), gathered }, c.resolve(mailTransportToken))
    })
    c.bind(addressRows, (c) => new AddressRepository(c.resolve(transactionsToken)))
    c.bind(addresses, (c) => new AddressService(c.resolve(addressRows), c.resolve(members.port), c.resolve(eventRecorderToken)))
    c.bind(outcomes, (c) => new OutcomeService(c.resolve(transactionsToken), c.resolve(addressRows), c.resolve(auth.port), c.resolve(eventRecorderToken)))
    bindSchedule(c)
  },
  routes: (c) => async (app) => {
    const pages = c.resolve(pagesToken)
    await app.register(preferencesRoutes(c.resolve(preferences)))
    await app.register(mailboxRoutes(c.resolve(mailbox), pages, c.resolve(configToken).mail.resend_api_key === null ? 'stub' : 'resend'))
    await app.register(wordingRoutes(c.resolve(wordings), c.resolve(previews)))
    await app.register(outboxRoutes(c.resolve(outbox), pages))
    await app.register(addressRoutes(c.resolve(addresses), pages))
  },
  channels: (c) => [c.resolve(email), planning(c.resolve(transactionsToken), c.resolve(reminders), c.resolve(digests), c.resolve(extensionsToken), c.resolve(eventRecorderToken))],
  subscribes: () => [...subscriptions, ...plans],
  extends: (c) => [extend(webhooks.extensionPoints.mailOutcome, (outcome) => c.resolve(outcomes).note(outcome))],
  schedules: (c) => [purgeSchedule(c.resolve(transactionsToken))],
  start: async (c, process) => {
    const clock = c.resolve(noticeClockToken)
    if (process === 'worker') clock.start()
    return () => clock.stop()
  },
})

/** What falls due by the clock. */
function bindSchedule(c: Container): void {
  c.bind(wishes, (c) => new PreferencesRepository(c.resolve(transactionsToken)))
  c.bind(digestRows, (c) => new DigestRepository(c.resolve(transactionsToken)))
  c.bind(digests, (c) => new DigestService(c.resolve(transactionsToken), c.resolve(digestRows), c.resolve(wishes), c.resolve(auth.port)))
  c.bind(reminders, (c) => new ReminderService(c.resolve(transactionsToken), new ReminderRepository(c.resolve(transactionsToken)), c.resolve(wishes), c.resolve(bookings.port)))
  c.bind(
    noticeClockToken,
    (c) =>
      new NoticeClock({
        transactions: c.resolve(transactionsToken),
        reminders: new ReminderRepository(c.resolve(transactionsToken)),
        digests: c.resolve(digestRows),
        digestService: c.resolve(digests),
        preferences: c.resolve(wishes),
        recorder: c.resolve(eventRecorderToken),
        log: c.resolve(loggerToken),
      }),
  )
}
