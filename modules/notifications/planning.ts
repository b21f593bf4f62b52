/** The message by which a change asks the worker to plan anew what falls due by the clock. Ids only: planning reads what is true by then. */
import { Type, type Static } from 'typebox'
import { Id, Instant } from '#kernel/schemas'

export const planningChannel = 'notifications.planning'

export const PlanningSchema = Type.Union([
  /** A booking stands, moved or fell away. `at`: when; reminders that were due before are not for this change. */
  Type.Object({ booking_id: Id, at: Instant }),
  /** A person chose anew what they are reminded of. */
  Type.Object({ user_id: Id, at: Instant }),
  /** These people are asked to decide on something: Monday's digest has a reason. */
  Type.Object({ approver_ids: Type.Array(Id) }),
])
export type Planning = Static<typeof PlanningSchema>
