import type { Resource } from '#modules/resources/contract'
import { intervalsInWords } from './weekdays.js'
import { dayTitle } from '../bookings/booking-times.server.js'
import { placeOf, showWallClock, today } from '../bookings/wall-clock.server.js'
import { dateLocale, words } from '../language/words.server.js'
import { momentText } from '../reading/instant-text.server.js'

/** A resource in words, without what only machines read. @param zone the viewer's */
export function factsOf(resource: Resource, zone: string) {
  const here = today(resource.timezone)
  const named = (day: string): string => dayTitle(day, here, dateLocale()).name
  return {
    id: resource.id,
    name: resource.name,
    type: resource.type,
    location: resource.location,
    description: resource.description,
    archived: resource.archived_at ? momentText(resource.archived_at, zone) : null,
    capacity: capacityOf(resource),
    clock: words()('{{place}}, now {{time}}', { place: placeOf(resource.timezone), time: showWallClock(new Date().toISOString(), resource.timezone).time }),
    showsTitles: resource.shows_titles,
    attributes: Object.entries(resource.attributes).map(([name, value]) => [name, value === true ? words()('yes') : value === false ? words()('no') : String(value)] as const),
    hours: resource.opening_hours,
    /** From today on: days gone by are kept, but nobody plans by them. */
    exceptions: resource.exceptions
      .filter(({ date }) => date >= here)
      .sort((a, b) => a.date.localeCompare(b.date))
      .map(({ date, intervals, reason }) => [named(date), [intervalsInWords(intervals, words()), reason ?? ''].filter(Boolean).join(' · ')] as const),
    minDuration: resource.min_duration_minutes,
    maxDuration: resource.max_duration_minutes,
    notice: resource.min_notice_minutes,
    horizonDays: resource.horizon_days,
    bufferBefore: resource.buffer_before_minutes,
    bufferAfter: resource.buffer_after_minutes,
  }
}

function capacityOf({ units, seats }: Resource): string {
  const t = words()
  const parallel = t('{{count}} bookings at a time', { count: units })
  return seats === null ? parallel : `${parallel}, ${t('{{count}} seats', { count: seats })}`
}
