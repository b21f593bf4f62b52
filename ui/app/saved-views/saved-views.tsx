import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { useViewsOf, type ViewChoice } from './view-choices.js'
import { ViewMenu } from './view-menu.js'
import { addressOf, filtersOf, viewScreens, type ViewScreen } from './view-screens.js'
import { Icon } from '../kit/icon.js'

const pill =
  'inline-flex min-h-8 max-w-64 items-center gap-1.5 rounded-full border border-line-strong px-3 text-sm text-ink-soft no-underline hover:bg-sunken aria-[current=page]:border-accent-text aria-[current=page]:bg-accent-wash aria-[current=page]:text-accent-text'

/** The views of a list somebody keeps, as links, the way back to all of it first; what is shown now can be kept, or the view that shows it be changed. Works without scripts. */
export function SavedViews({ screen }: { screen: ViewScreen }) {
  const { t } = useTranslation()
  const { views, query, current } = useShown(screen)
  if (views.length === 0) return null
  return (
    <div className="flex flex-wrap items-start gap-1.5 print:hidden">
      <nav aria-label={t('Saved views')} className="min-w-0">
        <ul className="flex flex-wrap gap-1.5">
          <li className="min-w-0">
            <Link to={viewScreens[screen].path} aria-current={query === '' ? 'page' : undefined} className={pill}>
              {t(viewScreens[screen].bare)}
            </Link>
          </li>
          {views.map((view) => (
            <li key={view.id} className="min-w-0">
              <Link to={addressOf(screen, view.query)} aria-current={view === current ? 'page' : undefined} title={view.name} className={pill}>
                {view.isDefault ? <Icon name="pin" size={14} /> : null}
                <span className="truncate">{view.name}</span>
                {view.isDefault ? <span className="sr-only">{t('(this screen opens with it)')}</span> : null}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {query === '' ? null : <ViewMenu screen={screen} query={query} current={current} views={views} />}
    </div>
  )
}

/** The offer to keep what is shown where nothing is kept yet: beside the filters, so that choosing one moves nothing on the page. */
export function FirstView({ screen }: { screen: ViewScreen }) {
  const { views, query } = useShown(screen)
  return views.length > 0 || query === '' ? null : <ViewMenu screen={screen} query={query} current={undefined} views={views} />
}

function useShown(screen: ViewScreen): { views: readonly ViewChoice[]; query: string; current: ViewChoice | undefined } {
  const { pathname, search } = useLocation()
  const views = useViewsOf(screen)
  const query = filtersOf(screen, pathname, new URLSearchParams(search))
  return { views, query, current: views.find((view) => same(view.query, query)) }
}

/** Filters mean the same in any order. */
function same(one: string, other: string): boolean {
  const sorted = (query: string): string => [...new URLSearchParams(query)].map((entry) => entry.join('=')).sort().join('&')
  return sorted(one) === sorted(other)
}
