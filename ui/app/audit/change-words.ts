import type { TFunction } from 'i18next'
import { phrase } from '../language/phrases.js'

/** Fields that people change, as the log names them with spaces; others read as they are stored. */
const fields: ReadonlySet<string> = new Set([
  phrase('unit'), phrase('units'), phrase('seats'), phrase('status'), phrase('starts at'), phrase('ends at'), phrase('resource id'), phrase('title'), phrase('note'), phrase('booked for'), phrase('booked by'), phrase('attendee ids'),
  phrase('reason'), phrase('comment'), phrase('current step'), phrase('name'), phrase('role'), phrase('enabled'), phrase('description'), phrase('location'), phrase('timezone'), phrase('type id'), phrase('opening hours'),
  phrase('conditions'), phrase('outcome'), phrase('priority'), phrase('settings'), phrase('state'), phrase('email'), phrase('scopes'), phrase('expires at'), phrase('locale'), phrase('accent'),
])

/** Values that stand for a state; others, such as a title, are somebody's own words. */
const values: ReadonlySet<string> = new Set([
  phrase('approve'), phrase('reject'), phrase('pending'), phrase('approved'), phrase('rejected'), phrase('withdrawn'), phrase('held'), phrase('pending approval'), phrase('confirmed'), phrase('cancelled'), phrase('expired'),
  phrase('checked in'), phrase('completed'), phrase('no show'), phrase('true'), phrase('false'),
])

/** Fields whose values are states. */
const stated: ReadonlySet<string> = new Set(['status', 'state', 'enabled', 'shows titles', 'own accent'])

/** `ends at` as the reader calls it; `step 1` too. @param field with spaces */
export function fieldWord(field: string, t: TFunction): string {
  const step = /^step (\d+)$/.exec(field)?.[1]
  if (step) return t('step {{step}}', { step })
  return fields.has(field) ? t(field) : field
}

/** A state in the reader's language; what people wrote stays as it is. @param field with spaces, as the log has it */
export function valueWord(field: string, value: string, t: TFunction): string {
  const plain = value.replaceAll('_', ' ')
  return (stated.has(field) || field.startsWith('step ')) && values.has(plain) ? t(plain) : value
}
