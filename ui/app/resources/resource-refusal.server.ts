import type { Problem } from '../../server/problem.js'
import { slotLabel } from '../bookings/booking-times.server.js'
import { phrase } from '../language/phrases.js'
import { words } from '../language/words.server.js'

/** Why a resource was not saved or archived, in the words of its form. */
export interface ResourceRefusal {
  readonly code: string
  readonly title: string
  readonly detail: string
  /** By form field: `name`, `hours.mon`, `exceptions.2`, `attributes`. */
  readonly fields: Readonly<Record<string, string>>
  /** Bookings that need what would go, on the resource's clock. */
  readonly bookings: readonly { id: string; label: string }[]
}

const titles: Record<string, string> = {
  validation_failed: phrase('Look at the marked fields'),
  precondition_failed: phrase('Somebody changed this resource meanwhile'),
  already_exists: phrase('There is one with that name already'),
}
const details: Record<string, string> = {
  validation_failed: '',
  precondition_failed: phrase('Nothing was saved, so that their change is not lost. Look at it, then repeat yours.'),
}

/** In the language of the request. */
const said = (text: string | undefined): string | undefined => text === undefined || text === '' ? text : words()(text)

/** @param zone the resource's */
export function resourceRefusal(problem: Problem, zone: string): ResourceRefusal {
  return {
    code: problem.code,
    title: said(titles[problem.code]) ?? problem.title,
    detail: said(details[problem.code]) ?? problem.detail,
    fields: fieldErrors(problem.errors),
    bookings: problem.bookings.map(({ id, starts_at, ends_at }) => ({ id, label: slotLabel(starts_at, ends_at, zone) })),
  }
}

export function unreadable(fields: Readonly<Record<string, string>>): ResourceRefusal {
  return { code: 'validation_failed', title: said(titles['validation_failed']) ?? '', detail: '', fields, bookings: [] }
}

/** JSON pointers of the body as fields of the form; the first sentence about a field wins. */
export function fieldErrors(errors: Problem['errors']): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const { pointer, detail } of errors) {
    const [part = '', second = ''] = pointer.split('/').slice(1)
    const name = part === 'opening_hours' ? `hours.${second}` : part === 'exceptions' && second ? `exceptions.${second}` : part
    fields[name] ??= detail
  }
  return fields
}
