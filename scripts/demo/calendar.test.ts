import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { demoCalendar } from './calendar.js'
import { harbour, northlab } from './people.js'
import { harbourResources, northlabResources } from './inventory.js'

const days = Array.from({ length: 366 }, (_, day) => Temporal.Instant.from('2026-03-20T09:13:00Z').add({ hours: 24 * day }))

describe('the demo calendar', () => {
  it('lies in the future on working days, on resources and by people that exist, whatever the day of the first start', () => {
    const names = new Set(harbourResources.map(({ name }) => name))
    const people = new Set(harbour.people.map(({ email }) => email))
    // Every third day meets each day of the week, both changes of the clock and the turns of months.
    for (const now of days.filter((_, index) => index % 3 === 0)) {
      const { regular, requests } = demoCalendar(harbour.timezone, now)
      expect(regular.length).toBeGreaterThanOrEqual(90)
      expect(requests).toHaveLength(5)
      const all = [...regular, ...requests]
      const soonest = now.add({ hours: 2 }).epochMilliseconds
      expect(all.filter(({ resource, by }) => !names.has(resource) || !people.has(by))).toEqual([])
      expect(all.filter(({ starts_at }) => Date.parse(starts_at) <= soonest)).toEqual([])
      expect(all.filter(({ starts_at }) => Temporal.Instant.from(starts_at).toZonedDateTimeISO(harbour.timezone).dayOfWeek > 5)).toEqual([])
    }
  })

  it('has a past that is over', () => {
    for (const now of days.filter((_, index) => index % 40 === 0)) {
      const { past } = demoCalendar(harbour.timezone, now, 8)
      expect(past.length).toBeGreaterThanOrEqual(400)
      for (const { ends_at } of past) expect(Temporal.Instant.compare(ends_at, now)).toBe(-1)
    }
  })

  it('is in use at noon of every working day, whenever it was first started', () => {
    for (const noon of days.slice(0, 14).map((day) => day.toZonedDateTimeISO(harbour.timezone).with({ hour: 12, minute: 5 }))) {
      const { near } = demoCalendar(harbour.timezone, noon.toInstant())
      if (noon.dayOfWeek <= 5) expect(near.length).toBeGreaterThanOrEqual(4)
      else expect(near).toEqual([])
      for (const { ends_at } of near) expect(Temporal.Instant.compare(ends_at, noon.toInstant())).not.toBe(-1)
    }
  })

  it('never puts two bookings of one unit on the same time, buffers included', () => {
    for (const now of days.slice(0, 30)) {
      const { near, regular, requests } = demoCalendar(harbour.timezone, now)
      for (const { name, settings } of harbourResources) {
        const { units = 1, buffer_before_minutes: before = 0, buffer_after_minutes: after = 0 } = settings as { units?: number; buffer_before_minutes?: number; buffer_after_minutes?: number }
        const taken = [...near, ...regular, ...requests]
          .filter(({ resource }) => resource === name)
          .map(({ starts_at, ends_at }) => ({ from: Date.parse(starts_at) - before * 60_000, to: Date.parse(ends_at) + after * 60_000 }))
        for (const { from } of taken) expect(taken.filter((other) => other.from <= from && from < other.to).length, name).toBeLessThanOrEqual(units)
      }
    }
  })
})

it('owners of the demo resources are people of their organisation', () => {
  for (const [{ people }, resources] of [[harbour, harbourResources], [northlab, northlabResources]] as const) {
    for (const { owners } of resources) expect(people.map(({ email }) => email)).toEqual(expect.arrayContaining([...owners]))
  }
})
