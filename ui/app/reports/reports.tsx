import { useTranslation } from 'react-i18next'
import { data, useSearchParams } from 'react-router'
import type { Route } from './+types/reports.js'
import { overTime, readReportFilters, readReportName, reportQuery } from './report-filters.js'
import { ReportFilterForm } from './report-filter-form.js'
import { dayText } from './report-numbers.server.js'
import { ReportChart } from './report-chart.js'
import { ReportTableView } from './report-table.js'
import { reportTitles } from './report-titles.js'
import { readReport } from './report-views.server.js'
import { placeOf } from '../bookings/wall-clock.server.js'
import { LinkButton } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'
import { Icon } from '../kit/icon.js'
import { Panel, Screen } from '../kit/screen.js'
import { ViewLinks } from '../kit/view-links.js'
import { titled } from '../language/title.js'
import { words } from '../language/words.server.js'
import { readAll } from '../reading/rest-reading.server.js'
import { downloadPath } from '../reading/download-path.js'
import { consoleContext } from '../session/console-context.js'
import type { PageProblem } from '../session/page-problem.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Reports')

interface Named {
  readonly id: string
  readonly name: string
}

export async function loader({ params, url, context }: Route.LoaderArgs) {
  const t = words()
  const { session } = context.get(consoleContext)
  const name = readReportName(params.name)
  if (name === null) throw data({ code: 'not_found', title: t('There is no such report'), detail: t('The address may be mistyped.') } satisfies PageProblem, { status: 404 })
  const filters = readReportFilters(url.searchParams)
  const query = reportQuery(filters)
  const [{ view, period }, resources, types] = await Promise.all([
    readReport(session, name, query),
    readAll<Named>(session, '/v1/resources'),
    readAll<Named>(session, '/v1/resource-types'),
  ])
  return {
    name,
    filters,
    view,
    period: { ...period, text: t('{{from}} to {{to}}, on the clock of {{place}}', { from: dayText(period.first_day), to: dayText(period.last_day), place: placeOf(period.timezone) }) },
    resources: resources.map(({ id, name: text }) => ({ id, name: text })),
    types: types.map(({ id, name: text }) => ({ id, name: text })),
    csv: downloadPath(`/v1/reports/${name}.csv?${new URLSearchParams(query)}`),
  }
}

export default function Reports({ loaderData: { name, filters, view, period, resources, types, csv } }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const { title, lead } = reportTitles[name]
  return (
    <Screen
      title={t('Reports')}
      lead={period.text}
      wide
      action={
        <LinkButton reloadDocument to={csv}>
          <Icon name="download" /> {t('Download CSV')}
        </LinkButton>
      }
    >
      <ViewLinks label={t('Reports')} views={Object.entries(reportTitles).map(([each, texts]) => ({ to: `/app/reports/${each}?${search}`, label: t(texts.title), current: each === name }))} />
      <ReportFilterForm name={name} filters={filters} period={period} resources={resources} types={types} intervals={overTime.has(name)} />
      <Panel title={t(title)} lead={t(lead)}>
        <p className="max-w-[75ch] text-ink">{view.sentence}</p>
        {view.chart ? <ReportChart key={name} chart={view.chart} label={view.sentence} /> : null}
        {view.table.rows.length > 0 ? (
          <ReportTableView table={view.table} title={t(title)} />
        ) : (
          <EmptyState icon="chart" title={t('Nothing to count')}>
            <p>{t('Choose a longer time or other resources.')}</p>
          </EmptyState>
        )}
      </Panel>
    </Screen>
  )
}
