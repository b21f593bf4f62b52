import { useTranslation } from 'react-i18next'
import { problemOf } from '../console/screen-error.js'
import { Logo } from '../kit/icon.js'

/** Outside the console, and when even the layout failed. Plain links: after a crash the router may not be there. */
export function ErrorPage({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const problem = problemOf(error)
  return (
    <main className="mx-auto grid min-h-dvh max-w-lg content-center justify-items-start gap-4 px-6">
      <title>{`${problem.title} · BookFlow`}</title>
      <Logo size={32} />
      <h1 className="text-2xl font-semibold">{problem.title}</h1>
      <p className="text-ink-soft">{problem.detail}</p>
      {problem.requestId ? <p className="font-mono text-xs text-ink-faint">{t('Request {{id}}', { id: problem.requestId })}</p> : null}
      <p className="flex gap-5 pt-2">
        <a className="font-medium text-accent-text underline underline-offset-3" href="/">
          {t('Front page')}
        </a>
        <a className="font-medium text-accent-text underline underline-offset-3" href="/app">
          {t('Console')}
        </a>
      </p>
    </main>
  )
}
