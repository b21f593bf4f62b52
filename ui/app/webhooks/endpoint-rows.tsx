import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { endpointLooks, type EndpointState } from './endpoint-state.js'
import { Badge } from '../kit/badge.js'
import { Rows } from '../kit/rows.js'
import { moduleTitle } from '../settings/module-texts.js'

export interface EndpointRow {
  readonly id: string
  readonly host: string
  readonly description: string
  readonly state: EndpointState
  /** Since when it fails, in words. */
  readonly since: string | null
  /** Whole modules it asked for, and how many single types; none of both: everything. */
  readonly modules: readonly string[]
  readonly types: number
  readonly resources: number
}

export function EndpointRows({ rows }: { rows: readonly EndpointRow[] }) {
  const { t } = useTranslation()
  return (
    <Rows>
      {rows.map(({ id, host, description, state, since, ...asked }) => {
        const { tone, icon, text } = endpointLooks[state]
        return (
          <li key={id} className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-3.5 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_16rem_11rem]">
            <div className="min-w-0">
              <Link to={`/app/webhooks/${id}`} className="block truncate font-medium text-ink no-underline after:absolute after:inset-0">
                {description || host}
              </Link>
              {description ? <p className="truncate text-sm text-ink-soft">{host}</p> : null}
            </div>
            <p className="text-sm text-ink-soft max-sm:order-last max-sm:col-span-2">
              <Asked {...asked} />
            </p>
            <div className="grid justify-items-end gap-0.5">
              <Badge tone={tone} icon={icon}>
                {t(text)}
              </Badge>
              {state === 'failing' && since ? <span className="text-[0.8125rem] text-ink-faint tabular-nums">{t('since {{when}}', { when: since })}</span> : null}
            </div>
          </li>
        )
      })}
    </Rows>
  )
}

/** How much an endpoint asked for, in a few words. */
export function Asked({ modules, types, resources }: Pick<EndpointRow, 'modules' | 'types' | 'resources'>) {
  const { t } = useTranslation()
  const parts = [
    modules.length + types === 0 ? t('Every event') : '',
    modules.map((module) => t(moduleTitle(module))).join(', '),
    types > 0 ? t('{{count}} event types', { count: types }) : '',
    resources > 0 ? t('of {{count}} resources', { count: resources }) : '',
  ]
  return parts.filter(Boolean).join(' · ')
}
