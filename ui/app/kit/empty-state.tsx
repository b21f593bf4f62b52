import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.js'

/** What a list shows instead of rows: nothing there, not permitted, switched off, or failed. Always says what to do next. */
export function EmptyState({ icon, title, children, action }: { icon: IconName; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="arrive grid justify-items-center gap-3 rounded-2xl border border-dashed border-line-strong px-6 py-14 text-center">
      <span className="grid size-11 place-items-center rounded-full bg-sunken text-ink-soft">
        <Icon name={icon} size={20} />
      </span>
      <h2 className="text-base font-semibold">{title}</h2>
      {children ? <div className="max-w-[46ch] text-ink-soft">{children}</div> : null}
      {action ? <div className="pt-1">{action}</div> : null}
    </div>
  )
}
