import { expect, it } from 'vitest'
import { ageText, sizeText } from './system-facts.server.js'

it('says an age in the two units that matter', () => {
  expect([0.4, 59, 60, 3_599, 4_000, 90_000].map(ageText)).toEqual(['0 s', '59 s', '1 min', '59 min', '1 h 6 min', '1 d 1 h'])
})

it('says a size in the unit people would say', () => {
  expect([0, 999, 12_345, 40_894_464, 3_000_000_000_000].map(sizeText)).toEqual(['0 byte', '999 byte', '12.3 kB', '40.9 MB', '3 TB'])
})
