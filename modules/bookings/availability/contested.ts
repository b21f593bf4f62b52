/**
 * Wishes somebody was refused a moment ago, and what was known of them: who repeats one probably loses too. A guess about speed alone: whether the time is
 * taken is asked of the database each time.
 */
import type { Resource } from '#modules/resources/contract'
import type { Times } from '../booking-draft.service.js'

/** Milliseconds a refusal is remembered, and how many wishes at once. */
const remembered = 10_000
const most = 1_000

export interface Refused {
  /** As it was then. */
  resource: Resource
  /** Ids of the bookings that stood in the way. */
  conflict_ids: readonly string[]
}

export class Contested {
  private readonly refused = new Map<string, Refused & { until: number }>()

  /** Somebody has just lost this. */
  lost(times: Times, refused: Refused): void {
    const key = keyOf(refused.resource.id, times)
    this.refused.delete(key)
    this.refused.set(key, { ...refused, until: performance.now() + remembered })
    if (this.refused.size > most) this.refused.delete(this.refused.keys().next().value!)
  }

  /** @returns null for what nobody lost lately */
  known(resourceId: string, times: Times): Refused | null {
    const key = keyOf(resourceId, times)
    const refused = this.refused.get(key)
    if (refused === undefined) return null
    if (refused.until > performance.now()) return refused
    this.refused.delete(key)
    return null
  }
}

function keyOf(resourceId: string, { starts_at, ends_at }: Times): string {
  return `${resourceId} ${starts_at} ${ends_at}`
}
