import type { AuditEntry } from '#modules/audit/contract'
import { exactText, momentText } from '../reading/instant-text.server.js'
import type { People } from '../reading/people.server.js'
import { changeLines, type ChangeLine } from './changes.js'
import { words } from '../language/words.server.js'

export interface AuditRow {
  readonly id: string
  readonly when: string
  readonly exact: string
  readonly refused: boolean
  readonly actor: string
  readonly actorId: string
  /** `bookings.created` -> `Bookings: created`; of a refusal the route that was tried. */
  readonly action: string
  readonly type: string
  readonly subject: string
  readonly subjectId: string
  readonly changes: readonly ChangeLine[]
  readonly network: string | null
  readonly requestId: string
}

export function auditRow(entry: AuditEntry, people: People, zone: string): AuditRow {
  const { id, at, outcome, actor, action, subject, changes, network, request_id } = entry
  const t = words()
  const refused = outcome === 'refused'
  const person = subject.kind === 'member' ? people.name(subject.id) : null
  return {
    id,
    when: momentText(at, zone),
    exact: exactText(at, zone),
    refused,
    actor: actor.kind === 'system' ? t('System: {{job}}', { job: actor.id }) : actor.api_key_id === null ? people.name(actor.id) : t('{{person}}, by API key', { person: people.name(actor.id) }),
    actorId: actor.id,
    action: refused ? subject.id : actionText(action),
    type: action,
    subject: refused ? t('Tried, and refused') : [subject.kind.replaceAll('_', ' '), person].filter(Boolean).join(' '),
    subjectId: subject.id,
    changes: changeLines(changes),
    network,
    requestId: request_id,
  }
}

function actionText(type: string): string {
  const [module = '', verb = ''] = type.split('.')
  return `${module.charAt(0).toUpperCase()}${module.slice(1)}: ${verb.replaceAll('_', ' ')}`
}
