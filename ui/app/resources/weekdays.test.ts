import { describe, expect, it } from 'vitest'
import { intervalsInWords, weekInLines } from './weekdays.js'
import { phrasesIn } from '../language/phrases.js'

const { t } = phrasesIn('en')

const nine = [{ from: '09:00', to: '17:00' }]

describe('weekInLines', () => {
  it('joins neighbouring days with the same hours, and only neighbours', () => {
    const lines = weekInLines({ mon: nine, tue: nine, wed: [], thu: nine, fri: nine, sat: [], sun: [] }, t)
    expect(lines.map(({ days }) => days)).toEqual(['Monday to Tuesday', 'Wednesday', 'Thursday to Friday', 'Saturday to Sunday'])
    expect(lines.map(({ closed }) => closed)).toEqual([false, true, false, true])
  })

  it('says one line for a week of equal days', () => {
    expect(weekInLines({ mon: nine, tue: nine, wed: nine, thu: nine, fri: nine, sat: nine, sun: nine }, t)).toEqual([{ days: 'Monday to Sunday', times: '09:00\u00a0–\u00a017:00', closed: false }])
  })
})

it('names every interval of a day', () => {
  expect(intervalsInWords([{ from: '08:00', to: '12:00' }, { from: '13:00', to: '24:00' }], t)).toBe('08:00\u00a0–\u00a012:00, 13:00\u00a0–\u00a024:00')
})
