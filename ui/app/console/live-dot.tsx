import type { LiveState } from './live-connection.js'

const words: Record<LiveState, { text: string; dot: string; title: string }> = {
  live: { text: 'Live', dot: 'bg-good-text pulse-dot', title: 'Changes by others appear within a second.' },
  connecting: { text: 'Connecting', dot: 'bg-ink-faint', title: 'Opening the live stream.' },
  waiting: { text: 'Reconnecting', dot: 'bg-wait-text', title: 'The live stream is interrupted; it opens again by itself.' },
  off: { text: 'Not live', dot: 'bg-line-strong', title: 'Live updates are switched off here. Reload to see changes.' },
  'signed-out': { text: 'Logged out', dot: 'bg-bad-text', title: 'Your session has ended.' },
}

export function LiveDot({ state }: { state: LiveState }) {
  const { text, dot, title } = words[state]
  return (
    <span className="inline-flex items-center gap-2 text-[0.8125rem] text-ink-faint" title={title} role="status">
      <span aria-hidden="true" className={`size-2 rounded-full ${dot}`} />
      {text}
    </span>
  )
}
