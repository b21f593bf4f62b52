import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Logo } from '../kit/icon.js'

/** The frame of every screen before a session: one card, one task. */
export function AccountPage({ title, lead, children, foot }: { title: string; lead?: ReactNode; children: ReactNode; foot?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr_auto]">
      <header className="px-5 py-4 sm:px-8">
        <Link to="/" className="inline-flex items-center gap-2 rounded font-semibold text-ink no-underline">
          <Logo /> {t('BookFlow')}
        </Link>
      </header>
      <main className="grid place-items-center px-4 py-8">
        <div className="arrive grid w-full max-w-105 gap-6">
          <div className="grid gap-2">
            <h1 className="text-[1.625rem] leading-tight font-semibold">{title}</h1>
            {lead ? <p className="text-ink-soft">{lead}</p> : null}
          </div>
          {children}
          {foot ? <div className="border-t border-line pt-5 text-sm text-ink-soft">{foot}</div> : null}
        </div>
      </main>
      <footer className="px-5 py-4 text-[0.8125rem] text-ink-faint sm:px-8">{t('Your session lives in a cookie no script can read.')}</footer>
    </div>
  )
}

/** Links inside sentences: underlined, so that colour is not the only sign. In a translated sentence `Trans` gives the text. */
export function TextLink({ to, children }: { to: string; children?: ReactNode }) {
  return (
    <Link to={to} className="font-medium text-accent-text underline decoration-1 underline-offset-3 hover:decoration-2">
      {children}
    </Link>
  )
}
