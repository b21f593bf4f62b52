/**
 * The short way to a refusal, for wishes somebody was refused a moment ago: looks, in the round trip of the admission, whether the time is still taken, instead
 * of trying. Answers only what a look can say for certain, that committed bookings take every unit; who gets a time is decided by trying alone.
 * Without it everybody who repeats a lost wish pays for a lock, an attempt, its undoing and three more round trips.
 */
import type { Resource, ResourcesPort } from '#modules/resources/contract'
import { defineToken } from '#kernel/contract'
import { occupiedBy, timesOf, type Times } from '../booking-draft.service.js'
import type { BookingVisibility } from '../booking-visibility.js'
import type { CreateBooking } from '../contract.js'
import type { Clash } from '../errors.js'
import { together } from '#kernel/together'
import type { ClashService, Found, Wanted } from './clash.service.js'
import { Contested } from './contested.js'

/** What is being asked about a wish. Settle all of it before the transaction ends. */
export interface Look {
  /** The row as it is now, not held. Fails with 404 when there is none. */
  resource: Promise<Resource>
  /** What stands in the way and who may see it; found for the resource as it was when somebody was refused. */
  seen: Promise<Seen>
}

interface Seen extends Found {
  /** The version of the resource it was looked for. */
  version: number
}

export class ForegoneService {
  private readonly contested = new Contested()

  constructor(
    private readonly resources: ResourcesPort,
    private readonly clashes: ClashService,
    private readonly visibility: BookingVisibility,
  ) {}

  /** Sends the questions at once. @returns null for a wish nobody was refused lately */
  look(input: CreateBooking): Look | null {
    const id = input.resource_id.toLowerCase()
    const times = timesOf(input)
    const refused = this.contested.known(id, times)
    if (!refused) return null
    const wanted = { resource: refused.resource, ...occupiedBy(refused.resource, times), booking_id: null }
    const seen = together([this.clashes.read(wanted), this.visibility.vouchedAmong(new Set(refused.conflict_ids))])
    return { resource: this.resources.get(id), seen: seen.then(([found, vouched]) => ({ ...found, vouched, version: refused.resource.version })) }
  }

  /** @returns the clash when what was seen refuses this wish beyond doubt; null: only trying tells */
  async clashOf(wanted: Wanted, seen: Seen, now: Date): Promise<Clash | null> {
    const { units, version } = wanted.resource
    const taken = new Set(seen.inTheWay.map(({ unit }) => unit).filter((unit) => unit <= units))
    if (version !== seen.version || taken.size < units) return null
    this.remember(wanted, seen)
    return this.clashes.clashOf(wanted, now, seen)
  }

  /** This wish was refused. */
  remember({ resource, starts_at, ends_at }: Wanted & Times, { inTheWay }: Found): void {
    this.contested.lost({ starts_at, ends_at }, { resource, conflict_ids: inTheWay.map(({ id }) => id) })
  }
}

export const foregoneServiceToken = defineToken<ForegoneService>('bookings.foregone')
