import { useTranslation } from 'react-i18next'
import { Badge, type BadgeTone } from '../kit/badge.js'
import type { IconName } from '../kit/icon.js'
import { phrase } from '../language/phrases.js'
import type { BookingStatus } from './rest-types.js'

const looks: Record<BookingStatus, { tone: BadgeTone; icon: IconName; text: string }> = {
  held: { tone: 'wait', icon: 'clock', text: phrase('Held') },
  pending_approval: { tone: 'wait', icon: 'clock', text: phrase('Waiting for approval') },
  confirmed: { tone: 'good', icon: 'check', text: phrase('Confirmed') },
  rejected: { tone: 'bad', icon: 'close', text: phrase('Rejected') },
  cancelled: { tone: 'calm', icon: 'ban', text: phrase('Cancelled') },
  expired: { tone: 'calm', icon: 'clock', text: phrase('Expired') },
  checked_in: { tone: 'good', icon: 'check', text: phrase('Checked in') },
  completed: { tone: 'calm', icon: 'check', text: phrase('Completed') },
  no_show: { tone: 'bad', icon: 'alert', text: phrase('No-show') },
}

export function StatusBadge({ status }: { status: BookingStatus }) {
  const { t } = useTranslation()
  const { tone, icon, text } = looks[status]
  return (
    <Badge tone={tone} icon={icon}>
      {t(text)}
    </Badge>
  )
}

/** In English: shown through `t(...)`. */
export function statusText(status: BookingStatus): string {
  return looks[status].text
}
