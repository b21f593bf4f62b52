/** What becomes of pending requests when the organisation switches the module off: nobody could decide them any more. */
import { defineToken, type Told } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import { say } from '#kernel/language'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { BookingsPort } from '#modules/bookings/contract'
import { announceEnd } from './announcements.js'
import type { ApprovalRepository } from './approval.repository.js'
import { close } from './machine.js'
import { switchLock } from './switch-lock.js'

const outcomes = { confirm: 'approved', reject: 'rejected' } as const

export class SwitchingService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: ApprovalRepository,
    private readonly bookings: BookingsPort,
    private readonly recorder: EventRecorder,
  ) {}

  /**
   * @param pending what the caller wants done with what is under way, then done here, in the transaction of the switch
   * @returns why the module cannot be switched off; undefined when nothing stands in the way any more
   */
  async switchingOff(pending: 'confirm' | 'reject' | null): Promise<{ detail: Told; extensions: Record<string, unknown> } | undefined> {
    // From here on until the commit nobody opens a request.
    await this.transactions.run((work) => work.query({ text: `select pg_advisory_xact_lock(${switchLock})`, values: [currentTenant().org_id] }))
    const requests = await this.repository.pending()
    if (requests.length === 0) return undefined
    if (pending === null) return refusal(requests.length)
    for (const { id, booking_id } of requests) await this.end(id, booking_id, pending)
    return undefined
  }

  private async end(id: string, bookingId: string, pending: 'confirm' | 'reject'): Promise<void> {
    await this.bookings.lock(bookingId)
    const request = await this.repository.lock(id)
    // Decided or withdrawn while we waited for its booking.
    if (request?.status !== 'pending') return
    const saved = await this.repository.save(request, close(request, outcomes[pending]))
    if (pending === 'confirm') await this.bookings.confirm(bookingId)
    else await this.bookings.reject(bookingId, 'Approvals were switched off for this organisation.')
    announceEnd(this.recorder, saved)
  }
}

function refusal(count: number): { detail: Told; extensions: Record<string, unknown> } {
  const detail =
    count === 1
      ? say`1 request for approval is pending. Decide on it first, or say with "pending": "confirm" or "reject" what becomes of it.`
      : say`${count} requests for approval are pending. Decide on them first, or say with "pending": "confirm" or "reject" what becomes of them.`
  return { detail, extensions: { pending: count } }
}

export const switchingServiceToken = defineToken<SwitchingService>('approvals.switching')
