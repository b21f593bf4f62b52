import { eventStreamParser, type StreamMessage } from './event-stream.js'

export type LiveState = 'connecting' | 'live' | 'waiting' | 'off' | 'signed-out'

export interface LiveListener {
  readonly onMessage: (message: StreamMessage) => void
  readonly onState: (state: LiveState) => void
  /** The stream (re)opened and cannot prove that nothing was missed: read everything again. */
  readonly onGap: () => void
}

/** Heartbeats come every 15 s; three missed ones mean a dead line that TCP has not noticed. */
const silenceLimitMs = 45_000

/**
 * Holds `GET /v1/stream` open until `signal` aborts: resumes by Last-Event-ID, renews the session when it is refused, backs off
 * with jitter (0.5 s to 30 s), and stops for good when live updates are off or the session is gone.
 */
export async function holdLiveConnection(signal: AbortSignal, listener: LiveListener, resumeFrom = ''): Promise<void> {
  let lastEventId = resumeFrom
  let failures = 0
  while (!signal.aborted) {
    listener.onState(failures === 0 ? 'connecting' : 'waiting')
    const outcome = await connectOnce(signal, lastEventId, {
      ...listener,
      onMessage: (message) => {
        lastEventId = message.event === 'reset' ? '' : message.lastEventId
        listener.onMessage(message)
      },
      onState: (state) => {
        if (state === 'live') failures = 0
        listener.onState(state)
      },
    })
    if (signal.aborted) return
    if (outcome === 'off' || outcome === 'signed-out') return listener.onState(outcome)
    failures = outcome === 'renewed' ? failures : failures + 1
    await pause(outcome === 'renewed' ? 0 : backOff(failures), signal)
  }
}

type Outcome = 'ended' | 'renewed' | 'off' | 'signed-out'

async function connectOnce(signal: AbortSignal, lastEventId: string, listener: LiveListener): Promise<Outcome> {
  const silence = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  function heard(): void {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(), silenceLimitMs)
  }
  heard()
  try {
    const headers = { accept: 'text/event-stream', ...(lastEventId ? { 'last-event-id': lastEventId } : {}) }
    const answer = await fetch('/v1/stream', { headers, cache: 'no-store', signal: AbortSignal.any([signal, silence.signal]) })
    if (answer.status === 401) return await renewSession(signal)
    if (answer.status === 403 || answer.status === 404) return 'off'
    if (!answer.ok || !answer.body) return 'ended'
    if (!lastEventId) listener.onGap()
    listener.onState('live')
    await readMessages(answer.body, listener, heard)
  } catch {
    // A cut line, a silent one, a browser going offline: all of them are mended by connecting again.
  } finally {
    clearTimeout(timer)
  }
  return 'ended'
}

async function readMessages(body: ReadableStream<Uint8Array>, listener: LiveListener, heard: () => void): Promise<void> {
  const parse = eventStreamParser()
  const decoder = new TextDecoder()
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    heard()
    parse(decoder.decode(value, { stream: true })).forEach(listener.onMessage)
  }
}

async function renewSession(signal: AbortSignal): Promise<Outcome> {
  const answer = await fetch('/session', { method: 'POST', signal })
  if (answer.status === 401) return 'signed-out'
  return answer.ok ? 'renewed' : 'ended'
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
