/** How long people wait for a decision. */
import type { ApprovalsPort, PastRequest } from '#modules/approvals/contract'
import type { Report } from './contract.js'
import type { Scope } from './material.js'
import { intervalAt } from './period.js'
import { quantile, shareOf } from './quantiles.js'

/** Requests by the interval they were made in. @param port null where the product has no approvals: nobody ever asked */
export async function approvalTimes(port: ApprovalsPort | null, { period, resourceIds }: Scope): Promise<Report<'approvals'>> {
  const { intervals, stated } = period
  const byInterval = intervals.map((): PastRequest[] => [])
  const all = (await port?.history({ from: new Date(period.from).toISOString(), to: new Date(period.to).toISOString(), resource_ids: resourceIds })) ?? []
  for (const request of all) byInterval[intervalAt(intervals, Date.parse(request.created_at))]!.push(request)
  const rows = intervals.map(({ starts_on, ends_on }, index) => ({ starts_on, ends_on, ...figures(byInterval[index]!) }))
  const { requested, approved, rejected, median_minutes, p90_minutes } = figures(all)
  return { period: stated, summary: { requested, approved, rejected, median_minutes, p90_minutes, approval_rate: shareOf(approved, approved + rejected) }, rows }
}

function figures(requests: readonly PastRequest[]) {
  const count = (status: PastRequest['status']) => requests.filter((request) => request.status === status).length
  const waits = requests.flatMap(({ status, created_at, decided_at }) => (decided_at === null || status === 'withdrawn' ? [] : [Math.round((Date.parse(decided_at) - Date.parse(created_at)) / 60_000)]))
  return {
    requested: requests.length,
    approved: count('approved'),
    rejected: count('rejected'),
    withdrawn: count('withdrawn'),
    pending: count('pending'),
    median_minutes: quantile(waits, 0.5),
    p90_minutes: quantile(waits, 0.9),
  }
}
