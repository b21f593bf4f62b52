import { auth } from '#modules/auth/contract'
import { bookings } from '#modules/bookings/contract'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import { resources } from '#modules/resources/contract'
import { configToken } from '#kernel/boot'
import { defineToken } from '#kernel/contract'
import { eventRecorderToken } from '#kernel/events/recorder'
import { replayToken } from '#kernel/events/replay'
import { pagesToken } from '#kernel/http/page'
import { mailTransportToken } from '#kernel/mail/mail'
import { defineModule } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { notifications } from './contract.js'
import { EmailChannel } from './delivery/email.channel.js'
import { MailboxService } from './delivery/mailbox.service.js'
import { NotificationPreferences1795400000800 } from './migrations/1795400000800-preferences.js'
import { mailboxRoutes, outboxRoutes, preferencesRoutes } from './notification.routes.js'
import { subscriptions } from './delivery/notices.js'
import { OutboxService } from './delivery/outbox.service.js'
import { PreferencesService } from './preferences/preferences.service.js'

const preferences = defineToken<PreferencesService>('notifications.preferences')
const mailbox = defineToken<MailboxService>('notifications.mailbox')
const outbox = defineToken<OutboxService>('notifications.outbox')
const email = defineToken<EmailChannel>('notifications.email')

export const notificationsModule = defineModule({
  contract: notifications,
  migrations: [NotificationPreferences1795400000800],
  bind(c) {
    c.bind(preferences, (c) => new PreferencesService(c.resolve(transactionsToken), c.resolve(eventRecorderToken)))
    c.bind(mailbox, (c) => new MailboxService(c.resolve(transactionsToken)))
    c.bind(outbox, (c) => new OutboxService(c.resolve(transactionsToken), c.resolve(replayToken), c.resolve(eventRecorderToken)))
    c.bind(email, (c) => {
      const directory = { accounts: c.resolve(auth.port), organization: c.resolve(orgs.port), people: c.resolve(members.port), resources: c.resolve(resources.port), bookings: c.resolve(bookings.port) }
      return new EmailChannel(c.resolve(transactionsToken), directory, c.resolve(preferences), c.resolve(mailTransportToken), c.resolve(configToken).public_url)
    })
  },
  routes: (c) => async (app) => {
    const pages = c.resolve(pagesToken)
    await app.register(preferencesRoutes(c.resolve(preferences)))
    await app.register(mailboxRoutes(c.resolve(mailbox), pages, c.resolve(configToken).mail.resend_api_key === null ? 'stub' : 'resend'))
    await app.register(outboxRoutes(c.resolve(outbox), pages))
  },
  channels: (c) => [c.resolve(email)],
  subscribes: () => subscriptions,
})
