import { fc } from '#kernel/testing/properties'
import { describe, expect, it } from 'vitest'
import { readWallClock, showWallClock, startOfDay } from './wall-clock.server.js'

const berlin = 'Europe/Berlin'

describe('readWallClock', () => {
  it('reads the clock of the resource, summer and winter', () => {
    expect(readWallClock('2027-01-15', '09:00', berlin)).toEqual({ kind: 'instant', instant: '2027-01-15T08:00:00Z' })
    expect(readWallClock('2027-07-15', '09:00', berlin)).toEqual({ kind: 'instant', instant: '2027-07-15T07:00:00Z' })
    expect(readWallClock('2027-07-15', '09:00', 'Asia/Tokyo')).toEqual({ kind: 'instant', instant: '2027-07-15T00:00:00Z' })
  })

  it('refuses a time the clocks skip', () => {
    expect(readWallClock('2027-03-28', '02:30', berlin)).toEqual({ kind: 'invalid', detail: '02:30 does not exist on that day in Berlin: the clocks go forward over it.' })
    expect(readWallClock('2027-03-28', '03:00', berlin)).toEqual({ kind: 'instant', instant: '2027-03-28T01:00:00Z' })
  })

  it('asks which of two equal times is meant, and takes the answer', () => {
    const asked = readWallClock('2027-10-31', '02:30', berlin)
    expect(asked).toMatchObject({ kind: 'twice', choices: [{ offset: '+02:00' }, { offset: '+01:00' }] })
    expect(readWallClock('2027-10-31', '02:30', berlin, '+02:00')).toEqual({ kind: 'instant', instant: '2027-10-31T00:30:00Z' })
    expect(readWallClock('2027-10-31', '02:30', berlin, '+01:00')).toEqual({ kind: 'instant', instant: '2027-10-31T01:30:00Z' })
    expect(readWallClock('2027-10-31', '02:30', berlin, '+09:00')).toMatchObject({ kind: 'twice' })
  })

  it('ignores an offset left over from another day', () => {
    expect(readWallClock('2027-01-15', '09:00', berlin, '+02:00')).toEqual({ kind: 'instant', instant: '2027-01-15T08:00:00Z' })
  })

  it.each([
    ['2027-02-30', '09:00'],
    ['2027-01-15', '24:30'],
    ['2027-01-15', '9:00'],
    ['tomorrow', '09:00'],
    ['', ''],
    ['2027-13-01', '09:00'],
    ['2027-01-15', '09:00:00'],
  ])('refuses %s %s', (date, time) => {
    expect(readWallClock(date, time, berlin).kind).toBe('invalid')
  })

  it('shows what it read: any instant survives the way to the form and back', () => {
    const minutes = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 })
    const zone = fc.constantFrom(berlin, 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC')
    fc.assert(
      fc.property(minutes, zone, (minute, where) => {
        const instant = new Date(minute * 60_000).toISOString().replace('.000Z', 'Z')
        const { date, time, offset } = showWallClock(instant, where)
        expect(readWallClock(date, time, where, offset)).toEqual({ kind: 'instant', instant })
      }),
    )
  })
})

describe('startOfDay', () => {
  it('is midnight in the zone, also on the day the clocks change', () => {
    expect(startOfDay('2027-03-28', berlin)).toBe('2027-03-27T23:00:00Z')
    expect(startOfDay('2027-03-28', berlin, 1)).toBe('2027-03-28T22:00:00Z')
  })

  it('is the first existing minute where midnight is skipped', () => {
    expect(startOfDay('2024-04-26', 'Africa/Cairo')).toBe('2024-04-25T22:00:00Z')
  })

  it('is nothing for what is no date', () => {
    expect(startOfDay('2027-02-30', berlin)).toBeUndefined()
  })
})
