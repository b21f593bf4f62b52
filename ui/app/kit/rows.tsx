import type { ReactNode } from 'react'

/** The frame of a list; each row is an `li` of its own making. */
export function Rows({ children }: { children: ReactNode }) {
  return <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-soft">{children}</ul>
}
