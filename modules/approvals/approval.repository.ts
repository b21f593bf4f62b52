/** Requests with their steps and decisions: three tables, read and written in one round trip. */
import { defineToken } from '#kernel/contract'
import { newId } from '#kernel/ids'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { Statement } from '#kernel/tenancy/unit-of-work'
import type { ApprovalsPort, PastRequest } from './contract.js'
import { peopleOf, type RequestState, type StepState } from './machine.js'

/** A row of `approvals`. */
interface ApprovalRow {
  id: string
  booking_id: string
  status: RequestState['status']
  rule_id: string
  rule_name: string
  rule_version: number
  requested_by: string
  requested_for: string
  excluded_ids: readonly string[]
  resource_id: string
  starts_at: string
  ends_at: string
  current_step: number | null
  version: number
  created_at: string
  decided_at: string | null
}

export type ApprovalRequest = ApprovalRow & RequestState

export type NewRequest = Omit<ApprovalRequest, 'version' | 'created_at' | 'decided_at'>

type StepRow = Omit<StepState, 'decisions'> & { approval_id: string }
type DecisionRow = StepState['decisions'][number] & { step_id: string }

const columns = `id, booking_id, status, rule_id, rule_name, rule_version, requested_by, requested_for, excluded_ids, resource_id, starts_at, ends_at, current_step, version, created_at, decided_at`

export class ApprovalRepository {
  constructor(private readonly transactions: Transactions) {}

  /** @returns the requests in the order of the ids; unknown ones are left out */
  async load(ids: readonly string[]): Promise<ApprovalRequest[]> {
    if (ids.length === 0) return []
    const requests = await this.read({ name: 'approvals.load', text: `select ${columns} from approvals where org_id = $1 and id = any ($2)`, values: [currentTenant().org_id, ids] }, ids)
    return ids.flatMap((id) => requests.find((request) => request.id === id) ?? [])
  }

  /** Locks the request until the commit. Whoever calls it holds the booking already. */
  async lock(id: string): Promise<ApprovalRequest | null> {
    const [request = null] = await this.read({ name: 'approvals.lock', text: `select ${columns} from approvals where org_id = $1 and id = any ($2) for update`, values: [currentTenant().org_id, [id]] }, [id])
    return request
  }

  async pendingOf(bookingId: string): Promise<string | null> {
    const rows = await this.query<{ id: string }>({ name: 'approvals.pending_of', text: `select id from approvals where org_id = $1 and booking_id = $2 and status = 'pending'`, values: [currentTenant().org_id, bookingId] })
    return rows[0]?.id ?? null
  }

  /** Every pending request with its booking, by booking: the order in which several are locked. */
  async pending(): Promise<{ id: string; booking_id: string }[]> {
    return this.query({ name: 'approvals.pending', text: `select id, booking_id from approvals where org_id = $1 and status = 'pending' order by booking_id`, values: [currentTenant().org_id] })
  }

  /** Requests made in `[from, to)`, in order. */
  async history({ from, to, resource_ids }: Parameters<ApprovalsPort['history']>[0]): Promise<PastRequest[]> {
    return this.query<PastRequest & Record<string, unknown>>({
      text: `select resource_id, status, created_at, decided_at from approvals
             where org_id = $1 and created_at >= $2 and created_at < $3 and ($4::uuid[] is null or resource_id = any ($4)) order by created_at`,
      values: [currentTenant().org_id, from, to, resource_ids],
    })
  }

  async insert(request: NewRequest): Promise<void> {
    const { org_id } = currentTenant()
    const { id, booking_id, status, rule_id, rule_name, rule_version, requested_by, requested_for, excluded_ids, resource_id, starts_at, ends_at, current_step } = request
    const text = `insert into approvals (org_id, id, booking_id, status, rule_id, rule_name, rule_version, requested_by, requested_for, excluded_ids, resource_id, starts_at, ends_at, current_step, people)
                  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`
    await Promise.all([
      this.query({ name: 'approvals.insert', text, values: [org_id, id, booking_id, status, rule_id, rule_name, rule_version, requested_by, requested_for, excluded_ids, resource_id, starts_at, ends_at, current_step, peopleOf(request)] }),
      this.writeSteps(id, request.steps),
    ])
  }

