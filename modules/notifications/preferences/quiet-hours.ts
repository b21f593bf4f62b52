/** When somebody wants no mail, by their own clock. Pure; what passes all the same is the channel's business. */
import { dateAt, wallInstant } from '#kernel/wall-clock'
import { weekdays, type QuietHours } from '../contract.js'

/**
 * Quiet from the moment the clock first shows (or skips) `from` on one of the days until it last shows (or skips) `to`, on the same day or, when `to` is not later
 * than `from`, on the next.
 * @param zone IANA
 * @returns when it ends; null when it is not quiet now
 */
export function quietUntil({ from, to, days }: QuietHours, zone: string, now: Date): Date | null {
  const today = dateAt(zone, now.getTime())
  const ends = [today.subtract({ days: 1 }), today].flatMap((day) => {
    if (!days.includes(weekdays[day.dayOfWeek - 1]!)) return []
    const start = wallInstant(zone, day, from, 'earlier')
    const end = wallInstant(zone, to > from ? day : day.add({ days: 1 }), to, 'later')
    return start <= now.getTime() && now.getTime() < end ? [end] : []
  })
  return ends.length === 0 ? null : new Date(Math.max(...ends))
}
