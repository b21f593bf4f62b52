import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readProblem } from './problem.js'
import { refreshOnce, type RefreshAnswer } from './refresh-once.js'

const good = (name: string): RefreshAnswer => ({ ok: true, tokens: { access_token: name, expires_in: 900, refresh_token: `${name}-next` } })
const bad: RefreshAnswer = { ok: false, problem: readProblem(503, null) }

describe('refreshOnce', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('spends a token once for all requests that come at the same time, and gives each the same answer', async () => {
    const spend = vi.fn(async () => good('a'))
    const once = refreshOnce()
    const answers = await Promise.all(Array.from({ length: 50 }, () => once('token', spend)))
    expect(spend).toHaveBeenCalledTimes(1)
    expect(new Set(answers)).toEqual(new Set([await once('token', spend)]))
  })

  it('does not mix tokens', async () => {
    const once = refreshOnce()
    const [one, other] = await Promise.all([once('one', async () => good('1')), once('other', async () => good('2'))])
    expect([one, other]).toEqual([good('1'), good('2')])
  })

  it('keeps the answer for stragglers with the old cookie, then forgets it', async () => {
    const spend = vi.fn(async () => good('a'))
    const once = refreshOnce(8_000)
    await once('token', spend)
    await vi.advanceTimersByTimeAsync(7_900)
    await once('token', spend)
    expect(spend).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(200)
    await once('token', spend)
    expect(spend).toHaveBeenCalledTimes(2)
  })

  it('asks again after a failure, refused or thrown', async () => {
    const spend = vi.fn<() => Promise<RefreshAnswer>>().mockResolvedValueOnce(bad).mockRejectedValueOnce(new Error('gone')).mockResolvedValueOnce(good('a'))
    const once = refreshOnce()
    expect(await once('token', spend)).toEqual(bad)
    await expect(once('token', spend)).rejects.toThrow('gone')
    expect(await once('token', spend)).toEqual(good('a'))
  })
})
