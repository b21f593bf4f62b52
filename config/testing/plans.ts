/** Plans of prepared statements as a role sees them under row-level security, generic as the connections of the pool keep them. */
import type { PoolClient } from 'pg'
import type { Statement } from '#kernel/tenancy/unit-of-work'

export interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Rows Removed by Filter'?: number
  'Actual Rows': number
  'Actual Loops': number
  Plans?: PlanNode[]
}

export interface AskedAs {
  role: 'bookflow_app' | 'bookflow_cross'
  org_id: string
}

/** Runs the statement on a connection inside a transaction of the caller's, and explains what was done. */
export async function planOf(client: PoolClient, { text, values = [] }: Statement, { role, org_id }: AskedAs): Promise<PlanNode[]> {
  await client.query(`set local role ${role}`)
  await client.query(`select set_config('app.org_id', $1, true)`, [org_id])
  await client.query(`set local plan_cache_mode = force_generic_plan`)
  await client.query(`prepare asked as ${text}`)
  const list = values.length === 0 ? '' : `(${values.map(literalOf).join(', ')})`
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`explain (analyze, format json) execute asked${list}`)
  await client.query('deallocate asked')
  return flatPlan(rows[0]!['QUERY PLAN'][0].Plan)
}

/** Every node of a plan. */
export function flatPlan(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatPlan)]
}

/** What a plan does that it must not on a filled table: read all of one, or look at far more rows than it gives. */
export function faultsOf(nodes: readonly PlanNode[], filled: RegExp): string[] {
  const most = 2_000
  return nodes
    .filter(({ 'Relation Name': relation = '' }) => filled.test(relation))
    .flatMap((node) => {
      const read = node['Actual Rows'] * node['Actual Loops'] + (node['Rows Removed by Filter'] ?? 0) * node['Actual Loops']
      if (node['Node Type'] === 'Seq Scan') return [`reads all of ${node['Relation Name']}`]
      return read > most ? [`looks at ${read} rows of ${node['Relation Name']} by ${node['Index Name'] ?? node['Node Type']}`] : []
    })
}

/** A value as the argument of EXECUTE. */
export function literalOf(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  return `'${(Array.isArray(value) ? `{${value.join(',')}}` : String(value)).replaceAll("'", "''")}'`
}
