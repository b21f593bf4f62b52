import type { ApprovalsPort } from '#modules/approvals/contract'
import type { MembersPort } from '#modules/members/contract'
import { approvalTimes } from './approval.report.js'
import { leadTime, outcomes, people } from './conduct.reports.js'
import type { Report, ReportName, ReportRequest } from './contract.js'
import type { Material, Scope } from './material.js'
import { hours, occupancy, utilisation } from './use.reports.js'

type Makers = { readonly [Name in ReportName]: (scope: Scope) => Promise<Report<Name>> }

export class ReportService {
  private readonly makers: Makers

  /** @param approvals null where the product has no such module */
  constructor(
    private readonly material: Material,
    members: MembersPort,
    approvals: ApprovalsPort | null,
  ) {
    this.makers = {
      utilisation: (scope) => utilisation(material, scope),
      occupancy: (scope) => occupancy(material, scope),
      hours: (scope) => hours(material, scope),
      people: (scope) => people(material, scope, members),
      outcomes: (scope) => outcomes(material, scope),
      'lead-time': (scope) => leadTime(material, scope),
      approvals: (scope) => approvalTimes(approvals, scope),
    }
  }

  /** @throws 422 for a period, resource or type that does not exist, and for more bookings than a report reads */
  async make<Name extends ReportName>(name: Name, request: ReportRequest): Promise<Report<Name>> {
    return this.makers[name](await this.material.scope(request))
  }
}
