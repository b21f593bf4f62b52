import { holdLiveConnection, type LiveListener, type LiveState } from './live-connection.js'

type Shared =
  | { readonly kind: 'change'; readonly lastEventId: string }
  | { readonly kind: 'state'; readonly state: LiveState }
  | { readonly kind: 'hello' }

export interface LiveFeed {
  /** Something in the organisation changed, or may have: the screen should be read again. */
  readonly onChange: () => void
  readonly onState: (state: LiveState) => void
}

/**
 * One stream per browser, not per tab: over HTTP/1.1 six open streams would leave no connection for anything else. The tab that
 * holds a Web Lock keeps the stream and tells the others over a BroadcastChannel; when it closes, the browser hands the lock on.
 * Without Web Locks (plain http outside localhost) each tab keeps its own stream while it is visible.
 * @param organizationId tabs of different organisations do not share a stream
 * @returns closes this tab's part
 */
export function joinLiveFeed(organizationId: string, feed: LiveFeed): () => void {
  const closing = new AbortController()
  const { signal } = closing
  const channel = new BroadcastChannel(`bookflow-live:${organizationId}`)
  let lastEventId = ''
  let state: LiveState = 'connecting'
  let leading = false

  function receive(shared: Shared): void {
    if (shared.kind === 'hello') return leading ? channel.postMessage({ kind: 'state', state } satisfies Shared) : undefined
    if (shared.kind === 'state') {
      state = shared.state
      return feed.onState(state)
    }
    lastEventId = shared.lastEventId || lastEventId
    feed.onChange()
  }
  function tell(shared: Shared): void {
    channel.postMessage(shared)
    receive(shared)
  }
  const listener: LiveListener = {
    onChange: (id) => tell({ kind: 'change', lastEventId: id }),
    onState: (next) => tell({ kind: 'state', state: next }),
  }
  async function lead(until: AbortSignal): Promise<void> {
    leading = true
    await holdLiveConnection(until, listener, lastEventId)
    leading = false
  }

  channel.onmessage = ({ data }: MessageEvent<Shared>) => receive(data)
  channel.postMessage({ kind: 'hello' } satisfies Shared)
  if ('locks' in navigator) {
    const held = navigator.locks.request(`bookflow-live:${organizationId}`, { signal }, () => lead(signal))
    held.catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
  } else {
    leadWhileVisible(signal, lead)
  }
  return () => {
    closing.abort()
    channel.close()
  }
}

function leadWhileVisible(signal: AbortSignal, lead: (until: AbortSignal) => Promise<void>): void {
  let current: AbortController | undefined
  function follow(): void {
    if (document.visibilityState === 'hidden') return current?.abort()
    if (current && !current.signal.aborted) return
    current = new AbortController()
    void lead(AbortSignal.any([signal, current.signal]))
  }
  document.addEventListener('visibilitychange', follow, { signal })
  follow()
}
