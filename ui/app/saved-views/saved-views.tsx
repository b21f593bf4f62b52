import { useTranslation } from 'react-i18next'
import { Form, Link } from 'react-router'
import type { ViewChoice } from './saved-views.server.js'
import { Icon } from '../kit/icon.js'

interface Props {
  /** The list, as REST names it. */
  readonly screen: string
  readonly views: readonly ViewChoice[]
  /** The list's filters as they stand now, without `?`. */
  readonly query: string
}

/** The views of a list somebody keeps, as links; the one that is on can be forgotten, a new one be kept under a name. Works without scripts. */
export function SavedViews({ screen, views, query }: Props) {
  const { t } = useTranslation()
  const path = `/app/${screen}`
  const current = views.find((view) => same(view.query, query))
  const unnamed = query !== '' && !current
  if (views.length === 0 && !unnamed) return null
  return (
    <div className="flex flex-wrap items-center gap-2 print:hidden">
      {views.length > 0 ? (
        <nav aria-label={t('Saved views')}>
          <ul className="flex flex-wrap gap-1.5">
            {views.map((view) => (
              <li key={view.id} className="flex">
                <Link
                  to={`${path}?${view.query}`}
                  aria-current={view === current ? 'page' : undefined}
                  className="inline-flex min-h-8 items-center rounded-full border border-line-strong px-3 text-sm text-ink-soft no-underline hover:bg-sunken aria-[current=page]:border-accent-text aria-[current=page]:bg-accent-wash aria-[current=page]:text-accent-text"
                >
                  {view.name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      {current ? (
        <Form method="post" action="/app/saved-views" preventScrollReset>
          <input type="hidden" name="remove" value={current.id} />
          <input type="hidden" name="return_to" value={`${path}?${query}`} />
          <button type="submit" className="inline-flex min-h-8 items-center gap-1.5 rounded-full px-2.5 text-sm text-ink-soft hover:bg-sunken hover:text-ink">
            <Icon name="close" size={14} /> {t('Forget “{{name}}”', { name: current.name })}
          </button>
        </Form>
      ) : null}
      {unnamed ? (
        <details className="group">
          <summary className="inline-flex min-h-8 list-none items-center gap-1.5 rounded-full border border-dashed border-line-strong px-3 text-sm text-ink-soft hover:bg-sunken hover:text-ink">
            <Icon name="plus" size={14} /> {t('Keep this view')}
          </summary>
          <Form method="post" action="/app/saved-views" preventScrollReset className="flex flex-wrap items-end gap-2 pt-2">
            <input type="hidden" name="screen" value={screen} />
            <input type="hidden" name="query" value={query} />
            <input type="hidden" name="return_to" value={`${path}?${query}`} />
            <label className="grid gap-1 text-[0.8125rem] text-ink-soft">
              {t('Name of the view')}
              <input name="name" required maxLength={80} className="min-h-9 rounded-lg border border-field-line bg-surface px-2.5 text-sm text-ink" />
            </label>
            <button type="submit" className="min-h-9 rounded-lg border border-line-strong bg-surface px-3 text-sm font-medium hover:bg-sunken">
              {t('Keep')}
            </button>
          </Form>
        </details>
      ) : null}
    </div>
  )
}

/** Filters mean the same in any order. */
function same(one: string, other: string): boolean {
  const sorted = (query: string): string => [...new URLSearchParams(query)].map((entry) => entry.join('=')).sort().join('&')
  return sorted(one) === sorted(other)
}
