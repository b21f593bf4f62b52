/** The bytes of the stream (HTML standard, 9.2 Server-sent events). Pure; JSON escapes line breaks, so no text can end a frame early. */
import type { EventDefinition } from '#kernel/contract'
import type { FeedEvent } from '#kernel/events/feed'
import type { ClosingReason, StreamedEvent } from './contract.js'

/** @param whole false leaves out who did it and what the event's contract calls private */
export function eventFrame(event: FeedEvent, definition: EventDefinition, whole: boolean): string {
  const { id, type, at, subject, position } = event
  const hidden = whole ? [] : definition.private.filter((field) => field in event.data)
  const data = hidden.length > 0 ? { ...event.data, ...Object.fromEntries(hidden.map((field) => [field, null])) } : event.data
  const streamed: StreamedEvent = { id, type, at, subject, actor: whole ? event.actor : null, data }
  return `event: ${type}\nid: ${position}\ndata: ${JSON.stringify(streamed)}\n\n`
}

/** First bytes of every stream. @param retryMs how long a client waits before it comes back */
export function openingFrame(retryMs: number): string {
  return `retry: ${retryMs}\n\n`
}

/** From here on events arrive as they happen. */
export function readyFrame(position: string): string {
  return `event: ready\nid: ${position}\ndata: {}\n\n`
}

/** Events were missed and cannot be made up for. */
export function resetFrame(position: string): string {
  return `event: reset\nid: ${position}\ndata: {}\n\n`
}

/** A comment; its id lets a client of a quiet organisation resume for another 24 hours. */
export function heartbeatFrame(position: string): string {
  return `: heartbeat\nid: ${position}\n\n`
}

export function closedFrame(reason: ClosingReason, retryMs: number): string {
  return `retry: ${retryMs}\nevent: closed\ndata: ${JSON.stringify({ reason })}\n\n`
}
