import { useId, type InputHTMLAttributes } from 'react'

/** Something to tick, with what it means below it. */
export function CheckField({ label, hint, ...rest }: { label: string; hint: string } & Omit<InputHTMLAttributes<HTMLInputElement>, 'type'>) {
  const id = useId()
  return (
    <div className="grid gap-0.5">
      <label className="flex min-h-10 items-center gap-3 text-sm font-medium text-ink">
        <input {...rest} type="checkbox" aria-describedby={id} className="size-4 shrink-0 accent-accent-solid" />
        {label}
      </label>
      <p id={id} className="pl-7 text-[0.8125rem] leading-snug text-ink-faint">
        {hint}
      </p>
    </div>
  )
}
