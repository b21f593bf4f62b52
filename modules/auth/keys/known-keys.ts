/** What this process remembers of API keys: which proofs held lately, for counting requests, and which were used, for `last_used_at`. Neither lets anybody in. */
import { timingSafeEqual } from 'node:crypto'
import { defineToken } from '#kernel/contract'
import type { Principal } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'

const remembered = 10_000

/** Milliseconds between two writes of what was used: requests do not wait for them. */
const flushMs = 10_000

export class KnownKeys {
  private readonly proofs = new Map<string, string>()
  /** Ids of used keys by organisation, to be written with the next flush. */
  private used = new Map<string, Set<string>>()
  private timer: NodeJS.Timeout | null = null
  private flushing: Promise<void> = Promise.resolve()

  constructor(
    private readonly transactions: Transactions,
    private readonly report: (error: unknown) => void,
  ) {}

  /** True when the same proof was admitted before and has not been refused since. */
  holds(keyId: string, proof: string): boolean {
    const known = this.proofs.get(keyId)
    return known !== undefined && sameProof(known, proof)
  }

  /** @param stale its time of use is a minute old or more */
  admitted({ session_id, org_id, proof }: Principal, stale: boolean): void {
    if (proof === undefined || org_id === null) return
    const [oldest] = this.proofs.keys()
    if (oldest !== undefined && this.proofs.size >= remembered) this.proofs.delete(oldest)
    this.proofs.set(session_id, proof)
    if (!stale) return
    const ofOrg = this.used.get(org_id) ?? new Set()
    this.used.set(org_id, ofOrg.add(session_id))
  }

  refused({ session_id, proof }: Principal): void {
    if (proof !== undefined && this.holds(session_id, proof)) this.proofs.delete(session_id)
  }

  start(): void {
    this.timer ??= setInterval(() => void this.flush(), flushMs)
    this.timer.unref()
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer)
    this.timer = null
    await this.flush()
  }

  /** Writes what was used since the last time; a key once a minute at most, whoever writes. Never rejects: a lost time of use harms nobody. */
  async flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.write())
    return this.flushing
  }

  private async write(): Promise<void> {
    const used = this.used
    this.used = new Map()
    for (const [orgId, ids] of used) {
      const touch = { text: lastUsed, values: [orgId, [...ids]] }
      await this.transactions.asSystem(orgId, 'auth.api_keys_used', (work) => work.query(touch)).catch(this.report)
    }
  }
}

const lastUsed = `update api_keys set last_used_at = now()
  where org_id = $1 and id = any($2::uuid[]) and (last_used_at is null or last_used_at < now() - interval '1 minute')`

/** Compares in constant time; both are 64 characters of hex. */
export function sameProof(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

export const knownKeysToken = defineToken<KnownKeys>('auth.knownKeys')
