import type { Endpoint } from '#modules/webhooks/contract'
import { useTranslation } from 'react-i18next'
import { moduleTitle } from '../settings/module-texts.js'
import { CopyButton } from '../kit/copy-button.js'
import { Panel } from '../kit/screen.js'

interface Props {
  readonly endpoint: Endpoint
  readonly created: string
  readonly changed: string
  readonly events: readonly { readonly type: string; readonly description: string | null }[]
  /** Names; null for archived ones. */
  readonly resources: readonly (string | null)[]
}

export function EndpointFacts({ endpoint, created, changed, events, resources }: Props) {
  const { t } = useTranslation()
  return (
    <Panel title={t('What it gets')}>
      <dl className="grid gap-x-6 gap-y-2.5 text-sm sm:grid-cols-[8rem_minmax(0,1fr)]">
        <dt className="text-ink-faint">{t('Address')}</dt>
        <dd className="flex flex-wrap items-center gap-2.5">
          <code className="min-w-0 font-mono text-[0.8125rem] break-all">{endpoint.url}</code>
          <CopyButton text={endpoint.url} label={t('Copy the address')} />
        </dd>
        <dt className="text-ink-faint">{t('Events')}</dt>
        <dd>
          {events.length === 0 ? (
            t('Every event')
          ) : (
            <ul className="grid gap-1">
              {events.map(({ type, description }) => (
                <li key={type} className="flex flex-wrap gap-x-2.5">
                  <span>{type.endsWith('.*') ? t('Everything of {{area}}', { area: t(moduleTitle(type.slice(0, -2))) }) : t(description ?? type)}</span>
                  <code className="font-mono text-xs leading-5 text-ink-faint">{type}</code>
                </li>
              ))}
            </ul>
          )}
        </dd>
        <dt className="text-ink-faint">{t('Resources')}</dt>
        <dd>{resources.length === 0 ? t('All') : resources.map((name) => name ?? t('Archived resource')).join(', ')}</dd>
        <dt className="text-ink-faint">{t('Added')}</dt>
        <dd className="tabular-nums">{created}</dd>
        <dt className="text-ink-faint">{t('Changed')}</dt>
        <dd className="tabular-nums">{changed}</dd>
      </dl>
    </Panel>
  )
}
