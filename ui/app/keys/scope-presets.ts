import { phrase } from '../language/phrases.js'

/** What keys are usually for, so that nobody has to weigh thirty scopes. The address says which: `?for=display`. */
export interface ScopePreset {
  readonly name: string
  readonly title: string
  readonly purpose: string
  /** @param scope its name, e.g. `bookings:read` */
  readonly holds: (scope: string) => boolean
}

const reading = /:(read|readAll|details|outbox)$/
const among = (...names: readonly string[]) => (scope: string): boolean => names.includes(scope)

export const scopePresets: readonly ScopePreset[] = [
  { name: 'display', title: phrase('Show a calendar'), purpose: phrase('Door displays and screens: what is booked when, at once.'), holds: among('bookings:read', 'resources:read', 'orgs:read', 'sse:read') },
  { name: 'booking', title: phrase('Book and cancel'), purpose: phrase('Other programs that book: see what is free, book, change and cancel, follow approvals.'), holds: among('bookings:read', 'bookings:create', 'bookings:details', 'bookings:manage', 'resources:read', 'members:read', 'approvals:read', 'orgs:read', 'sse:read') },
  { name: 'reading', title: phrase('Only read'), purpose: phrase('Reports and copies elsewhere: everything you may see, and change nothing.'), holds: (scope) => reading.test(scope) },
  { name: 'everything', title: phrase('Everything I may'), purpose: phrase('As much as you yourself, also what you would rather keep: take it for trying out.'), holds: () => true },
]

/** The scopes of a preset, of those that are offered. @param name as the address says it; unknown ones hold nothing */
export function presetScopes(name: string | null, offered: readonly string[]): readonly string[] {
  const preset = scopePresets.find((one) => one.name === name)
  return preset ? offered.filter((scope) => preset.holds(scope)) : []
}
