import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Link, type LinkProps } from 'react-router'

export type Tone = 'primary' | 'quiet' | 'plain' | 'danger' | 'warn'

const shape =
  'inline-flex items-center justify-center gap-2 rounded-lg px-3.5 min-h-10 text-[0.9375rem] font-medium leading-tight no-underline transition-colors duration-100 select-none disabled:opacity-55 disabled:cursor-default'

const tones: Record<Tone, string> = {
  primary: 'bg-accent-solid text-accent-on shadow-soft hover:brightness-110 active:brightness-95',
  quiet: 'border border-line-strong bg-surface text-ink shadow-soft hover:bg-sunken',
  plain: 'text-ink-soft hover:bg-sunken hover:text-ink',
  /** For a page that is there for this act; on a page about something else it is `warn`. */
  danger: 'bg-bad-solid text-white shadow-soft hover:brightness-110',
  warn: 'border border-line-strong bg-surface text-bad-text shadow-soft hover:border-bad-text hover:bg-bad-wash',
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly tone?: Tone
  /** The form is on its way: the button keeps its place and says so to assistive technology. */
  readonly busy?: boolean
}

export function Button({ tone = 'quiet', busy = false, className = '', children, ...rest }: ButtonProps) {
  return (
    <button type="submit" {...rest} aria-busy={busy || undefined} disabled={rest.disabled ?? busy} className={`${shape} ${tones[tone]} ${className}`}>
      {busy ? <Spinner /> : null}
      {children}
    </button>
  )
}

export function LinkButton({ tone = 'quiet', className = '', children, ...rest }: LinkProps & { tone?: Tone; children: ReactNode }) {
  return (
    <Link {...rest} className={`${shape} ${tones[tone]} ${className}`}>
      {children}
    </Link>
  )
}

function Spinner() {
  return <span aria-hidden="true" className="size-4 animate-spin rounded-full border-2 border-current border-r-transparent" />
}
