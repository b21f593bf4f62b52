import type { System } from '#modules/system/contract'
import { useTranslation } from 'react-i18next'
import type { Route } from './+types/system.js'
import { ChannelTable, ProcessTable } from './running-tables.js'
import { FactList } from './fact-list.js'
import { systemFacts } from './system-facts.server.js'
import { troublesOf } from './troubles.js'
import { Badge } from '../kit/badge.js'
import { Notice } from '../kit/notice.js'
import { Panel, Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { exactText } from '../reading/instant-text.server.js'
import { read } from '../reading/rest-reading.server.js'
import { useFollow } from '../reading/use-follow.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'System')

export async function loader({ context }: Route.LoaderArgs) {
  const zone = context.get(viewerContext).user.timezone
  const system = await read<System>(context.get(consoleContext).session, '/v1/system')
  return { troubles: troublesOf(system), at: exactText(system.at, zone), ...systemFacts(system, zone) }
}

const day = 86_400_000

const checkLooks = { ok: { tone: 'good', icon: 'check' }, warning: { tone: 'wait', icon: 'alert' }, failed: { tone: 'bad', icon: 'alert' } } as const

export default function SystemScreen({ loaderData: { troubles, at, processes, channels, checks, database, installation, migrations, modules } }: Route.ComponentProps) {
  const { t } = useTranslation()
  useFollow(true, 10_000, day)
  return (
    <Screen title={t('System')} lead={t('The installation as a whole, for who runs it. As of {{at}}', { at })} wide>
      {troubles.length === 0 ? <Notice tone="good" title={t('Everything is as it should be.')} /> : null}
      {troubles.map(({ bad, title, advice, values }) => (
        <Notice key={title} tone={bad ? 'bad' : 'wait'} title={t(title, values)}>
          <p>{t(advice)}</p>
        </Notice>
      ))}
      <Panel title={t('Processes')} lead={t('Web answers and streams, workers send. Each says every few seconds that it lives.')}>
        <ProcessTable processes={processes} />
      </Panel>
      <Panel title={t('Queues')} lead={t('What waits to be sent, over all organisations.')}>
        {channels.length > 0 ? <ChannelTable channels={channels} /> : <p className="text-sm text-ink-soft">{t('Nothing waits.')}</p>}
      </Panel>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Panel title={t('Database')}>
          <FactList facts={database} />
        </Panel>
        <Panel title={t('Installation')}>
          <FactList facts={installation} />
        </Panel>
      </div>
      <Panel title={t('Checks')} lead={t('What readiness looks at.')}>
        <ul className="grid gap-2.5">
          {checks.map(({ name, status, detail }) => (
            <li key={name} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
              <Badge {...checkLooks[status]}>{status === 'ok' ? t('Fine') : status === 'warning' ? t('Warning') : t('Failed')}</Badge>
              <span className="font-mono text-[0.8125rem]">{name}</span>
              <span className="min-w-0 break-words text-ink-soft">{detail}</span>
            </li>
          ))}
        </ul>
      </Panel>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Panel title={t('Schema')}>
          <FactList facts={migrations} />
        </Panel>
        <Panel title={t('Modules')}>
          <ul className="flex flex-wrap gap-2 text-sm">
            {modules.map(({ name, version }) => (
              <li key={name} className="rounded-full bg-sunken px-3 py-1">
                <span className="font-mono text-[0.8125rem]">{name}</span> <span className="text-ink-faint">{version}</span>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </Screen>
  )
}
