import { approvals } from '#modules/approvals/contract'
import { bookings } from '#modules/bookings/contract'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import { resources } from '#modules/resources/contract'
import { defineToken } from '#kernel/contract'
import { defineModule } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { reports } from './contract.js'
import { german } from './german.js'
import { Material } from './material.js'
import { reportRoutes } from './report.routes.js'
import { ReportService } from './report.service.js'

const service = defineToken<ReportService>('reports.service')

export const reportsModule = defineModule({
  contract: reports,
  german,
  bind(c) {
    c.bind(service, (c) => {
      const material = new Material(c.resolve(transactionsToken), c.resolve(orgs.port), c.resolve(resources.port), c.resolve(bookings.port))
      return new ReportService(material, c.resolve(members.port), c.has(approvals.port) ? c.resolve(approvals.port) : null)
    })
  },
  routes: (c) => reportRoutes(c.resolve(service)),
  console: { nav: [{ label: 'Reports', to: '/reports', permission: reports.permissions.read }] },
})
