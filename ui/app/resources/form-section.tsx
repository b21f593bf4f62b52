import type { ReactNode } from 'react'

/** A titled part of a long form: the title beside its fields on wide screens, above them on a phone. */
export function FormSection({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <fieldset className="grid min-w-0 gap-x-8 gap-y-4 border-t border-line pt-6 md:grid-cols-[14rem_minmax(0,46rem)]">
      <legend className="sr-only">{title}</legend>
      <div aria-hidden="true" className="grid content-start gap-1">
        <p className="font-semibold">{title}</p>
        {hint ? <p className="text-[0.8125rem] leading-snug text-ink-faint">{hint}</p> : null}
      </div>
      <div className="grid min-w-0 content-start gap-4">{children}</div>
    </fieldset>
  )
}

/** A compact control inside a row of several. */
export const cell = 'min-h-9 min-w-0 rounded-lg border border-field-line bg-surface px-2 text-sm text-ink tabular-nums hover:border-ink-soft'

/** What is wrong with a row of fields. */
export function RowError({ id, children }: { id: string; children: string | undefined }) {
  return children ? (
    <p id={id} className="text-sm text-bad-text">
      {children}
    </p>
  ) : null
}
