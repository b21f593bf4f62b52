import { describe, expect, it } from 'vitest'
import { minutesInWords } from './durations.js'
import { phrasesIn } from '../language/phrases.js'

describe('minutesInWords', () => {
  it.each([
    [0, 'none'],
    [15, '15 min'],
    [60, '1 h'],
    [90, '1 h 30 min'],
    [1440, '1 day'],
    [1500, '25 h'],
    [10_080, '7 days'],
  ])('%i min is %s', (minutes, words) => expect(minutesInWords(minutes, phrasesIn('en').t)).toBe(words))
})
