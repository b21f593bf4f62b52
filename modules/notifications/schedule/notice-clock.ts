/**
 * Looks every second, in every worker, for what fell due by the clock, and hands it to the outbox: the row that says "settled" and the message commit together, so
 * that a process may die anywhere and nothing is lost or doubled. Two indexed looks when nothing is due, whatever waits.
 */
import { Temporal } from 'temporal-polyfill'
import type { EventRecorder } from '#kernel/events/recorder'
import { defineToken } from '#kernel/contract'
import { Loop } from '#kernel/events/loop'
import type { Log } from '#kernel/logger'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { notifications } from '../contract.js'
import { emailChannel, type Notice } from '../notice.js'
import { approverHour, dueOf } from '../preferences/digest-times.js'
import type { PreferencesRepository } from '../preferences/preferences.repository.js'
import type { DigestRepository } from './digest.repository.js'
import type { DigestService } from './digest.service.js'
import { organizationsDue, type ReminderRepository } from './reminder.repository.js'

const batchSize = 200
const pauseMs = 1_000

interface Parts {
  transactions: Transactions
  reminders: ReminderRepository
  digests: DigestRepository
  digestService: DigestService
  preferences: PreferencesRepository
  recorder: EventRecorder
  log: Log
}

export class NoticeClock {
  private readonly loop: Loop

  constructor(private readonly parts: Parts) {
    this.loop = new Loop(
      async () => ((await this.pass()) === 0 ? pauseMs : 0),
      (error) => parts.log.warn({ err: error }, 'reminders and digests: trying again'),
    )
  }

  start(): void {
    this.loop.start()
  }

  async stop(): Promise<void> {
    await this.loop.stop()
  }

  /** One batch of each organisation with something due; one that fails keeps none of the others waiting. @returns how many rows were settled */
  async pass(): Promise<number> {
    const { transactions, log } = this.parts
    const due = await transactions.crossTenant('notifications.due', (work) => work.query<{ org_id: string }>(organizationsDue))
    let settled = 0
    for (const { org_id } of due) {
      try {
        settled += await transactions.asSystem(org_id, 'notifications.clock', async () => (await this.remind()) + (await this.gatherUp()))
      } catch (error) {
        log.warn({ err: error, org_id }, 'reminders and digests of an organisation: trying again')
      }
    }
    return settled
  }

  /** While mail is switched off a reminder passes with its moment; nobody wants it weeks later. */
  private async remind(): Promise<number> {
    if (currentTenant().disabled_modules.has(notifications.name)) return this.parts.reminders.drop(batchSize)
    const due = await this.parts.reminders.settle(batchSize)
    for (const { booking_id, user_id, minutes, starts_at, outcome } of due) {
      if (outcome === 'sent') this.send({ kind: 'booking_reminder', recipient_user_id: user_id, booking_id, reminder: { minutes, starts_at } })
    }
    return due.length
  }

  /** Whoever moved to another zone, or chose a later hour, gets the digest when their clock says so. */
  private async gatherUp(): Promise<number> {
    const { digests, digestService, preferences, transactions } = this.parts
    const due = await digests.lockDue(batchSize)
    if (due.length === 0) return 0
    const ids = due.map(({ user_id }) => user_id)
    const [zones, wishes] = [await digestService.zonesOf(ids), await preferences.wishesOf(ids)]
    return transactions.run(async ({ now }) => {
      let settled = 0
      for (const digest of due) {
        const { user_id, kind, period } = digest
        const hour = kind === 'approver_digest' ? approverHour : wishes(user_id).settings.digest_hour
        const dueAt = dueOf(Temporal.PlainDate.from(period), hour, zones.get(user_id) ?? 'UTC')
        if (dueAt > now) {
          await digests.postpone(digest, dueAt)
          continue
        }
        await digests.settle(digest)
        this.send({ kind, recipient_user_id: user_id, period })
        settled += 1
      }
      return settled
    })
  }

  private send(notice: Notice): void {
    this.parts.recorder.send({ channel: emailChannel, payload: notice })
  }
}

export const noticeClockToken = defineToken<NoticeClock>('notifications.noticeClock')
