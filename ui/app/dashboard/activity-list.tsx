import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ActivityLine } from './activity.js'

/** Read again by the live stream; a new line slides in. */
export function ActivityList({ lines }: { lines: readonly ActivityLine[] }) {
  const { t } = useTranslation()
  if (lines.length === 0) return <p className="text-ink-soft">{t('Nothing has happened yet.')}</p>
  return (
    <ol className="grid gap-2.5 text-sm">
      {lines.map(({ id, who, what, to, when }) => (
        <li key={id} className="arrive">
          <p>
            <span className="font-medium">{who}</span>{' '}
            {to ? (
              <Link to={to} className="text-ink underline decoration-line-strong underline-offset-2 hover:decoration-ink">
                {what}
              </Link>
            ) : (
              what
            )}
          </p>
          <p className="text-[0.8125rem] text-ink-faint tabular-nums">{when}</p>
        </li>
      ))}
    </ol>
  )
}
