/** When digests leave, by the reader's clock. Pure. */
import type { Temporal } from 'temporal-polyfill'
import { dateAt, wallInstant } from '#kernel/wall-clock'

/** One digest: the reader's calendar day it belongs to, which is its key, and the moment it is due. */
export interface DigestTime {
  /** `YYYY-MM-DD` */
  period: string
  due_at: Date
}

const monday = 1
/** Of the weekly digest of approvers. */
export const approverHour = 8

/** The first daily digest after an instant. @param hour of the day, 0 to 23 @param zone IANA */
export function nextDaily(hour: number, zone: string, after: Date): DigestTime {
  return firstAfter(hour, zone, after, dateAt(zone, after.getTime()), 1)
}

/** The first Monday, 08:00, after an instant. */
export function nextWeekly(zone: string, after: Date): DigestTime {
  const today = dateAt(zone, after.getTime())
  return firstAfter(approverHour, zone, after, today.subtract({ days: today.dayOfWeek - monday }), 7)
}

/** When the digest of a day is due by the clock its reader has now; the zone or the hour may be another than when it was planned. */
export function dueOf(period: Temporal.PlainDate, hour: number, zone: string): Date {
  return new Date(wallInstant(zone, period, `${String(hour).padStart(2, '0')}:00`, 'earlier'))
}

function firstAfter(hour: number, zone: string, after: Date, from: Temporal.PlainDate, step: number): DigestTime {
  for (let day = from; ; day = day.add({ days: step })) {
    const due_at = dueOf(day, hour, zone)
    if (due_at > after) return { period: day.toString(), due_at }
  }
}
