import { approvals } from '#modules/approvals/contract'
import type { Channel, Delivery } from '#kernel/events/outbox'
import type { EventRecorder } from '#kernel/events/recorder'
import type { Extensions } from '#kernel/extensions'
import type { Transactions } from '#kernel/tenancy/transactions'
import { planningChannel, PlanningSchema, type Planning } from '../planning.js'
import type { DigestService } from '../schedule/digest.service.js'
import type { ReminderService } from '../schedule/reminder.service.js'

type Resumption = Extract<Planning, { after: unknown }>

/** Plans what falls due by the clock after something changed. Planning twice is planning once. */
export function planning(transactions: Transactions, reminders: ReminderService, digests: DigestService, extensions: Extensions, recorder: Pick<EventRecorder, 'send'>): Channel {
  const nextMonday = async (user_id: string): Promise<void> => {
    const [waiting] = await extensions.ask(approvals.extensionPoints.waiting, { user_id, limit: 1 })
    if (waiting && waiting.count > 0) await digests.remindApprovers([user_id])
  }
  const resume = async ({ at, after }: Resumption): Promise<void> => {
    if (after === null) await transactions.run(async () => digests.remindApprovers((await extensions.ask(approvals.extensionPoints.asked, null)).flat()))
    const last = await reminders.planBatch(after, at)
    if (last !== null) await transactions.run(async () => recorder.send({ channel: planningChannel, payload: { at, after: last } satisfies Planning }))
  }
  return {
    name: planningChannel,
    payload: PlanningSchema,
    deliver: async ({ payload }: Delivery) => {
      const plan = payload as Planning
      if ('booking_id' in plan) await reminders.planBooking(plan.booking_id, plan.at)
      else if ('approver_ids' in plan) await digests.remindApprovers(plan.approver_ids)
      else if ('after' in plan) await resume(plan)
      else {
        await reminders.planPerson(plan.user_id, plan.at)
        await transactions.run(() => nextMonday(plan.user_id))
      }
      return {}
    },
  }
}
