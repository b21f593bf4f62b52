import { describe, expect, it } from 'vitest'
import { bookingTimes, dayTitle, slotLabel } from './booking-times.server.js'

describe('bookingTimes', () => {
  it('shows one clock when viewer and resource share it', () => {
    expect(bookingTimes('2027-01-15T08:00:00Z', '2027-01-15T09:30:00Z', 'Europe/Berlin', 'Europe/Berlin')).toEqual({ day: '2027-01-15', range: '09:00\u00a0–\u00a010:30', elsewhere: null })
  })

  it('does not repeat a clock that shows the same under another name', () => {
    expect(bookingTimes('2027-01-15T08:00:00Z', '2027-01-15T09:00:00Z', 'Europe/Berlin', 'Europe/Rome').elsewhere).toBeNull()
  })

  it('adds the resource’s clock when it differs, with its day when that differs too', () => {
    expect(bookingTimes('2027-01-15T07:00:00Z', '2027-01-15T08:00:00Z', 'Europe/Berlin', 'Asia/Tokyo').elsewhere).toBe('16:00\u00a0–\u00a017:00 in Tokyo')
    expect(bookingTimes('2027-01-15T20:00:00Z', '2027-01-15T21:00:00Z', 'Europe/Berlin', 'Asia/Tokyo').elsewhere).toBe('Sat 16 Jan 05:00\u00a0–\u00a006:00 in Tokyo')
  })

  it('adds it in the weeks in which only one of two zones has changed its clocks', () => {
    const [start, end] = ['2027-03-22T14:00:00Z', '2027-03-22T15:00:00Z']
    expect(bookingTimes(start, end, 'Europe/London', 'Europe/London').elsewhere).toBeNull()
    expect(bookingTimes(start, end, 'Europe/London', 'America/New_York')).toMatchObject({ range: '14:00\u00a0–\u00a015:00', elsewhere: '10:00\u00a0–\u00a011:00 in New York' })
  })

  it('names the day of an end past midnight', () => {
    expect(bookingTimes('2027-01-15T21:00:00Z', '2027-01-16T01:00:00Z', 'Europe/Berlin', 'Europe/Berlin').range).toBe('22:00\u00a0–\u00a002:00 Sat 16 Jan')
  })
})

describe('dayTitle', () => {
  it('says today, tomorrow and yesterday, across a month’s end', () => {
    expect(dayTitle('2027-03-01', '2027-02-28', 'en-GB')).toEqual({ name: 'Monday 1 March', relative: 'Tomorrow' })
    expect(dayTitle('2027-02-28', '2027-02-28', 'en-GB').relative).toBe('Today')
    expect(dayTitle('2027-02-27', '2027-02-28', 'en-GB').relative).toBe('Yesterday')
    expect(dayTitle('2027-03-28', '2027-02-28', 'en-GB').relative).toBeNull()
  })

  it('speaks the viewer’s language and adds the year when it is another', () => {
    expect(dayTitle('2028-01-03', '2027-02-28', 'de-DE').name).toBe('Montag, 3. Januar 2028')
  })
})

describe('slotLabel', () => {
  it('is short enough for a button', () => {
    expect(slotLabel('2027-01-15T08:00:00Z', '2027-01-15T09:00:00Z', 'Europe/Berlin')).toBe('Fri 15 Jan, 09:00\u00a0–\u00a010:00')
  })
})
