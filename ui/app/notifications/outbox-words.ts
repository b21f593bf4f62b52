import type { MailState, NoticeKind, OutboxItem } from '#modules/notifications/contract'
import type { Look } from '../kit/message-row.js'
import { phrase } from '../language/phrases.js'

export const outboxStates = ['pending', 'sent', 'dead', 'cancelled', 'parked', 'quarantined'] as const satisfies readonly OutboxItem['status'][]

export const stateLooks: Record<OutboxItem['status'], Look> = {
  pending: { tone: 'wait', icon: 'clock', text: phrase('On its way'), meaning: phrase('It goes out next, or is tried again after a failure.') },
  sent: { tone: 'good', icon: 'check', text: phrase('Sent'), meaning: phrase('Accepted by whoever delivers it.') },
  dead: { tone: 'bad', icon: 'alert', text: phrase('Given up'), meaning: phrase('It failed every time. It can be sent again.') },
  cancelled: { tone: 'calm', icon: 'ban', text: phrase('Not needed'), meaning: phrase('By the time it was due there was nothing to say any more, or the reader does not want it.') },
  parked: { tone: 'calm', icon: 'clock', text: phrase('Parked'), meaning: phrase('Its module is switched off; it goes out when that is on again.') },
  quarantined: { tone: 'bad', icon: 'lock', text: phrase('Set aside'), meaning: phrase('Its content could not be read; whoever runs the installation must look.') },
}

/** What the provider said became of a mail after it took it. */
export const deliveryLooks: Record<MailState, Look> = {
  delayed: { tone: 'wait', icon: 'clock', text: phrase('Delayed'), meaning: phrase('The reader’s mail server does not take it yet; the provider goes on trying.') },
  delivered: { tone: 'good', icon: 'check', text: phrase('Delivered'), meaning: phrase('The reader’s mail server has it.') },
  bounced: { tone: 'bad', icon: 'alert', text: phrase('Bounced'), meaning: phrase('The reader’s mail server refused it for good.') },
  complained: { tone: 'bad', icon: 'ban', text: phrase('Called spam'), meaning: phrase('The reader called it spam.') },
}

/** What a kind of mail is called. */
export const kindTitles: Readonly<Record<NoticeKind, string>> = {
  booking_confirmed: phrase('Booking confirmed'),
  booking_pending: phrase('Waits for approval'),
  booking_approved: phrase('Booking approved'),
  booking_rejected: phrase('Booking turned down'),
  booking_changed: phrase('Booking changed'),
  booking_cancelled: phrase('Booking cancelled'),
  booking_left: phrase('Taken off a booking'),
  booking_expired: phrase('Request ran out'),
  approval_needed: phrase('Please decide'),
  rule_notice: phrase('A rule says to tell'),
  booking_reminder: phrase('Reminder'),
  webhook_disabled: phrase('Webhook endpoint switched off'),
  approver_digest: phrase('Weekly list of what waits'),
  daily_digest: phrase('Daily summary'),
}

/** What the modules' own work is called, by its channel. */
const channelTitles: Readonly<Record<string, string>> = {
  'approvals.reassignment': phrase('Who decides is worked out anew'),
  'auth.mail': phrase('Mail about an account'),
  'members.invitation': phrase('Invitation'),
  'notifications.planning': phrase('Reminders are planned'),
  'webhooks.dispatch': phrase('Who gets an event is worked out'),
  'webhooks.delivery': phrase('Delivery to a webhook endpoint'),
  'webhooks.recovery': phrase('An endpoint works again: what it missed is sent'),
  'webhooks.inbound': phrase('A report about a mail'),
}

/** What a message is about; those of modules we do not know go by their channel: `lockers.door-code` -> `Lockers: door code`. */
export function messageText(kind: string | null, channel: string): string {
  if (kind) return (kindTitles as Readonly<Record<string, string>>)[kind] ?? kind.replaceAll('_', ' ')
  const known = channelTitles[channel]
  if (known) return known
  const [module = '', rest = ''] = channel.split('.')
  return `${module.charAt(0).toUpperCase()}${module.slice(1)}${rest ? `: ${rest.replaceAll(/[_-]/g, ' ')}` : ''}`
}
