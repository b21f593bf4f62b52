import type { InboundEvent } from '#modules/webhooks/contract'
import type { Invitation } from '#modules/members/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { messageText } from '../notifications/outbox-words.js'
import { words } from '../language/words.server.js'
import { exactText, momentText } from '../reading/instant-text.server.js'
import { readPeople } from '../reading/people.server.js'
import { readAll } from '../reading/rest-reading.server.js'
import type { SignedInViewer } from '../session/viewer.js'
import type { InboundRow } from './inbound-rows.js'

/** Reports with the names of who the mails were for. */
export async function inboundRows(session: ConsoleSession, viewer: SignedInViewer, items: readonly InboundEvent[]): Promise<InboundRow[]> {
  const t = words()
  const zone = viewer.user.timezone
  const invited = items.some(({ mail }) => mail.invitation_id !== null) && viewer.permissions.includes('members:manage')
  const [people, invitations] = await Promise.all([readPeople(session, viewer), invited ? readAll<Invitation>(session, '/v1/invitations') : []])
  const addresses = new Map(invitations.map(({ id, email }) => [id, email]))
  return items.map(({ id, type, bounce_type, occurred_at, received_at, copies, differing_copies, mail }) => {
    const { outbox_id, channel, kind, recipient_user_id, invitation_id } = mail
    return {
      id,
      type,
      passing: type === 'email.bounced' && ['transient', 'undetermined'].includes((bounce_type ?? '').toLowerCase()),
      what: channel === null ? t('A message no longer kept') : invitation_id ? t('Invitation') : t(messageText(kind, channel)),
      to: recipient_user_id ? people.name(recipient_user_id) : invitation_id ? (addresses.get(invitation_id) ?? null) : null,
      outbox_id,
      received: momentText(received_at, zone),
      exact: exactText(received_at, zone),
      occurred: occurred_at ? exactText(occurred_at, zone) : null,
      copies,
      differing: differing_copies,
    }
  })
}
