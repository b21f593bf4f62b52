/** Every guard that is taken away, by the invariant it holds up. */
import type { Invariant, Removal, Removals } from './removal.js'
import { bookingRemovals } from './removals/bookings.js'
import { messageRemovals } from './removals/messages.js'
import { peopleRemovals } from './removals/people.js'
import { requestRemovals } from './removals/requests.js'
import { tenancyRemovals } from './removals/tenancy.js'

const lists: readonly Removals[] = [tenancyRemovals, bookingRemovals, messageRemovals, peopleRemovals, requestRemovals]

/** In the order of their numbers. */
export const removals: readonly { invariant: Invariant; removal: Removal }[] = lists
  .flatMap((list) => Object.entries(list) as [Invariant, readonly Removal[]][])
  .sort(([a], [b]) => Number(a.slice(4)) - Number(b.slice(4)))
  .flatMap(([invariant, all]) => all.map((removal) => ({ invariant, removal })))
