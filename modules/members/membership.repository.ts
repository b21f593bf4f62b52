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

export interface MembershipFilter {
  role?: Role | null
  status?: Membership['status'] | null
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

  /** A stretch of the list in the order of ids. */
  async page({ role = null, status = null }: MembershipFilter, after: string | null, limit: number): Promise<Membership[]> {
    return this.query(
      `select ${columns} from memberships
       where org_id = $1 and ($2::text is null or role = $2) and ($3::text is null or status = $3) and ($4::uuid is null or user_id > $4)
       order by user_id limit $5`,
      [role, status, after, limit],
      'members.page',
    )
  }

  /**
   * Like {@link page}, of people whose name or address contains a word. One statement that ends with the page: names are auth's, but asking for them
   * stretch by stretch would carry a whole organisation through this process for a word nobody bears.
   * @param q folded; the database folds names by its own locale
   */
  async search({ role = null, status = null }: MembershipFilter, q: string, after: string | null, limit: number): Promise<Membership[]> {
    return this.query(
      `select m.user_id, m.role, m.status, m.version, m.joined_at from memberships m join users u on u.id = m.user_id
       where m.org_id = $1 and ($2::text is null or m.role = $2) and ($3::text is null or m.status = $3) and ($4::uuid is null or m.user_id > $4)
         and (strpos(lower(u.name), $6) > 0 or strpos(u.email_folded, $6) > 0)
       order by m.user_id limit $5`,
      [role, status, after, limit, q],
      'members.search',
    )
  }

  /**
   * Locks the active owners and one person, in the order of ids: two who take an owner away wait for each other instead of leaving none.
   * @returns the person, and how many active owners there are
   */
  async lockWithOwners(userId: string): Promise<{ person: Membership | undefined; owners: number }> {
    const rows = await this.query(
      `select ${columns} from memberships where org_id = $1 and (role = 'owner' and status = 'active' or user_id = $2) order by user_id for update`,
      [userId],
    )
    const owners = rows.filter(({ role, status }) => role === 'owner' && status === 'active').length
    return { person: rows.find(({ user_id }) => user_id === userId), owners }
  }

  async update(userId: string, { role, status }: Pick<Membership, 'role' | 'status'>): Promise<Membership> {
    const [row] = await this.query(`update memberships set role = $3, status = $4, version = version + 1 where org_id = $1 and user_id = $2 returning ${columns}`, [userId, role, status])
    return row!
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
