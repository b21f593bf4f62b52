/**
 * Reading committed events without gaps: a row counts only when every older transaction of the cluster has ended
 * (xid < pg_snapshot_xmin), since commits arrive out of the order of their ids. Rows of an older epoch are history and always count.
 */
import type { Statement } from '../tenancy/unit-of-work.js'
import type { Actor } from '../tenancy/context.js'
import { formatPosition, type Position } from './position.js'

/** An event as the feed hands it out. */
export interface FeedEvent {
  /** Where it stands; resuming after it misses nothing and repeats nothing. */
  position: string
  id: string
  org_id: string
  type: string
  /** RFC 3339, UTC. */
  at: string
  subject: { kind: string; id: string }
  actor: Actor
  people: readonly string[]
  data: Record<string, unknown>
}

export interface EventRow extends Record<string, unknown> {
  epoch: number
  xid: string
  seq: string
  id: string
  org_id: string
  type: string
  at: string
  subject_kind: string
  subject_id: string
  actor: Actor
  people: string[]
  data: Record<string, unknown>
}

/** Where the feed ends now, and what holds it back. */
export interface Horizon extends Record<string, unknown> {
  epoch: number
  /** Below it everything is decided. */
  xmin: string
  /** Equal to xmin when no transaction is running. */
  xmax: string
  now: string
}

// Ordering names the table: a bare `xid` would mean the text of the select list, and '999' sorts after '1000'.
const columns = `e.epoch, e.xid::text as xid, e.seq::text as seq, e.id, e.org_id, e.type, e.at, e.subject_kind, e.subject_id, e.actor, e.people, e.data`
const belowHorizon = `e.xid < pg_snapshot_xmin(pg_current_snapshot())`
const decided = `(e.epoch < current_feed_epoch() or ${belowHorizon})`
const after = `(e.epoch, e.xid, e.seq) > ($1::integer, $2::text::xid8, $3::bigint)`
// One epoch by equality: the planner judges a row comparison by its first column alone and would read every organisation's events.
const afterInEpoch = `e.epoch = $1::integer and (e.xid, e.seq) > ($2::text::xid8, $3::bigint) and ${belowHorizon}`
const inOrder = `order by e.epoch, e.xid, e.seq`
const keyOf = ({ epoch, xid, seq }: Position) => [epoch, String(xid), String(seq)]

export const horizon: Statement = {
  name: 'feed.horizon',
  text: `select epoch, pg_snapshot_xmin(pg_current_snapshot())::text as xmin, pg_snapshot_xmax(pg_current_snapshot())::text as xmax, now() as now from feed_epoch`,
}

export const eventsAfter = (position: Position, limit: number): Statement => ({
  name: 'feed.after',
  text: `select ${columns} from events e where ${after} and ${decided} ${inOrder} limit $4`,
  values: [...keyOf(position), limit],
})

/** @param position of the current epoch */
export const eventsOfOrganizationAfter = (orgId: string, position: Position, limit: number): Statement => ({
  name: 'feed.after_of_org',
  text: `select ${columns} from events e where e.org_id = $5 and ${afterInEpoch} ${inOrder} limit $4`,
  values: [...keyOf(position), limit, orgId],
})

/**
 * Whether more than `most` events of the organisation follow the position, and whether anything that follows it is older than a day.
 * @param position of the current epoch
 */
export const distance = (orgId: string, position: Position, most: number): Statement => ({
  name: 'feed.distance',
  text: `select (select count(*) from (select from events e where e.org_id = $5 and ${afterInEpoch} limit $4 + 1) missed)::int > $4 as far,
                coalesce((select e.at < now() - interval '24 hours' from events e where ${afterInEpoch} ${inOrder} limit 1), false) as old`,
  values: [...keyOf(position), most, orgId],
})

export const lastEvent: Statement = {
  name: 'feed.last',
  text: `select e.epoch, e.xid::text as xid, e.seq::text as seq from events e where ${decided} order by e.epoch desc, e.xid desc, e.seq desc limit 1`,
}

export function positionOf(row: { epoch: number; xid: string; seq: string }): Position {
  return { epoch: row.epoch, xid: BigInt(row.xid), seq: BigInt(row.seq) }
}

export function feedEvent(row: EventRow): FeedEvent {
  const { id, org_id, type, at, subject_kind, subject_id, actor, people, data } = row
  return { position: formatPosition(positionOf(row)), id, org_id, type, at, subject: { kind: subject_kind, id: subject_id }, actor, people, data }
}
