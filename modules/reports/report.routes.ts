import { stringify } from 'csv-stringify/sync'
import { Type } from 'typebox'
import type { App, Routes } from '#kernel/module'
import { reportNames, ReportQuery, reports, reportSchema, rowSchemas, type ReportName } from './contract.js'
import type { ReportService } from './report.service.js'

const summaries: Readonly<Record<ReportName, string>> = {
  utilisation: 'How much of its opening hours each resource is booked',
  occupancy: 'Utilisation over time',
  hours: 'Utilisation by hour of the week',
  people: 'Who books how much',
  outcomes: 'What became of bookings, over time',
  'lead-time': 'How long before the start people book',
  approvals: 'How long requests wait for a decision',
}

export function reportRoutes(service: ReportService): Routes {
  return async (app) => {
    for (const name of reportNames) {
      answers(app, name, service)
      downloads(app, name, service)
    }
  }
}

function answers(app: App, name: ReportName, service: ReportService): void {
  app.get(
    `/reports/${name}`,
    { schema: { summary: summaries[name], operationId: `report_${name}`, querystring: ReportQuery, response: { 200: reportSchema(name) } }, config: { access: reports.permissions.read } },
    async (request) => service.make(name, request.query),
  )
}

/** The rows of the same report as RFC 4180 CSV; a cell that a spreadsheet would run as a formula is made text. */
function downloads(app: App, name: ReportName, service: ReportService): void {
  const response = { 200: { description: 'The rows as CSV', content: { 'text/csv': { schema: Type.String() } } } }
  app.get(
    `/reports/${name}.csv`,
    { schema: { summary: `${summaries[name]}, as CSV`, operationId: `report_${name}_csv`, querystring: ReportQuery, response }, config: { access: reports.permissions.read } },
    async (request, reply) => {
      const { period, rows } = await service.make(name, request.query)
      reply.header('content-disposition', `attachment; filename="${name}-${period.first_day}-${period.last_day}.csv"`).type('text/csv; charset=utf-8')
      return stringify(rows, { header: true, columns: Object.keys(rowSchemas[name].properties), escape_formulas: true, record_delimiter: 'windows' })
    },
  )
}
