import type { Report, ReportName } from '#modules/reports/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { read } from '../reading/rest-reading.server.js'
import { approvalsView, leadTimeView, outcomesView, peopleView } from './conduct-views.server.js'
import type { ReportView } from './report-view.js'
import { hoursView, occupancyView, utilisationView } from './use-views.server.js'

type Viewed = { readonly [Name in ReportName]: (report: Report<Name>) => ReportView }

const views: Viewed = { utilisation: utilisationView, occupancy: occupancyView, hours: hoursView, people: peopleView, outcomes: outcomesView, 'lead-time': leadTimeView, approvals: approvalsView }

/** Asks REST for a report and puts it into words. @throws the REST refusal, for the screen's error state */
export async function readReport<Name extends ReportName>(session: ConsoleSession, name: Name, query: Readonly<Record<string, string>>): Promise<{ view: ReportView; period: Report<Name>['period'] }> {
  const report = await read<Report<Name>>(session, `/v1/reports/${name}`, query)
  return { view: views[name](report), period: report.period }
}
