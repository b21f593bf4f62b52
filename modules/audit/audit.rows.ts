/** What is written to the log: one row for each event, in the transaction that recorded it, and one for each refusal. Pure. */
import type { RecordedEvent, Recorder } from '#kernel/events/event'
import type { Refusal } from '#kernel/http/refusals'
import { newId } from '#kernel/ids'
import type { Statement } from '#kernel/tenancy/unit-of-work'
import { networkOf } from './network.js'

export const refusedAction = 'audit.refused'

const columns = 'org_id, id, outcome, actor_kind, actor_id, api_key_id, action, subject_kind, subject_id, changes, request_id, network'

export const recordEvents: Recorder = (events, { ip }) => [
  {
    name: 'audit.record',
    text: `insert into audit_log (at, ${columns})
           select at, ${columns} from jsonb_to_recordset($1) as e (at timestamptz, org_id uuid, id uuid, outcome text, actor_kind text, actor_id text,
             api_key_id uuid, action text, subject_kind text, subject_id text, changes jsonb, request_id text, network cidr)`,
    values: [JSON.stringify(events.map((event) => rowOf(event, networkOf(ip))))],
  },
]

function rowOf({ org_id, id, at, actor, type, subject, changes, request_id }: RecordedEvent, network: string | null) {
  return {
    at, org_id, id, outcome: 'done', actor_kind: actor.kind, actor_id: actor.id, api_key_id: actor.api_key_id ?? null, action: type,
    subject_kind: subject.kind, subject_id: subject.id, changes, request_id, network,
  }
}

export function recordRefusal({ org_id, actor, module, method, route, ids, code, request_id, ip }: Refusal): Statement {
  return {
    name: 'audit.record_refusal',
    text: `insert into audit_log (at, ${columns}) values (now(), $1, $2, 'refused', $3, $4, $9, '${refusedAction}', 'route', $5, $6, $7, $8)`,
    values: [org_id, newId(), actor.kind, actor.id, `${method} ${route}`, JSON.stringify({ code, module, ...(Object.keys(ids).length > 0 ? { ids } : {}) }), request_id, networkOf(ip), actor.api_key_id ?? null],
  }
}
