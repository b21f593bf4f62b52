/** Who sees what: the contracts of all modules say it, this applies it to one viewer. */
import type { Contract, EventDefinition } from '#kernel/contract'
import type { FeedEvent } from '#kernel/events/feed'

export interface Viewer {
  user_id: string
  /** Names of the permissions held now, of switched-on modules only. */
  permissions: ReadonlySet<string>
}

export type Catalogue = ReadonlyMap<string, EventDefinition>

/** Every event of the product by its type. */
export function catalogueOf(contracts: readonly Contract[]): Catalogue {
  return new Map(contracts.flatMap(({ events }) => Object.values(events).map((definition) => [definition.name, definition] as const)))
}

/** @returns whether the viewer sees it whole, with its private fields null, or not at all */
export function viewOf(event: FeedEvent, definition: EventDefinition | undefined, { user_id, permissions }: Viewer): 'whole' | 'masked' | 'nothing' {
  if (!definition || !permissions.has(definition.audience.name)) return 'nothing'
  const whole = definition.private.length === 0 || event.people.includes(user_id) || permissions.has(definition.details.name)
  return whole ? 'whole' : 'masked'
}

export type TypeFilter = (type: string) => boolean

/** @param types `bookings.created,members.*`; everything when absent */
export function typeFilter(types: string | undefined): TypeFilter {
  if (types === undefined) return () => true
  const wanted = new Set(types.split(','))
  return (type) => wanted.has(type) || wanted.has(`${type.split('.')[0]}.*`)
}