  /**
   * Writes what the machine made of a locked request.
   * @throws when the row is not the one that was read: a compare-and-swap under the lock, which only a fault of ours can fail
   */
  async save(before: ApprovalRequest, after: RequestState): Promise<ApprovalRequest> {
    const { org_id } = currentTenant()
    const known = new Set(before.steps.flatMap((step) => step.decisions.map(({ user_id }) => `${step.id} ${user_id}`)))
    const fresh = after.steps.flatMap((step) => step.decisions.filter(({ user_id }) => !known.has(`${step.id} ${user_id}`)).map((decision) => ({ ...decision, step_id: step.id })))
    const [rows] = await Promise.all([
      this.query<{ version: number; decided_at: string | null }>({
        name: 'approvals.save',
        text: `update approvals set status = $4, current_step = $5, people = $6, decided_at = case when $4 = 'pending' then null else now() end, version = version + 1
               where org_id = $1 and id = $2 and version = $3 and status = 'pending' returning version, decided_at`,
        values: [org_id, before.id, before.version, after.status, after.current_step, peopleOf(after)],
      }),
      this.writeSteps(before.id, after.steps),
      ...fresh.map((decision) => this.insertDecision(before.id, decision)),
    ])
    const [row] = rows
    if (!row) throw new Error(`Request ${before.id} changed although its row was locked.`)
    return { ...before, ...after, ...row }
  }

  private async writeSteps(approvalId: string, steps: readonly StepState[]): Promise<void> {
    // Closed steps are written first: at no moment are two of a request open.
    const ordered = [...steps].sort((a, b) => Number(a.status === 'open') - Number(b.status === 'open'))
    await Promise.all(
      ordered.map(({ id, position, definition, status, needed, approver_ids, notices }) =>
        this.query({
          name: 'approvals.write_step',
          text: `insert into approval_steps (org_id, id, approval_id, position, definition, status, needed, approver_ids, notices) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 on conflict (org_id, id) do update set status = $6, needed = $7, approver_ids = $8, notices = $9`,
          values: [currentTenant().org_id, id, approvalId, position, JSON.stringify(definition), status, needed, approver_ids, notices],
        }),
      ),
    )
  }

  private async insertDecision(approvalId: string, { step_id, user_id, decision, comment, decided_at }: DecisionRow): Promise<void> {
    await this.query({
      name: 'approvals.insert_decision',
      text: `insert into approval_decisions (org_id, id, approval_id, step_id, user_id, decision, comment, decided_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      values: [currentTenant().org_id, newId(), approvalId, step_id, user_id, decision, comment, decided_at],
    })
  }

  private async read(statement: Statement, ids: readonly string[]): Promise<ApprovalRequest[]> {
    const { org_id } = currentTenant()
    const [rows, steps, decisions] = await Promise.all([
      this.query<ApprovalRow>(statement),
      this.query<StepRow>({
        name: 'approvals.steps',
        text: `select id, approval_id, position, definition, status, needed, approver_ids, notices from approval_steps where org_id = $1 and approval_id = any ($2) order by position`,
        values: [org_id, ids],
      }),
      this.query<DecisionRow>({
        name: 'approvals.decisions',
        text: `select step_id, user_id, decision, comment, decided_at from approval_decisions where org_id = $1 and approval_id = any ($2) order by decided_at, id`,
        values: [org_id, ids],
      }),
    ])
    return rows.map((row) => ({
      ...row,
      steps: steps
        .filter(({ approval_id }) => approval_id === row.id)
        .map(({ approval_id: _, ...step }) => ({ ...step, decisions: decisions.flatMap(({ step_id, ...decision }) => (step_id === step.id ? [decision] : [])) })),
    }))
  }

  private query<Row extends object>(statement: Statement): Promise<Row[]> {
    return this.transactions.run((work) => work.query<Row & Record<string, unknown>>(statement))
  }
}

export const approvalRepositoryToken = defineToken<ApprovalRepository>('approvals.repository')
