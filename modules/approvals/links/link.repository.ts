import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { Statement } from '#kernel/tenancy/unit-of-work'

export interface DecisionLink extends Record<string, unknown> {
  id: string
  approval_id: string
  step_id: string
  user_id: string
  expires_at: string
  used_at: string | null
}

const columns = 'id, approval_id, step_id, user_id, expires_at, used_at'

/** Statements on `approval_links`. */
export class LinkRepository {
  constructor(private readonly transactions: Transactions) {}

  /** The link this person could still use on this step, the newest. */
  async live(stepId: string, userId: string): Promise<DecisionLink | undefined> {
    const text = `select ${columns} from approval_links where org_id = $1 and step_id = $2 and user_id = $3 and used_at is null and expires_at > now() order by id desc limit 1`
    return (await this.query({ text, values: [currentTenant().org_id, stepId, userId] }))[0]
  }

  /** @param link its `id` is the id of its token */
  async insert(link: Omit<DecisionLink, 'used_at'> & { token_hash: string }): Promise<void> {
    await this.query({
      text: 'insert into approval_links (org_id, id, approval_id, step_id, user_id, expires_at, token_hash) values ($1, $2, $3, $4, $5, $6, $7)',
      values: [currentTenant().org_id, link.id, link.approval_id, link.step_id, link.user_id, link.expires_at, link.token_hash],
    })
  }

  async find(id: string): Promise<DecisionLink | undefined> {
    return (await this.query({ text: `select ${columns} from approval_links where org_id = $1 and id = $2`, values: [currentTenant().org_id, id] }))[0]
  }

  /** @returns false when it was used before */
  async use(id: string): Promise<boolean> {
    const rows = await this.query({ text: `update approval_links set used_at = now() where org_id = $1 and id = $2 and used_at is null returning ${columns}`, values: [currentTenant().org_id, id] })
    return rows.length > 0
  }

  /** Before a tenant is known: through a function that sees every organisation's links and answers for one hash. */
  async byTokenHash(hash: string): Promise<{ org_id: string; id: string } | undefined> {
    const [row] = await this.transactions.global((work) => work.query<{ org_id: string; id: string }>({ text: 'select org_id, id from approval_link_of_token($1)', values: [hash] }))
    return row
  }

  private query(statement: Statement): Promise<DecisionLink[]> {
    return this.transactions.run((work) => work.query<DecisionLink>(statement))
  }
}
