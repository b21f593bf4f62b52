/** The message by which a change asks the worker to plan anew what falls due by the clock. Ids only: planning reads what is true by then. */
import { Type, type Static } from 'typebox'
import { Id, Instant, Nullable } from '#kernel/schemas'

export const planningChannel = 'notifications.planning'

export const PlanningSchema = Type.Union([
  /** A booking stands, moved or fell away. `at`: when; reminders that were due before are not for this change. */
  Type.Object({ booking_id: Id, at: Instant }),
  /** A person chose anew what they are reminded of. */
  Type.Object({ user_id: Id, at: Instant }),
  /** These people are asked to decide on something: Monday's digest has a reason. */
  Type.Object({ approver_ids: Type.Array(Id) }),
  /** Mail is switched on again: what was booked and asked meanwhile. `after`: the booking the last batch ended with; null to begin. */
  Type.Object({ at: Instant, after: Nullable(Type.Object({ starts_at: Instant, id: Id })) }),
])
export type Planning = Static<typeof PlanningSchema>
