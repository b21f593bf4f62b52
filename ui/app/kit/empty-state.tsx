import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.js'

/** What a list shows instead of rows: nothing there, not permitted, switched off, or failed. Always says what to do next. @param heading `h1` where it is the whole screen */
export function EmptyState({ icon, title, heading: Heading = 'h2', children, action }: { icon: IconName; title: string; heading?: 'h1' | 'h2'; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="arrive grid justify-items-center gap-3 rounded-2xl border border-dashed border-line-strong px-6 py-14 text-center">
      <span className="grid size-11 place-items-center rounded-full bg-sunken text-ink-soft">
        <Icon name={icon} size={20} />
      </span>
      <Heading className="text-base font-semibold">{title}</Heading>
      {children ? <div className="max-w-[46ch] text-ink-soft">{children}</div> : null}
      {action ? <div className="pt-1">{action}</div> : null}
    </div>
  )
}
