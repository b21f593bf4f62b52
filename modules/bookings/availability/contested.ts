/**
 * Resources somebody was refused a moment ago: whoever tries next probably loses too, so that what stands in the way is read in the round trip of the
 * attempt. A guess about speed alone: who gets the time is decided by the database either way.
 */

/** Milliseconds a refusal is remembered, and how many resources at once. */
const remembered = 2_000
const most = 1_000

export class Contested {
  private readonly until = new Map<string, number>()

  /** Somebody has just lost this resource. */
  lost(resourceId: string): void {
    this.until.delete(resourceId)
    this.until.set(resourceId, performance.now() + remembered)
    if (this.until.size > most) this.until.delete(this.until.keys().next().value!)
  }

  isLikely(resourceId: string): boolean {
    const until = this.until.get(resourceId)
    if (until === undefined) return false
    if (until > performance.now()) return true
    this.until.delete(resourceId)
    return false
  }
}
