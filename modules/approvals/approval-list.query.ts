/** Which requests somebody may see, and the list of them. Order: newest first. */
import type { Statement } from '#kernel/tenancy/unit-of-work'
import type { Approval } from './contract.js'

export interface ListFilter {
  status?: Approval['status']
  mine?: 'to_decide' | 'requested'
  booking_id?: string
}

export interface Viewer {
  org_id: string
  user_id: string
  /** Sees every request of the organisation. */
  sees_all: boolean
}

/** `$2` is the viewer. */
const hasPart = `$2 = any (a.people)`

const decidable = `a.status = 'pending' and exists (
  select from approval_steps s where s.org_id = a.org_id and s.approval_id = a.id and s.status = 'open' and $2 = any (s.approver_ids)
  and not exists (select from approval_decisions d where d.org_id = s.org_id and d.approval_id = s.approval_id and d.step_id = s.id and d.user_id = $2))`

const mine = { to_decide: decidable, requested: `(a.requested_by = $2 or a.requested_for = $2)` }

/** What waits for one person, the longest waiting first; each row says how much there is in all. */
export function waitingStatement(org_id: string, user_id: string, limit: number): Statement {
  return {
    name: 'approvals.waiting',
    text: `select a.id as approval_id, a.booking_id, a.requested_by, a.created_at, count(*) over ()::int as count from approvals a where a.org_id = $1 and ${decidable} order by a.id limit $3`,
    values: [org_id, user_id, limit],
  }
}

/** Whom something waits for: the approvers of every open step, those who have decided in it left out. */
export function askedStatement(org_id: string): Statement {
  return {
    text: `select distinct p.user_id from approvals a join approval_steps s on s.org_id = a.org_id and s.approval_id = a.id and s.status = 'open' cross join lateral unnest(s.approver_ids) as p (user_id)
           where a.org_id = $1 and a.status = 'pending'
             and not exists (select from approval_decisions d where d.org_id = s.org_id and d.approval_id = s.approval_id and d.step_id = s.id and d.user_id = p.user_id)`,
    values: [org_id],
  }
}

/** @param after the id the last page ended with */
export function listStatement(viewer: Viewer, filter: ListFilter, limit: number, after: string | null): Statement {
  const values: unknown[] = [viewer.org_id, viewer.user_id]
  const parameter = (value: unknown): string => `$${values.push(value)}`
  // `$2::uuid` is named in every variant, so that its type is known where nothing else uses it.
  const conditions = ['a.org_id = $1', '$2::uuid is not null']
  if (filter.mine) conditions.push(mine[filter.mine])
  else if (!viewer.sees_all) conditions.push(hasPart)
  if (filter.status) conditions.push(`a.status = ${parameter(filter.status)}`)
  if (filter.booking_id) conditions.push(`a.booking_id = ${parameter(filter.booking_id)}`)
  if (after !== null) conditions.push(`a.id < ${parameter(after)}`)
  return { text: `select a.id from approvals a where ${conditions.join(' and ')} order by a.id desc limit ${parameter(limit)}`, values }
}

export function visibleStatement(viewer: Viewer, id: string): Statement {
  return {
    name: viewer.sees_all ? 'approvals.exists' : 'approvals.visible',
    text: `select a.booking_id, a.current_step from approvals a where a.org_id = $1 and a.id = $3 and $2::uuid is not null${viewer.sees_all ? '' : ` and ${hasPart}`}`,
    values: [viewer.org_id, viewer.user_id, id],
  }
}

/**
 * Bookings somebody sees whole because they are or were asked to decide on them; a withdrawn request is kept in sight of those who decided only.
 * Two joins instead of one with OR: for that the planner would read the decisions of every organisation.
 */
export function bookingsStatement(org_id: string, user_id: string, bookingIds: readonly string[]): Statement {
  return {
    name: 'approvals.bookings_visible',
    text: `select a.booking_id from approvals a
           where a.org_id = $1 and a.booking_id = any ($3) and a.status <> 'withdrawn' and $2 = any (a.people) and $2 <> all (a.excluded_ids)
           union
           select a.booking_id from approvals a join approval_decisions d on d.org_id = a.org_id and d.approval_id = a.id
           where a.org_id = $1 and a.booking_id = any ($3) and d.user_id = $2`,
    values: [org_id, user_id, bookingIds],
  }
}
