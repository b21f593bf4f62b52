import type { OutboxItem } from '#modules/notifications/contract'
import type { BadgeTone } from '../kit/badge.js'
import type { IconName } from '../kit/icon.js'

export const outboxStates = ['pending', 'sent', 'dead', 'cancelled', 'parked', 'quarantined'] as const satisfies readonly OutboxItem['status'][]

export const stateLooks: Record<OutboxItem['status'], { readonly tone: BadgeTone; readonly icon: IconName; readonly text: string; readonly meaning: string }> = {
  pending: { tone: 'wait', icon: 'clock', text: 'On its way', meaning: 'It goes out next, or is tried again after a failure.' },
  sent: { tone: 'good', icon: 'check', text: 'Sent', meaning: 'Accepted by whoever delivers it.' },
  dead: { tone: 'bad', icon: 'alert', text: 'Given up', meaning: 'It failed every time. It can be sent again.' },
  cancelled: { tone: 'calm', icon: 'ban', text: 'Not needed', meaning: 'By the time it was due there was nothing to say any more, or the reader does not want it.' },
  parked: { tone: 'calm', icon: 'clock', text: 'Parked', meaning: 'Its module is switched off; it goes out when that is on again.' },
  quarantined: { tone: 'bad', icon: 'lock', text: 'Set aside', meaning: 'Its content could not be read; whoever runs the installation must look.' },
}

const kinds: Readonly<Record<string, string>> = {
  booking_confirmed: 'Booking confirmed',
  booking_pending: 'Waits for approval',
  booking_approved: 'Booking approved',
  booking_rejected: 'Booking turned down',
  booking_changed: 'Booking changed',
  booking_cancelled: 'Booking cancelled',
  booking_expired: 'Request ran out',
  approval_needed: 'Please decide',
  rule_notice: 'A rule says to tell',
}

/** What a message is about; other modules' messages go by their channel: `approvals.reassignment` -> `Approvals: reassignment`. */
export function messageText(kind: string | null, channel: string): string {
  if (kind) return kinds[kind] ?? kind.replaceAll('_', ' ')
  const [module = '', rest = ''] = channel.split('.')
  return `${module.charAt(0).toUpperCase()}${module.slice(1)}${rest ? `: ${rest.replaceAll(/[_-]/g, ' ')}` : ''}`
}
