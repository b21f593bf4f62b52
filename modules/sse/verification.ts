/** Whether a viewer may still look: session, membership, module and permission, asked of the database as for any request. */
import { problemOf } from '#kernel/http/failures'
import { forbidden } from '#kernel/http/problems'
import { say } from '#kernel/language'
import { currentTenant, type TenantContext } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { sse } from './contract.js'
import type { Stream } from './stream.js'

export class Verification {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Streams of one session share one question. Ends those that may no longer look; believes the others anew.
   * @returns false when there was no answer: the database being away says nothing about the viewer
   */
  async verify(streams: readonly Stream[]): Promise<boolean> {
    const [first] = streams
    if (!first) return true
    const askedAt = performance.now()
    try {
      const { permissions } = await this.transactions.asPrincipal(first.principal, gate, async () => currentTenant())
      for (const stream of streams) {
        // A slow answer to an older question does not undo a newer one.
        if (askedAt < stream.verifiedAt) continue
        stream.permissions = permissions
        stream.verifiedAt = askedAt
      }
    } catch (error) {
      if (problemOf(error).type.status >= 500) return false
      for (const stream of streams) stream.close('revoked')
    }
    return true
  }
}

function gate(tenant: TenantContext): void {
  const { read } = sse.permissions
  if (tenant.disabled_modules.has(sse.name) || !tenant.permissions.has(read.name)) throw forbidden(say`The live stream needs the permission '${read.name}'.`)
}
