import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { filterQuery } from './booking-filters.js'
import { focusInView } from '../kit/focus-in-view.js'
import { Icon } from '../kit/icon.js'

/** Beside the list on wide screens, instead of it on a phone. A page of its own address: it opens, closes and reloads without scripts. */
export function SidePanel({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const heading = useRef<HTMLHeadingElement>(null)
  const back = `/app/bookings${filterQuery(search)}`
  useEffect(() => focusInView(heading.current), [title])
  return (
    <section
      aria-labelledby="panel-title"
      className="arrive grid content-start gap-5 px-5 py-6 lg:bg-surface lg:sticky lg:top-0 lg:h-dvh lg:overflow-y-auto lg:border-l lg:border-line"
      onKeyDown={({ key, defaultPrevented }) => {
        if (key === 'Escape' && !defaultPrevented) void navigate(back, { preventScrollReset: true })
      }}
    >
      <div className="flex items-center justify-between gap-3">
        <h1 id="panel-title" ref={heading} tabIndex={-1} className="text-lg font-semibold">
          {title}
        </h1>
        <Link to={back} preventScrollReset aria-label={t('Close')} className="grid size-10 place-items-center rounded-lg text-ink-soft hover:bg-sunken hover:text-ink">
          <Icon name="close" />
        </Link>
      </div>
      {children}
    </section>
  )
}
