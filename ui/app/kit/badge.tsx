import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.js'

export type BadgeTone = 'good' | 'wait' | 'bad' | 'calm'

const tones: Record<BadgeTone, string> = {
  good: 'bg-good-wash text-good-text',
  wait: 'bg-wait-wash text-wait-text',
  bad: 'bg-bad-wash text-bad-text',
  calm: 'bg-sunken text-ink-soft',
}

/** A state in two channels, icon and word; colour only supports them. */
export function Badge({ tone, icon, children }: { tone: BadgeTone; icon: IconName; children: ReactNode }) {
  return (
    <span className={`inline-flex items-center gap-1 whitespace-nowrap rounded-full py-0.5 pr-2.5 pl-1.5 text-[0.8125rem] font-medium ${tones[tone]}`}>
      <Icon name={icon} size={14} />
      {children}
    </span>
  )
}
