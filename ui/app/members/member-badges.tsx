import { useTranslation } from 'react-i18next'
import type { Invitation, Member } from '#modules/members/contract'
import { Badge, type BadgeTone } from '../kit/badge.js'
import type { IconName } from '../kit/icon.js'
import { phrase } from '../language/phrases.js'

export function MemberBadge({ status }: { status: Member['status'] }) {
  const { t } = useTranslation()
  return status === 'active' ? (
    <Badge tone="good" icon="check">
      {t('Active')}
    </Badge>
  ) : (
    <Badge tone="calm" icon="ban">
      {t('Deactivated')}
    </Badge>
  )
}

const looks: Record<Invitation['status'], { tone: BadgeTone; icon: IconName; text: string }> = {
  pending: { tone: 'wait', icon: 'mail', text: phrase('Not answered') },
  accepted: { tone: 'good', icon: 'check', text: phrase('Accepted') },
  revoked: { tone: 'calm', icon: 'ban', text: phrase('Taken back') },
  expired: { tone: 'bad', icon: 'clock', text: phrase('Expired') },
}

export function InvitationBadge({ status }: { status: Invitation['status'] }) {
  const { t } = useTranslation()
  const { text, ...look } = looks[status]
  return <Badge {...look}>{t(text)}</Badge>
}

/** The first letter of a name in a circle, as people are shown everywhere. */
export function Initial({ name }: { name: string }) {
  return (
    <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-full bg-sunken text-sm font-semibold text-ink-soft ring-1 ring-line-strong">
      {[...name.trim()][0]?.toUpperCase() ?? '·'}
    </span>
  )
}
