/** Times of day by somebody's own clock, on ordinary days and on the two odd ones of the year. */
import { describe, expect, it } from 'vitest'
import { weekdays, type QuietHours } from '../contract.js'
import { dueOf, nextDaily, nextWeekly } from './digest-times.js'
import { quietUntil } from './quiet-hours.js'
import { Temporal } from 'temporal-polyfill'

const night = (from: string, to: string, days: QuietHours['days'] = [...weekdays]): QuietHours => ({ from, to, days })
const berlin = 'Europe/Berlin'

describe('quiet hours', () => {
  it.each<[string, QuietHours, string, string, string | null]>([
    ['in the evening, until the next morning', night('22:00', '07:00'), berlin, '2026-11-23T21:30:00Z', '2026-11-24T06:00:00.000Z'],
    ['after midnight, the night before', night('22:00', '07:00'), berlin, '2026-11-24T03:00:00Z', '2026-11-24T06:00:00.000Z'],
    ['at its first moment', night('22:00', '07:00'), berlin, '2026-11-23T21:00:00Z', '2026-11-24T06:00:00.000Z'],
    ['at its end no more', night('22:00', '07:00'), berlin, '2026-11-24T06:00:00Z', null],
    ['a minute before', night('22:00', '07:00'), berlin, '2026-11-23T20:59:59.999Z', null],
    ['by the clock of the person, not of the server', night('22:00', '07:00'), 'America/New_York', '2026-11-23T21:30:00Z', null],
    ['within a day', night('12:00', '13:00'), berlin, '2026-11-23T11:15:00Z', '2026-11-23T12:00:00.000Z'],
    ['on its days only: Saturday evening', night('22:00', '07:00', ['sat']), berlin, '2026-11-28T22:30:00Z', '2026-11-29T06:00:00.000Z'],
    ['Sunday morning belongs to Saturday', night('22:00', '07:00', ['sat']), berlin, '2026-11-29T03:00:00Z', '2026-11-29T06:00:00.000Z'],
    ['Sunday evening does not', night('22:00', '07:00', ['sat']), berlin, '2026-11-29T22:30:00Z', null],
    ['a whole day', night('00:00', '24:00', ['sun']), berlin, '2026-11-29T12:00:00Z', '2026-11-29T23:00:00.000Z'],
    ['the later of two that overlap', night('20:00', '19:00'), berlin, '2026-11-23T18:30:00Z', null],
    // 2027-03-28: 02:00 becomes 03:00. 2027-10-31: 03:00 becomes 02:00.
    ['a night that loses an hour', night('22:00', '07:00'), berlin, '2027-03-28T00:30:00Z', '2027-03-28T05:00:00.000Z'],
    ['a night that gains one', night('22:00', '07:00'), berlin, '2027-10-31T00:30:00Z', '2027-10-31T06:00:00.000Z'],
    ['from inside the skipped hour: from the change on', night('02:30', '05:00'), berlin, '2027-03-28T01:00:00Z', '2027-03-28T03:00:00.000Z'],
    ['just before the change: not yet', night('02:30', '05:00'), berlin, '2027-03-28T00:59:59Z', null],
    ['to inside the skipped hour: to the change', night('01:00', '02:30'), berlin, '2027-03-28T00:30:00Z', '2027-03-28T01:00:00.000Z'],
    ['from inside the repeated hour: from its first showing', night('02:30', '05:00'), berlin, '2027-10-31T00:30:00Z', '2027-10-31T04:00:00.000Z'],
    ['to inside the repeated hour: to its second showing', night('01:00', '02:30'), berlin, '2027-10-31T01:15:00Z', '2027-10-31T01:30:00.000Z'],
    ['half-hour changes too', night('22:00', '07:00'), 'Australia/Lord_Howe', '2027-04-03T15:10:00Z', '2027-04-03T20:30:00.000Z'],
  ])('%s', (_, quiet, zone, now, until) => {
    expect(quietUntil(quiet, zone, new Date(now))?.toISOString() ?? null).toBe(until)
  })
})

describe('digests', () => {
  it.each([
    ['later today', 8, berlin, '2026-11-23T05:00:00Z', '2026-11-23', '2026-11-23T07:00:00.000Z'],
    ['tomorrow, once it has left', 8, berlin, '2026-11-23T07:00:00Z', '2026-11-24', '2026-11-24T07:00:00.000Z'],
    ['in another zone it is another day', 8, 'Pacific/Auckland', '2026-11-23T18:59:00Z', '2026-11-24', '2026-11-23T19:00:00.000Z'],
    ['at an hour that is skipped: at the change', 2, berlin, '2027-03-27T12:00:00Z', '2027-03-28', '2027-03-28T01:00:00.000Z'],
    ['at an hour that comes twice: the first time', 2, berlin, '2027-10-30T12:00:00Z', '2027-10-31', '2027-10-31T00:00:00.000Z'],
    ['and not again the second time', 2, berlin, '2027-10-31T00:00:00Z', '2027-11-01', '2027-11-01T01:00:00.000Z'],
  ])('daily: %s', (_, hour, zone, after, period, due_at) => {
    expect(nextDaily(hour, zone, new Date(after))).toEqual({ period, due_at: new Date(due_at) })
  })

  it.each([
    ['on Sunday: tomorrow', berlin, '2026-11-22T12:00:00Z', '2026-11-23', '2026-11-23T07:00:00.000Z'],
    ['on Monday before eight: today', berlin, '2026-11-23T06:59:59Z', '2026-11-23', '2026-11-23T07:00:00.000Z'],
    ['on Monday at eight: in a week', berlin, '2026-11-23T07:00:00Z', '2026-11-30', '2026-11-30T07:00:00.000Z'],
    ['across the change of clocks', berlin, '2027-03-22T12:00:00Z', '2027-03-29', '2027-03-29T06:00:00.000Z'],
    ['by the clock of the person', 'America/Los_Angeles', '2026-11-23T08:00:00Z', '2026-11-23', '2026-11-23T16:00:00.000Z'],
  ])('weekly: %s', (_, zone, after, period, due_at) => {
    expect(nextWeekly(zone, new Date(after))).toEqual({ period, due_at: new Date(due_at) })
  })

  it('are due by the clock their reader has when they leave', () => {
    expect(dueOf(Temporal.PlainDate.from('2026-11-23'), 8, 'America/New_York').toISOString()).toBe('2026-11-23T13:00:00.000Z')
  })
})
