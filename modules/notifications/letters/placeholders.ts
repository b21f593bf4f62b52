/** Named gaps in the wording of a mail: `{{booking.title}}`. Filled in one pass, so that what people wrote into a title fills no gap of its own. */
import type { NoticeKind } from '../contract.js'

const gap = /\{\{\s*([^{}]*?)\s*\}\}/g

export type Values = Readonly<Partial<Record<string, string>>>

/** What stands for a name that is not among the values is nothing. */
export function fill(template: string, values: Values): string {
  return template.replaceAll(gap, (_, name: string) => values[name] ?? '')
}

/** The names a text asks for, in their order, each once. */
export function placeholdersIn(template: string): string[] {
  return [...new Set([...template.matchAll(gap)].map(([, name]) => name ?? ''))]
}

const anywhere = { 'reader.name': 'Who reads the mail', 'organization.name': 'The organisation' } as const

const ofBooking = {
  ...anywhere,
  'booking.title': 'What the booking is for',
  'booking.start': 'When it starts, in the zone of the reader',
  'booking.when': 'From when to when, with the zone of the reader',
  'booking.state': 'How the booking stands, as a sentence',
  'booking.reason': 'Why it was turned down or cancelled, when somebody said so',
  'resource.name': 'What is booked',
  'resource.location': 'Where that is',
  'person.name': 'Whom the booking is for',
} as const

const ofEndpoint = { ...anywhere, 'endpoint.origin': 'Where the endpoint is', 'endpoint.description': 'What the endpoint is called', 'endpoint.reason': 'Why it was switched off, as a sentence' } as const

/** What the wording of a kind may mention, each with what it says. */
export function placeholdersOf(kind: NoticeKind): Readonly<Record<string, string>> {
  switch (kind) {
    case 'webhook_disabled':
      return ofEndpoint
    case 'approver_digest':
      return { ...anywhere, 'waiting.requests': 'How many requests wait: "3 requests"' }
    case 'daily_digest':
      return { ...anywhere, 'digest.day': 'The day it is about', 'digest.notices': 'How many notices it holds: "3 notices"' }
    default:
      return ofBooking
  }
}
