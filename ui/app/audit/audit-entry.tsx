import type { AuditEntry } from '#modules/audit/contract'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Route } from './+types/audit-entry.js'
import { auditRow } from './audit-entry.server.js'
import { ChangeDiff } from './change-diff.js'
import { LinkButton } from '../kit/button.js'
import { Panel, Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { moduleTitle } from '../settings/module-texts.js'
import { readPeople } from '../reading/people.server.js'
import { read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Audit entry')

export async function loader({ params, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const [entry, people] = await Promise.all([read<AuditEntry>(session, `/v1/audit-log/${encodeURIComponent(params.id)}`), readPeople(session, viewer)])
  return { row: auditRow(entry, people, viewer.user.timezone) }
}

export default function AuditEntryScreen({ loaderData: { row } }: Route.ComponentProps) {
  const { t } = useTranslation()
  const facts: readonly (readonly [string, string])[] = [
    [t('When'), row.exact],
    [t('Who'), row.actor],
    [t('What'), row.type],
    [t('Outcome'), row.refused ? t('refused') : t('done')],
    [t('About'), row.subject],
    [t('Its id'), row.subjectId],
    [t('Network'), row.network ?? t('none: the system itself')],
    [t('Request'), row.requestId],
    [t('Entry'), row.id],
  ]
  const [module = ''] = row.type.split('.')
  return (
    <Screen title={row.action} lead={row.exact} action={<LinkButton to="/app/audit">{t('All entries')}</LinkButton>}>
      <Panel title={t('Entry')}>
        <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[8rem_minmax(0,1fr)]">
          {facts.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-faint">{name}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Panel title={row.refused ? t('Why') : t('Changes')}>{row.changes.length > 0 ? <ChangeDiff changes={row.changes} facts={row.refused} /> : <p className="text-sm text-ink-soft">{t('It holds no changed fields.')}</p>}</Panel>
      <ul className="flex flex-wrap gap-x-5 gap-y-2 text-sm">
        {row.page ? (
          <li>
            <Link to={row.page} className="text-accent-text">
              {t('Show it as it is now')}
            </Link>
          </li>
        ) : null}
        <li>
          <Link to={`/app/audit?actor=${encodeURIComponent(row.actorId)}`} className="text-accent-text">
            {t('More by the same')}
          </Link>
        </li>
        {row.refused ? null : (
          <li>
            <Link to={`/app/audit?subject_id=${encodeURIComponent(row.subjectId)}`} className="text-accent-text">
              {t('Everything about this {{subject}}', { subject: row.subject })}
            </Link>
          </li>
        )}
        <li>
          <Link to={`/app/audit?action=${module}.*`} className="text-accent-text">
            {t('More of {{module}}', { module: t(moduleTitle(module)) })}
          </Link>
        </li>
      </ul>
    </Screen>
  )
}
