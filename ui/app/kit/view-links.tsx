import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

export interface View {
  readonly to: string
  /** In English: marked with `phrase`, shown in the language of the page. */
  readonly label: string
  readonly current: boolean
}

/** The views of one screen as links: each has an address and works without scripts. */
export function ViewLinks({ label, views }: { label: string; views: readonly View[] }) {
  const { t } = useTranslation()
  return (
    <nav aria-label={label} className="-mx-1 overflow-x-auto px-1 py-0.5">
      <ul className="flex w-max gap-1 rounded-lg bg-sunken p-1">
        {views.map(({ to, label: text, current }) => (
          <li key={text}>
            <Link
              to={to}
              preventScrollReset
              aria-current={current ? 'page' : undefined}
              className="inline-flex min-h-8 items-center whitespace-nowrap rounded-md px-3 text-sm text-ink-soft no-underline hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:font-medium aria-[current=page]:text-ink aria-[current=page]:shadow-soft"
            >
              {t(text)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
