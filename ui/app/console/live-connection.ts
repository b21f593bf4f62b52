import { eventStreamParser } from './event-stream.js'

export type LiveState = 'connecting' | 'live' | 'waiting' | 'off' | 'signed-out'

export interface LiveListener {
  /** Something happened, or may have while nobody was connected. @param lastEventId to resume after */
  readonly onChange: (lastEventId: string) => void
  readonly onState: (state: LiveState) => void
}

/** Frames about the stream itself. `reset` is none of them: events were missed, so what is shown must be read again. */
const aboutItself = new Set(['ready', 'closed'])

/** Heartbeats come every 15 s; three missed ones mean a dead line that TCP has not noticed. */
const silenceLimitMs = 45_000

/**
 * Holds `GET /v1/stream` open until `signal` aborts: resumes by Last-Event-ID, renews the session when it is refused, backs off
 * with jitter (0.5 s to 30 s), and stops for good when live updates are off or the session is gone.
 */
export async function holdLiveConnection(signal: AbortSignal, listener: LiveListener, resumeFrom = ''): Promise<void> {
  const line: Line = { lastEventId: resumeFrom, failures: 0 }
  while (!signal.aborted) {
    listener.onState(line.failures === 0 ? 'connecting' : 'waiting')
    const outcome = await connectOnce(signal, line, listener)
    if (signal.aborted) return
    if (outcome === 'off' || outcome === 'signed-out') return listener.onState(outcome)
    if (outcome === 'again') continue
    line.failures += 1
    await pause(backOff(line.failures), signal)
  }
}

/** What outlives a single connection. */
interface Line {
  lastEventId: string
  failures: number
}

type Outcome = 'ended' | 'again' | 'off' | 'signed-out'

async function connectOnce(signal: AbortSignal, line: Line, listener: LiveListener): Promise<Outcome> {
  const silence = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  function heard(): void {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(), silenceLimitMs)
  }
  heard()
  try {
    const resume = line.lastEventId
    const headers = { accept: 'text/event-stream', ...(resume ? { 'last-event-id': resume } : {}) }
    const answer = await fetch('/v1/stream', { headers, cache: 'no-store', signal: AbortSignal.any([signal, silence.signal]) })
    if (answer.status === 401) return await renewSession(signal)
    if (answer.status === 403 || answer.status === 404) return 'off'
    if (!answer.ok || !answer.body) return 'ended'
    line.failures = 0
    listener.onState('live')
    // The first connection cannot know what happened between the page and itself.
    if (!resume) listener.onChange('')
    return await readMessages(answer.body, line, listener, heard)
  } catch {
    // A cut line, a silent one, a browser going offline: all of them are mended by connecting again.
    return 'ended'
  } finally {
    clearTimeout(timer)
  }
}

/** @returns `again` when only the token ran out: a new one is a moment away */
async function readMessages(body: ReadableStream<Uint8Array>, line: Line, listener: LiveListener, heard: () => void): Promise<Outcome> {
  const parser = eventStreamParser()
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let outcome: Outcome = 'ended'
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return outcome
    heard()
    const messages = parser.feed(decoder.decode(value, { stream: true }))
    line.lastEventId = parser.lastEventId() || line.lastEventId
    if (messages.some(({ event }) => !aboutItself.has(event))) listener.onChange(line.lastEventId)
    if (messages.some(({ event, data }) => event === 'closed' && data.includes('token_expired'))) outcome = 'again'
  }
}

async function renewSession(signal: AbortSignal): Promise<Outcome> {
  const answer = await fetch('/session', { method: 'POST', signal })
  if (answer.status === 401) return 'signed-out'
  return answer.ok ? 'again' : 'ended'
}

function backOff(failures: number): number {
  return Math.min(30_000, 500 * 2 ** (failures - 1)) * (0.5 + Math.random() / 2)
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
