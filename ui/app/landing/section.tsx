import type { ReactNode } from 'react'
import { CopyButton } from '../kit/copy-button.js'

export function Section({ id, title, lead, tinted = false, children }: { id: string; title: string; lead: ReactNode; tinted?: boolean; children: ReactNode }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className={`scroll-mt-14 ${tinted ? 'border-y border-line bg-surface' : ''}`}>
      <div className="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] gap-10 px-4 py-16 sm:px-8 lg:py-24">
        <div className="grid max-w-[62ch] gap-3">
          <h2 id={`${id}-title`} className="text-[1.875rem] leading-tight font-semibold tracking-tight">
            {title}
          </h2>
          <p className="text-lg leading-relaxed text-ink-soft">{lead}</p>
        </div>
        {children}
      </div>
    </section>
  )
}

/** A piece of code or a terminal; long lines scroll, and the keyboard can scroll them. @param copied it is there to be pasted */
export function CodeBlock({ label, copied = false, children }: { label: string; copied?: boolean; children: string }) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-xl border border-line bg-sunken">
      <figcaption className="flex min-h-9 items-center justify-between gap-3 border-b border-line px-4 py-1 text-[0.8125rem] text-ink-faint">
        {label}
        {copied ? <CopyButton text={children} /> : null}
      </figcaption>
      <pre tabIndex={0} aria-label={label} className="overflow-x-auto px-4 py-3.5 font-mono text-[0.8125rem] leading-relaxed text-ink">
        <code>{children}</code>
      </pre>
    </figure>
  )
}
