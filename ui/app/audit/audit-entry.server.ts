import type { AuditEntry } from '#modules/audit/contract'
import { exactText, momentText } from '../reading/instant-text.server.js'
import type { People } from '../reading/people.server.js'
import { actionTitle, subjectWords } from './audit-words.js'
import { fieldWord, valueWord } from './change-words.js'
import { changeLines, type ChangeLine } from './changes.js'
import { words } from '../language/words.server.js'

export interface AuditRow {
  readonly id: string
  readonly when: string
  readonly exact: string
  readonly refused: boolean
  readonly actor: string
  readonly actorId: string
  /** What was done, in words; of a refusal the route that was tried. */
  readonly action: string
  readonly type: string
  readonly subject: string
  readonly subjectId: string
  /** Shows what it was done to as it is now; null where nothing does. */
  readonly page: string | null
  readonly changes: readonly ChangeLine[]
  readonly network: string | null
  readonly requestId: string
}

export function auditRow(entry: AuditEntry, people: People, zone: string): AuditRow {
  const { id, at, outcome, actor, action, subject, changes, network, request_id } = entry
  const t = words()
  const refused = outcome === 'refused'
  const person = subject.kind === 'member' ? people.name(subject.id) : null
  const { name, page } = subjectWords(subject.kind, subject.id)
  return {
    id,
    when: momentText(at, zone),
    exact: exactText(at, zone),
    refused,
    actor: actor.kind === 'system' ? t('System: {{job}}', { job: actor.id }) : actor.api_key_id === null ? people.name(actor.id) : t('{{person}}, by API key', { person: people.name(actor.id) }),
    actorId: actor.id,
    action: refused ? subject.id : t(actionTitle(action)),
    type: action,
    subject: refused ? t('Tried, and refused') : [t(name), person].filter(Boolean).join(': '),
    subjectId: subject.id,
    page: refused ? null : page,
    changes: changeLines(changes, t).map(({ field, ...line }) => {
      const told = (value: string): string => valueWord(field, readable(value, people, zone), t)
      return { ...line, field: fieldWord(field, t), from: told(line.from), to: told(line.to) }
    }),
    network,
    requestId: request_id,
  }
}

/** An instant on the reader's clock, a person by name; everything else as it was written. */
function readable(value: string, people: People, zone: string): string {
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(value)) return exactText(value, zone)
  return people.members.find(({ id }) => id === value)?.name ?? value
}
