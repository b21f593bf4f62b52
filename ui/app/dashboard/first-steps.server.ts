import type { Invitation } from '#modules/members/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import type { Booking } from '../bookings/rest-types.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import type { SignedInViewer } from '../session/viewer.js'
import type { FirstStep } from './first-steps.js'

/** Somebody who books this often alone is not waiting for colleagues. */
const settled = 10

/**
 * How far a new organisation has come.
 * @returns null for those who do not set it up, and once there is nothing left to do
 */
export async function readFirstSteps(session: ConsoleSession, viewer: SignedInViewer, has: { readonly resources: boolean; readonly colleagues: boolean }): Promise<readonly FirstStep[] | null> {
  if (!viewer.permissions.includes('resources:manage')) return null
  const [bookings, invitations] = await Promise.all([
    has.resources ? read<Page<Booking>>(session, '/v1/bookings', { limit: String(settled) }) : null,
    has.colleagues || !viewer.permissions.includes('members:manage') ? null : read<Page<Invitation>>(session, '/v1/invitations', { limit: '1' }),
  ])
  const booked = bookings?.items.length ?? 0
  const done: FirstStep[] = []
  if (has.resources) done.push('resource')
  if (booked > 0) done.push('booking')
  if (has.colleagues || (invitations?.items.length ?? 0) > 0) done.push('people')
  return done.length === 3 || booked >= settled ? null : done
}
