/** What reports are made of: the resources asked for, and their bookings, one batch after the other. */
import { setImmediate } from 'node:timers/promises'
import type { PastBooking, BookingsPort } from '#modules/bookings/contract'
import type { OrgsPort } from '#modules/orgs/contract'
import type { Resource, ResourcesPort } from '#modules/resources/contract'
import { invalid } from '#kernel/http/problems'
import { say } from '#kernel/language'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { ReportRequest } from './contract.js'
import { periodOf, type Period } from './period.js'
import { timetableOf, type Timetable } from './timetable.js'

/** More than this and a report would keep one request busy for too long. */
export const mostBookings = 200_000
const batch = 5_000

export interface Scope {
  readonly period: Period
  readonly resources: readonly Resource[]
  /** Null when nothing narrows the resources. */
  readonly resourceIds: readonly string[] | null
}

export class Material {
  constructor(
    private readonly transactions: Transactions,
    private readonly organization: OrgsPort,
    private readonly resources: ResourcesPort,
    private readonly bookings: BookingsPort,
  ) {}

  /** @throws 422 for a resource or type that does not exist, or a period that is none */
  async scope(request: ReportRequest): Promise<Scope> {
    const { now } = await this.transactions.run(async (work) => ({ now: work.now.toISOString() }))
    const [{ timezone }, all] = await Promise.all([this.organization.current(), this.resources.everyOne()])
    const { resource_id, type_id } = request
    if (type_id !== undefined && !(await this.resources.typesByIds([type_id])).has(type_id)) throw invalid({ pointer: 'query/type_id', detail: say`There is no such type of resource.` })
    if (resource_id !== undefined && !all.some(({ id }) => id === resource_id)) throw invalid({ pointer: 'query/resource_id', detail: say`There is no such resource.` })
    const chosen = all.filter((resource) => (resource_id === undefined || resource.id === resource_id) && (type_id === undefined || resource.type_id === type_id))
    const narrowed = resource_id !== undefined || type_id !== undefined
    return { period: periodOf(request, now, timezone), resources: chosen, resourceIds: narrowed ? chosen.map(({ id }) => id) : null }
  }

  /** By resource. Lets other requests through between them: a year of 500 resources is 180,000 days. */
  async timetables({ period, resources }: Scope): Promise<Map<string, Timetable>> {
    const tables = new Map<string, Timetable>()
    for (const resource of resources) {
      tables.set(resource.id, timetableOf(resource, period.from, period.to, this.resources.openIntervals))
      if (tables.size % 50 === 0) await setImmediate()
    }
    return tables
  }

  /**
   * Visits every booking of the scope that has a part in the period, in order of start, whatever became of it.
   * @throws 422 when there are more than {@link mostBookings}
   */
  async eachBooking({ period, resourceIds }: Scope, visit: (booking: PastBooking) => void): Promise<void> {
    const [from, to] = [new Date(period.from).toISOString(), new Date(period.to).toISOString()]
    let seen = 0
    let after: PastBooking | null = null
    for (;;) {
      const rows: readonly PastBooking[] = await this.bookings.history({ from, to, resource_ids: resourceIds, after, limit: batch })
      rows.forEach(visit)
      seen += rows.length
      if (seen > mostBookings) throw invalid({ pointer: 'query/last_day', detail: say`This period holds more than ${mostBookings} bookings: choose a shorter one, one resource or one type.` })
      if (rows.length < batch) return
      after = rows.at(-1)!
    }
  }
}
