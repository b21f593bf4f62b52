import { useTranslation } from 'react-i18next'
import { useEffect, useRef } from 'react'
import { Link, useLocation } from 'react-router'
import { Icon } from '../kit/icon.js'
import { useOpening } from '../saved-views/view-choices.js'
import { screensFor } from '../screens/screens.js'
import type { SignedInViewer } from '../session/viewer.js'

export function Navigation({ viewer }: { viewer: SignedInViewer }) {
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  const { pathname } = useLocation()
  const opening = useOpening()
  // On a phone the entries are one long line: where one is must be in view. Scrolled by hand, for the page itself must stay.
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>('[aria-current=page]')
    if (list.current && current) list.current.scrollTo({ left: current.offsetLeft - list.current.offsetLeft - (list.current.clientWidth - current.offsetWidth) / 2 })
  }, [pathname])
  return (
    <nav aria-label={t('Console')}>
      <ul ref={list} className="flex gap-1 overflow-x-auto py-1 lg:grid lg:py-0">
        {screensFor(viewer).map(({ to, label, icon }) => (
          <li key={to}>
            <Link
              to={opening(to)}
              aria-current={to === pathname || (to !== '/app' && pathname.startsWith(`${to}/`)) ? 'page' : undefined}
              className="flex min-h-10 items-center whitespace-nowrap gap-2.5 rounded-lg px-2.5 font-medium text-ink-soft no-underline hover:bg-sunken aria-[current=page]:bg-accent-wash aria-[current=page]:text-accent-text"
            >
              <Icon name={icon} />
              {t(label)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
