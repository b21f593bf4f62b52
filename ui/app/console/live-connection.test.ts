import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { holdLiveConnection, type LiveState } from './live-connection.js'

interface Call {
  readonly url: string
  readonly lastEventId: string | null
}

/** Answers `fetch` from a list; when it is used up, the connection is closed. */
function script(answers: ((signal: AbortSignal) => Response | Promise<Response>)[]) {
  const calls: Call[] = []
  const states: LiveState[] = []
  const changes: string[] = []
  const closing = new AbortController()
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    calls.push({ url, lastEventId: new Headers(init.headers).get('last-event-id') })
    const answer = answers.shift()
    if (answer) return Promise.resolve(answer(init.signal as AbortSignal))
    closing.abort()
    return Promise.reject(new DOMException('closed', 'AbortError'))
  })
  const held = holdLiveConnection(closing.signal, {
    onState: (state) => void states.push(state),
    onChange: (id) => void changes.push(id),
  })
  return { calls, states, changes, held }
}

const stream = (text: string) => (): Response => new Response(text, { headers: { 'content-type': 'text/event-stream' } })
const status = (code: number) => (): Response => new Response(null, { status: code })

describe('holdLiveConnection', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('resumes from the last id it saw, a heartbeat\'s included', async () => {
    const { calls, changes, held } = script([stream('event: ready\nid: 3\ndata: {}\n\nevent: a\nid: 4\ndata: x\n\n'), stream(': heartbeat\nid: 5\n\n'), stream('event: reset\nid: 9\ndata: {}\n\n'), stream('')])
    await vi.runAllTimersAsync()
    await held
    expect(calls.slice(0, 4).map(({ lastEventId }) => lastEventId)).toEqual([null, '4', '5', '9'])
    expect(changes).toEqual(['', '4', '9'])
  })

  it('comes back at once with a new token when the stream says that the old one ran out', async () => {
    const { calls, states, held } = script([stream('id: 4\nevent: closed\ndata: {"reason":"token_expired"}\n\n'), status(401), status(204), stream('')])
    await vi.advanceTimersByTimeAsync(1)
    expect(calls.slice(0, 4).map(({ url, lastEventId }) => [url, lastEventId])).toEqual([['/v1/stream', null], ['/v1/stream', '4'], ['/session', null], ['/v1/stream', '4']])
    expect(states).not.toContain('waiting')
    await vi.runAllTimersAsync()
    await held
  })

  it('renews an expired session and connects again at once', async () => {
    const { calls, states, held } = script([status(401), status(204), stream(': open\n\n')])
    await vi.advanceTimersByTimeAsync(1)
    expect(calls.slice(0, 3).map(({ url }) => url)).toEqual(['/v1/stream', '/session', '/v1/stream'])
    expect(states).toContain('live')
    await vi.runAllTimersAsync()
    await held
  })

  it('stops when the session is gone', async () => {
    const { calls, states, held } = script([status(401), status(401)])
    await held
    expect(calls).toHaveLength(2)
    expect(states.at(-1)).toBe('signed-out')
  })

  it.each([403, 404])('stops when live updates are off (%i)', async (code) => {
    const { calls, states, held } = script([status(code)])
    await held
    expect(calls).toHaveLength(1)
    expect(states.at(-1)).toBe('off')
  })

  it('waits longer after each failure, half a minute at most', async () => {
    const times: number[] = []
    const { calls, held } = script(Array.from({ length: 9 }, () => () => (times.push(Date.now()), status(503)())))
    await vi.runAllTimersAsync()
    await held
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    expect(calls).toHaveLength(10)
    waits.forEach((wait, index) => {
      const full = Math.min(30_000, 500 * 2 ** index)
      expect(wait).toBeGreaterThanOrEqual(full / 2 - 1)
      expect(wait).toBeLessThanOrEqual(full + 1)
    })
  })

  it.each(['headers', 'body'])('gives up a line that goes silent in its %s', async (part) => {
    const hang = (signal: AbortSignal, stop: (reason: unknown) => void): void => signal.addEventListener('abort', () => stop(signal.reason))
    const silent = (signal: AbortSignal): Promise<Response> => {
      if (part === 'headers') return new Promise((_resolve, reject) => hang(signal, reject))
      return Promise.resolve(new Response(new ReadableStream({ start: (controller) => hang(signal, (reason) => controller.error(reason)) })))
    }
    const { held, states } = script([silent, status(404)])
    await vi.advanceTimersByTimeAsync(44_000)
    expect(states.at(-1)).toBe(part === 'headers' ? 'connecting' : 'live')
    await vi.advanceTimersByTimeAsync(60_000)
    await held
    expect(states.at(-1)).toBe('off')
  })
})
