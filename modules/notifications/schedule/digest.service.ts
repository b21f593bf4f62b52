/** Which digest something goes with, and that there is one. */
import type { AuthPort } from '#modules/auth/contract'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { BookingNotice } from '../notice.js'
import { nextDaily, nextWeekly } from '../preferences/digest-times.js'
import type { PreferencesRepository } from '../preferences/preferences.repository.js'
import type { DigestRepository } from './digest.repository.js'

export class DigestService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: DigestRepository,
    private readonly preferences: PreferencesRepository,
    private readonly accounts: AuthPort,
  ) {}

  /** Puts a notice with the first daily digest that has not left. @param id of its message @returns the digest's day */
  async gather(id: string, notice: BookingNotice, hour: number, zone: string): Promise<string> {
    return this.transactions.run(async ({ now }) => {
      const { recipient_user_id } = notice
      for (let after = now; ; ) {
        const { period, due_at } = nextDaily(hour, zone, after)
        if (await this.repository.open(recipient_user_id, 'daily_digest', period, due_at)) {
          await this.repository.gather(id, recipient_user_id, period, notice)
          return period
        }
        after = due_at
      }
    })
  }

  /** Next Monday these people hear of what waits for their decision, unless they do not want to. */
  async remindApprovers(userIds: readonly string[]): Promise<void> {
    await this.transactions.run(async ({ now }) => {
      const [wishes, zones] = await Promise.all([this.preferences.wishesOf(userIds), this.zonesOf(userIds)])
      for (const [user_id, zone] of zones) {
        if (!wishes(user_id).wants('approver_digest')) continue
        const { period, due_at } = nextWeekly(zone, now)
        await this.repository.open(user_id, 'approver_digest', period, due_at)
      }
    })
  }

  /** The zones people live by, those of unknown people left out. In the order of ids, in which rows are then locked. */
  async zonesOf(userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const users = await this.accounts.usersById(userIds)
    return new Map([...users].map(([id, { timezone }]): [string, string] => [id, timezone]).sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}
