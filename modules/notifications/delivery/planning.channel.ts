import { approvals } from '#modules/approvals/contract'
import type { Channel, Delivery } from '#kernel/events/outbox'
import type { Extensions } from '#kernel/extensions'
import type { Transactions } from '#kernel/tenancy/transactions'
import { planningChannel, PlanningSchema, type Planning } from '../planning.js'
import type { DigestService } from '../schedule/digest.service.js'
import type { ReminderService } from '../schedule/reminder.service.js'

/** Plans what falls due by the clock after something changed. Planning twice is planning once. */
export function planning(transactions: Transactions, reminders: ReminderService, digests: DigestService, extensions: Extensions): Channel {
  const nextMonday = async (user_id: string): Promise<void> => {
    const [waiting] = await extensions.ask(approvals.extensionPoints.waiting, { user_id, limit: 1 })
    if (waiting && waiting.count > 0) await digests.remindApprovers([user_id])
  }
  return {
    name: planningChannel,
    payload: PlanningSchema,
    deliver: async ({ payload }: Delivery) => {
      const plan = payload as Planning
      if ('booking_id' in plan) await reminders.planBooking(plan.booking_id, plan.at)
      else if ('approver_ids' in plan) await digests.remindApprovers(plan.approver_ids)
      else {
        await reminders.planPerson(plan.user_id, plan.at)
        await transactions.run(() => nextMonday(plan.user_id))
      }
      return {}
    },
  }
}
