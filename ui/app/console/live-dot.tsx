import { useTranslation } from 'react-i18next'
import { phrase } from '../language/phrases.js'
import type { LiveState } from './live-connection.js'

const words: Record<LiveState, { text: string; dot: string; title: string }> = {
  live: { text: phrase('Live'), dot: 'bg-good-text pulse-dot', title: phrase('Changes by others appear within a second.') },
  connecting: { text: phrase('Connecting'), dot: 'bg-ink-faint', title: phrase('Opening the live stream.') },
  waiting: { text: phrase('Reconnecting'), dot: 'bg-wait-text', title: phrase('The live stream is interrupted; it opens again by itself.') },
  off: { text: phrase('Not live'), dot: 'bg-line-strong', title: phrase('Live updates are switched off here. Reload to see changes.') },
  'signed-out': { text: phrase('Logged out'), dot: 'bg-bad-text', title: phrase('Your session has ended.') },
}

export function LiveDot({ state }: { state: LiveState }) {
  const { t } = useTranslation()
  const { text, dot, title } = words[state]
  return (
    <span className="inline-flex items-center gap-2 text-[0.8125rem] text-ink-faint" title={t(title)} role="status">
      <span aria-hidden="true" className={`size-2 rounded-full ${dot}`} />
      {t(text)}
    </span>
  )
}
