import type { Booking } from '#modules/bookings/contract'
import type { Flash } from '../flash/flash.server.js'
import { words } from '../language/words.server.js'
import { slotLabel } from './booking-times.server.js'

/** Where a booking was before it was moved, and the version it got by that. */
export interface Before {
  readonly resource_id: string
  readonly starts_at: string
  readonly ends_at: string
  readonly version: string
}

/**
 * What to say of a change that held; with a way back when it moved the booking or changed its length.
 * @param before null when it could not be read: then there is no way back
 */
export function movedFlash(before: Booking | null, after: Booking, zone: string): Omit<Flash, 'id'> {
  const t = words()
  const moved = before !== null && (before.resource_id !== after.resource_id || before.starts_at !== after.starts_at || before.ends_at !== after.ends_at)
  const waits = after.status === 'pending_approval'
  const tone = waits ? 'wait' : 'good'
  // Nobody else's change may lie between the two, or the way back would take that back, too.
  if (!moved || before.version + 1 !== after.version) return { tone, text: t('Changed') }
  const said = { title: after.title ?? t('Booking'), when: slotLabel(after.starts_at, after.ends_at, zone) }
  const text = waits ? t('Moved: {{title}}, {{when}}. It waits for approval.', said) : t('Moved: {{title}}, {{when}}', said)
  const was = [before.resource_id, before.starts_at, before.ends_at, after.version].join(' ')
  return { tone, text, undo: { kind: 'move-back', id: after.id, label: t('Move it back'), was } }
}

/** @returns null for anything `movedFlash` did not write */
export function readBefore(was: string): Before | null {
  const [resource_id, starts_at, ends_at, version] = was.split(' ')
  return resource_id && starts_at && ends_at && version && /^\d{1,9}$/.test(version) ? { resource_id, starts_at, ends_at, version } : null
}
