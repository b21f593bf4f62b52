import { defineToken, roles, type Role } from '#kernel/contract'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'

/** A membership as stored; name and address belong to auth. */
export interface Membership extends Record<string, unknown> {
  user_id: string
  role: Role
  status: 'active' | 'deactivated'
  version: number
  joined_at: string
}

const columns = 'user_id, role, status, version, joined_at'

/** Statements on `memberships`, whose key is (org_id, user_id) rather than (org_id, id). */
export class MembershipRepository {
  constructor(private readonly transactions: Transactions) {}

  async byIds(ids: readonly string[]): Promise<Membership[]> {
    if (ids.length === 0) return []
    return this.query(`select ${columns} from memberships where org_id = $1 and user_id = any($2::uuid[])`, [[...new Set(ids)]], 'members.by_ids')
  }

  async activeWithRole(wanted: readonly Role[]): Promise<Membership[]> {
    return this.query(`select ${columns} from memberships where org_id = $1 and status = 'active' and role = any($2) order by user_id`, [wanted], 'members.with_role')
  }

  /**
   * Adds a person, or makes a deactivated one active again with the role given.
   * @returns undefined when the person is an active member already
   */
  async addOrRevive(userId: string, role: Role): Promise<Membership | undefined> {
    const [row] = await this.query(
      `insert into memberships (org_id, user_id, role) values ($1, $2, $3)
       on conflict (org_id, user_id) do update set role = $3, status = 'active', version = memberships.version + 1
         where memberships.org_id = $1 and memberships.status = 'deactivated'
       returning ${columns}`,
      [userId, role],
    )
    return row
  }

  private async query(text: string, values: readonly unknown[], name?: string): Promise<Membership[]> {
    const statement = { ...(name ? { name } : {}), text, values: [currentTenant().org_id, ...values] }
    return this.transactions.run((work) => work.query<Membership>(statement))
  }
}

/** The roles from `least` upwards. */
export function rolesFrom(least: Role): readonly Role[] {
  return roles.slice(roles.indexOf(least))
}

export const membershipRepositoryToken = defineToken<MembershipRepository>('members.memberships')
