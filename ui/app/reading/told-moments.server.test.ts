import { expect, it } from 'vitest'
import { readProblem } from '../../server/problem.js'
import { speaking, speakTo } from '../language/words.server.js'
import { onTheirClock } from './told-moments.server.js'

const problem = readProblem(409, { code: 'state_conflict', detail: 'The hold ran out at 2031-07-01T08:30:00.000Z. Book again.', errors: [{ pointer: '/to', detail: 'Must be like 2026-12-01T09:00:00+01:00, not 2031-07-01T08:30:00Z.' }] })

it('a refusal names moments on the clock of whoever reads it, and leaves examples alone', () => {
  speaking('en', () => {
    expect(onTheirClock(problem).detail).toBe(problem.detail)
    speakTo('en', 'Europe/Berlin')
    expect(onTheirClock(problem).detail).toBe('The hold ran out at 1 Jul 2031, 10:30. Book again.')
    expect(onTheirClock(problem).errors[0]!.detail).toBe('Must be like 2026-12-01T09:00:00+01:00, not 1 Jul 2031, 10:30.')
    speakTo('de', 'America/New_York')
    expect(onTheirClock(problem).detail).toContain('1. Juli 2031, 04:30')
    expect(onTheirClock({ ...problem, code: 'booking_conflict' }).detail).toBe(problem.detail)
  })
})
