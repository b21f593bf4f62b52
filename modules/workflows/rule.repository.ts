/** Rules and their versions: a rule is never written without the version that keeps it as it was. */
import { defineToken } from '#kernel/contract'
import { newId } from '#kernel/ids'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { Statement } from '#kernel/tenancy/unit-of-work'
import type { Rule, RuleVersion } from './contract.js'
import type { Judgeable } from './engine.js'

/** A row of `workflow_rules`. */
export interface RuleRow extends Omit<Rule, 'trigger'> {
  /** In which order rules of equal priority were written; a bigint as text. */
  seq: string
}

/** What a person states about a rule. */
export type RuleStatement = Pick<Rule, 'name' | 'description' | 'priority' | 'enabled' | 'conditions' | 'outcome'>

export interface RuleFilter {
  enabled?: boolean
  /** Archived ones only, or only the others. */
  archived: boolean
}

const columns = 'id, seq, name, description, priority, enabled, conditions, outcome, version, archived_at, created_at, updated_at'

export class RuleRepository {
  constructor(private readonly transactions: Transactions) {}

  /** The rules that are asked, in their order. One statement per verdict. */
  async asked(): Promise<Judgeable[]> {
    return this.query({
      name: 'workflows.asked',
      text: 'select id, name, version, conditions, outcome from workflow_rules where org_id = $1 and enabled order by priority, seq',
      values: [currentTenant().org_id],
    })
  }

  /** The same with what places a draft rule among them. */
  async askedInOrder(): Promise<(Judgeable & { priority: number; seq: string })[]> {
    return this.query({ text: 'select id, name, version, conditions, outcome, priority, seq from workflow_rules where org_id = $1 and enabled order by priority, seq', values: [currentTenant().org_id] })
  }

  async find(id: string): Promise<RuleRow | null> {
    const [row = null] = await this.query<RuleRow>({ text: `select ${columns} from workflow_rules where org_id = $1 and id = $2`, values: [currentTenant().org_id, id] })
    return row
  }

  /** Locks the rule until the commit: its versions follow each other without a gap. */
  async lock(id: string): Promise<RuleRow | null> {
    const [row = null] = await this.query<RuleRow>({ text: `select ${columns} from workflow_rules where org_id = $1 and id = $2 for update`, values: [currentTenant().org_id, id] })
    return row
  }

  /** @param after priority and seq of the last rule seen */
  async list({ enabled, archived }: RuleFilter, limit: number, after: readonly [number, string] | null): Promise<RuleRow[]> {
    return this.query({
      text: `select ${columns} from workflow_rules
             where org_id = $1 and (archived_at is not null) = $2 and ($3::boolean is null or enabled = $3) and ($4::integer is null or (priority, seq) > ($4, $5::bigint))
             order by priority, seq limit $6`,
      values: [currentTenant().org_id, archived, enabled ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
    })
  }

  async insert(statement: RuleStatement): Promise<RuleRow> {
    const { name, description, priority, enabled, conditions, outcome } = statement
    const [row] = await this.query<RuleRow>({
      text: `insert into workflow_rules (org_id, id, name, description, priority, enabled, conditions, outcome) values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${columns}`,
      values: [currentTenant().org_id, newId(), name, description, priority, enabled, JSON.stringify(conditions), JSON.stringify(outcome)],
    })
    return this.keep(row)
  }

  /** Writes the next version of a locked rule. */
  async update(id: string, { name, description, priority, enabled, conditions, outcome }: RuleStatement, archived = false): Promise<RuleRow> {
    const [row] = await this.query<RuleRow>({
      text: `update workflow_rules set name = $3, description = $4, priority = $5, enabled = $6, conditions = $7, outcome = $8, version = version + 1, updated_at = now(),
             archived_at = case when $9 then now() else null end where org_id = $1 and id = $2 returning ${columns}`,
      values: [currentTenant().org_id, id, name, description, priority, enabled, JSON.stringify(conditions), JSON.stringify(outcome), archived],
    })
    return this.keep(row)
  }

  /** Newest first. @param below the version the last page ended with */
  async versions(ruleId: string, limit: number, below: number | null): Promise<RuleVersion[]> {
    return this.query({
      text: `select rule_id, version, name, description, priority, enabled, archived, conditions, outcome, changed_by, changed_at from workflow_rule_versions
             where org_id = $1 and rule_id = $2 and ($3::integer is null or version < $3) order by version desc limit $4`,
      values: [currentTenant().org_id, ruleId, below, limit],
    })
  }

  private async keep(row: RuleRow | undefined): Promise<RuleRow> {
    if (!row) throw new Error('A rule that was locked or new could not be written.')
    const { org_id, user_id } = currentTenant()
    const { id, version, name, description, priority, enabled, archived_at, conditions, outcome } = row
    await this.query({
      text: `insert into workflow_rule_versions (org_id, id, rule_id, version, name, description, priority, enabled, archived, conditions, outcome, changed_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      values: [org_id, newId(), id, version, name, description, priority, enabled, archived_at !== null, JSON.stringify(conditions), JSON.stringify(outcome), user_id],
    })
    return row
  }

  private query<Row extends object>(statement: Statement): Promise<Row[]> {
    return this.transactions.run((work) => work.query<Row & Record<string, unknown>>(statement))
  }
}

export const ruleRepositoryToken = defineToken<RuleRepository>('workflows.rules')
