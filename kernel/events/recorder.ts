/**
 * Recording a fact inside the transaction that makes it true: the event row, the outbox rows subscribers ask for, and what recorders
 * (the audit log) add, all sent in the round trip of the commit. Refuses an event outside of a tenant. Without it a committed change
 * could lack its message, or a message its change.
 */
import { defineToken, type EventData, type EventDefinition } from '../contract.js'
import { newId } from '../ids.js'
import type { Subscription } from '../module.js'
import { currentFlow, currentTenant, TenantContextMissing } from '../tenancy/context.js'
import type { Statement, UnitOfWork } from '../tenancy/unit-of-work.js'
import type { Emission, RecordedEvent, Recorder } from './event.js'
import type { OutboxMessage } from './outbox.js'

/** Told after each commit that left events or messages, so that feed and relay need not wait for their next poll. */
export type CommitListener = (left: { events: boolean; messages: boolean }) => void

interface Draft {
  events: RecordedEvent[]
  messages: { message: OutboxMessage; org_id: string; event_id: string | null }[]
}

interface Subscriber {
  module: string
  subscription: Subscription
}

export class EventRecorder {
  private readonly drafts = new WeakMap<UnitOfWork, Draft>()
  private readonly subscribers = new Map<string, Subscriber[]>()
  private readonly recorders: Recorder[] = []
  private readonly listeners: CommitListener[] = []

  subscribe(module: string, subscription: Subscription): void {
    const type = subscription.event === '*' ? '*' : subscription.event.name
    this.subscribers.set(type, [...(this.subscribers.get(type) ?? []), { module, subscription }])
  }

  addRecorder(recorder: Recorder): void {
    this.recorders.push(recorder)
  }

  onCommit(listener: CommitListener): void {
    this.listeners.push(listener)
  }

  /**
   * Records a fact in the open unit of work of the current tenant.
   * @returns the event; its id and time are those of the row
   * @throws TenantContextMissing outside of one
   */
  emit<E extends EventDefinition>(definition: E, emission: Emission<EventData<E>>): RecordedEvent<EventData<E>> {
    const { work, draft } = this.draft(`emit(${definition.name})`)
    const tenant = currentTenant()
    const event: RecordedEvent<EventData<E>> = {
      id: newId(),
      type: definition.name,
      org_id: tenant.org_id,
      at: work.now.toISOString(),
      actor: tenant.actor,
      request_id: currentFlow()!.request_id,
      subject: emission.subject,
      data: emission.data,
      people: emission.people ?? [],
      changes: emission.changes ?? null,
    }
    const recorded = event as RecordedEvent
    draft.events.push(recorded)
    for (const { module, subscription } of [...(this.subscribers.get(definition.name) ?? []), ...(this.subscribers.get('*') ?? [])]) {
      if (tenant.disabled_modules.has(module)) continue
      if (subscription.on_demand && !tenant.listening_modules.has(module)) continue
      for (const message of subscription.messages(recorded)) draft.messages.push({ message, org_id: tenant.org_id, event_id: event.id })
    }
    return event
  }

  /** Writes a message that belongs to no event, e.g. a reminder that fell due. */
  send(message: OutboxMessage): void {
    const { draft } = this.draft(`send(${message.channel})`)
    draft.messages.push({ message, org_id: currentTenant().org_id, event_id: null })
  }

  private draft(what: string): { work: UnitOfWork; draft: Draft } {
    const work = currentFlow()?.work
    if (!work) throw new TenantContextMissing(what)
    const existing = this.drafts.get(work)
    if (existing) return { work, draft: existing }
    const draft: Draft = { events: [], messages: [] }
    this.drafts.set(work, draft)
    work.atClose(() => this.closing(work, draft))
    work.afterCommit(() => {
      const left = { events: draft.events.length > 0, messages: draft.messages.length > 0 }
      for (const listener of this.listeners) listener(left)
    })
    return { work, draft }
  }

  private closing(work: UnitOfWork, { events, messages }: Draft): Statement[] {
    // What is recorded after this, in another organisation of the same transaction, is a draft of its own.
    this.drafts.delete(work)
    const statements: Statement[] = []
    if (events.length > 0) {
      statements.push(insertEvents(events))
      const context = { ip: currentFlow()?.ip ?? null }
      for (const recorder of this.recorders) statements.push(...recorder(events, context))
    }
    if (messages.length > 0) statements.push(insertMessages(messages))
    return statements
  }
}

function insertEvents(events: readonly RecordedEvent[]): Statement {
  return {
    name: 'kernel.insert_events',
    text: `insert into events (org_id, id, type, subject_kind, subject_id, actor, request_id, people, data)
           select org_id, id, type, subject_kind, subject_id, actor, request_id, people, data
           from jsonb_to_recordset($1) as e (org_id uuid, id uuid, type text, subject_kind text, subject_id text, actor jsonb, request_id text, people uuid[], data jsonb)`,
    values: [
      JSON.stringify(
        events.map(({ org_id, id, type, subject, actor, request_id, people, data }) => ({
          org_id, id, type, subject_kind: subject.kind, subject_id: subject.id, actor, request_id, people, data,
        })),
      ),
    ],
  }
}

function insertMessages(messages: Draft['messages']): Statement {
  return {
    name: 'kernel.insert_outbox',
    text: `insert into outbox (org_id, id, channel, event_id, payload, not_before, lane)
           select org_id, id, channel, event_id, payload, coalesce(not_before, now()), lane
           from jsonb_to_recordset($1) as m (org_id uuid, id uuid, channel text, event_id uuid, payload jsonb, not_before timestamptz, lane uuid)`,
    values: [
      JSON.stringify(
        messages.map(({ message, org_id, event_id }) => ({
          org_id, id: newId(), channel: message.channel, event_id, payload: message.payload, not_before: message.not_before ?? null, lane: message.lane ?? null,
        })),
      ),
    ],
  }
}

export const eventRecorderToken = defineToken<EventRecorder>('kernel.eventRecorder')
