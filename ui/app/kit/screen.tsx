import type { ReactNode } from 'react'

interface ScreenProps {
  readonly title: string
  readonly lead?: ReactNode
  /** The one thing most people come for, beside the title. */
  readonly action?: ReactNode
  readonly wide?: boolean
  readonly children: ReactNode
}

/** The frame of a screen: its title, what it is about, and its content in one column. */
export function Screen({ title, lead, action, wide = false, children }: ScreenProps) {
  return (
    <section aria-labelledby="screen-title" className={`mx-auto grid w-full grid-cols-[minmax(0,1fr)] content-start gap-5 px-4 py-6 sm:px-8 ${wide ? 'max-w-6xl' : 'max-w-4xl'}`}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <h1 id="screen-title" className="text-2xl font-semibold">
            {title}
          </h1>
          {lead ? <p className="text-sm text-ink-faint">{lead}</p> : null}
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}

/** A part of a screen with a heading of its own. */
export function Panel({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const id = `panel-${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`
  return (
    <section aria-labelledby={id} className="grid grid-cols-[minmax(0,1fr)] content-start gap-4 rounded-xl border border-line bg-surface p-4 shadow-soft sm:p-5">
      <div className="grid gap-1">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {lead ? <p className="text-sm text-ink-soft">{lead}</p> : null}
      </div>
      {children}
    </section>
  )
}
