import type { AuditEntry } from '#modules/audit/contract'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Route } from './+types/audit.js'
import { auditRow } from './audit-entry.server.js'
import { ExportLinks } from './export-links.js'
import { AuditFilterForm } from './audit-filter-form.js'
import { readAuditFilters } from './audit-filters.js'
import { ChangeDiff } from './change-diff.js'
import { placeOf, startOfDay } from '../bookings/wall-clock.server.js'
import { Badge } from '../kit/badge.js'
import { LinkButton } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'
import { Pager } from '../kit/pager.js'
import { Screen } from '../kit/screen.js'
import { phrase } from '../language/phrases.js'
import { titled } from '../language/title.js'
import { downloadPath } from '../reading/download-path.js'
import { readPeople } from '../reading/people.server.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Audit log')

/** A creation changes every field; the entry's own page shows them all. */
const shownChanges = 3

export async function loader({ url, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const zone = viewer.user.timezone
  const filters = readAuditFilters(url.searchParams)
  const { actor, action, outcome, subjectId, from, to, cursor } = filters
  const query = { actor, action, outcome, subject_id: subjectId, from: startOfDay(from, zone), to: startOfDay(to, zone, 1) }
  const [page, people] = await Promise.all([read<Page<AuditEntry>>(session, '/v1/audit-log', { ...query, cursor, limit: '50' }), readPeople(session, viewer)])
  const chosen = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]))
  const file = (format: string): string => downloadPath(`/v1/audit/export?${new URLSearchParams([...chosen, ['format', format]])}`)
  return {
    filters,
    rows: page.items.map((entry) => auditRow(entry, people, zone)),
    people: people.members.map(({ id, name }) => ({ id, name })),
    nextCursor: page.next_cursor,
    place: placeOf(zone),
    files: viewer.permissions.includes('audit:export') ? [{ name: 'CSV', to: file('csv') }, { name: 'NDJSON', to: file('ndjson') }] : [],
  }
}

export default function Audit({ loaderData: { filters, rows, people, nextCursor, place, files } }: Route.ComponentProps) {
  const { t } = useTranslation()
  return (
    <Screen title={t('Audit log')} lead={t('Who did what, newest first. Written once, never changed. Times in {{place}}', { place })} wide action={<ExportLinks files={files} />}>
      <AuditFilterForm filters={filters} people={people} />
      {rows.length === 0 ? (
        <EmptyState icon="log" title={t('Nothing matches')} action={<LinkButton to="/app/audit">{t('Clear filters')}</LinkButton>}>
          <p>{t('No entry fits these filters.')}</p>
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-soft">
          {rows.map((row) => (
            <li key={row.id} className="grid gap-x-6 gap-y-2 px-4 py-3 md:grid-cols-[15rem_minmax(0,1fr)]">
              <div className="grid content-start gap-0.5">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  <Link to={`/app/audit/${row.id}`} className="text-ink no-underline hover:underline">
                    {row.action}
                  </Link>
                  {row.refused ? (
                    <Badge tone="bad" icon="ban">
                      {t('Refused')}
                    </Badge>
                  ) : null}
                </p>
                <p className="text-sm text-ink-soft">{row.actor}</p>
                <p className="text-[0.8125rem] text-ink-faint tabular-nums">{row.when}</p>
              </div>
              <div className="grid min-w-0 content-start gap-1.5">
                <p className="text-sm break-words text-ink-soft">
                  {row.page ? (
                    <Link to={row.page} className="text-inherit underline decoration-line-strong underline-offset-2 hover:decoration-ink">
                      {row.subject}
                    </Link>
                  ) : (
                    row.subject
                  )}
                </p>
                <ChangeDiff changes={row.changes.slice(0, shownChanges)} facts={row.refused} />
                {row.changes.length > shownChanges ? (
                  <Link to={`/app/audit/${row.id}`} className="text-[0.8125rem] text-accent-text">
                    {t('{{count}} more', { count: row.changes.length - shownChanges })}
                  </Link>
                ) : null}
              </div>
            </li>
          ))}
        </ul>
      )}
      <Pager nextCursor={nextCursor} next={phrase('Older entries')} />
    </Screen>
  )
}
