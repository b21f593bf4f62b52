import { Badge, type BadgeTone } from '../kit/badge.js'
import type { IconName } from '../kit/icon.js'
import type { BookingStatus } from './rest-types.js'

const looks: Record<BookingStatus, { tone: BadgeTone; icon: IconName; text: string }> = {
  held: { tone: 'wait', icon: 'clock', text: 'Held' },
  pending_approval: { tone: 'wait', icon: 'clock', text: 'Waiting for approval' },
  confirmed: { tone: 'good', icon: 'check', text: 'Confirmed' },
  rejected: { tone: 'bad', icon: 'close', text: 'Rejected' },
  cancelled: { tone: 'calm', icon: 'ban', text: 'Cancelled' },
  expired: { tone: 'calm', icon: 'clock', text: 'Expired' },
  checked_in: { tone: 'good', icon: 'check', text: 'Checked in' },
  completed: { tone: 'calm', icon: 'check', text: 'Completed' },
  no_show: { tone: 'bad', icon: 'alert', text: 'No-show' },
}

export function StatusBadge({ status }: { status: BookingStatus }) {
  const { tone, icon, text } = looks[status]
  return (
    <Badge tone={tone} icon={icon}>
      {text}
    </Badge>
  )
}

export function statusText(status: BookingStatus): string {
  return looks[status].text
}
