import { defineToken, type Role } from '#kernel/contract'
import { constraintOf } from '#kernel/database/sqlstate'
import { newId } from '#kernel/ids'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { Invitation } from './contract.js'

type InvitationRow = Invitation & Record<string, unknown>

/** What a token leads to, in whichever organisation. `status` never says `expired`; `expires_at` does. */
export interface FoundInvitation extends Record<string, unknown> {
  org_id: string
  id: string
  email: string
  role: Role
  status: Invitation['status']
  expires_at: string
  organization: string
  slug: string
  timezone: string
}

const columns = `id, email, role, case when status = 'pending' and expires_at <= now() then 'expired' else status end as status, invited_by, expires_at, created_at`
const lifetime = `interval '7 days'`

/** Statements on `invitations`. */
export class InvitationRepository {
  constructor(private readonly transactions: Transactions) {}

  /** @returns undefined when an open invitation of this address exists already */
  async add(input: { email: string; role: Role; invited_by: string; token_hash: string }): Promise<Invitation | undefined> {
    await this.query(
      `update invitations set status = 'expired' where org_id = $1 and email_folded = lower($2::text collate "C") and status = 'pending' and expires_at <= now() returning id`,
      [input.email],
    )
    const [row] = await this.query(
      `insert into invitations (org_id, id, email, role, invited_by, token_hash, expires_at) values ($1, $2, $3, $4, $5, $6, now() + ${lifetime})
       on conflict (org_id, email_folded) where status = 'pending' do nothing returning ${columns}`,
      [newId(), input.email, input.role, input.invited_by, input.token_hash],
    )
    return row
  }

  async lock(id: string): Promise<Invitation | undefined> {
    const [row] = await this.query(`select ${columns} from invitations where org_id = $1 and id = $2 for update`, [id])
    return row
  }

  /** The invitation this token is the current one of. */
  async ofToken(id: string, tokenHash: string): Promise<Invitation | undefined> {
    const [row] = await this.query(`select ${columns} from invitations where org_id = $1 and id = $2 and token_hash = $3`, [id, tokenHash])
    return row
  }

  /** Newest first. */
  async page(status: Invitation['status'] | null, before: string | null, limit: number): Promise<Invitation[]> {
    return this.query(
      `select * from (select ${columns} from invitations where org_id = $1 and ($2::uuid is null or id < $2)) i
       where $3::text is null or status = $3 order by id desc limit $4`,
      [before, status, limit],
    )
  }

  /** A new link and a new week; the old link is void. @returns undefined when the address has a newer open invitation */
  async renew(id: string, tokenHash: string): Promise<Invitation | undefined> {
    const text = `update invitations i set status = 'pending', token_hash = $3, expires_at = now() + ${lifetime} where org_id = $1 and id = $2
      and not exists (select from invitations o where o.org_id = i.org_id and o.email_folded = i.email_folded and o.id <> i.id and o.status = 'pending')
      returning ${columns}`
    try {
      return (await this.query(text, [id, tokenHash]))[0]
    } catch (error) {
      // Invited anew in the same moment: the index decides.
      if (constraintOf(error) === 'invitations_open') return undefined
      throw error
    }
  }

  async revoke(id: string): Promise<void> {
    await this.query(`update invitations set status = 'revoked' where org_id = $1 and id = $2 returning id`, [id])
  }

  async accept(id: string, userId: string): Promise<void> {
    await this.query(`update invitations set status = 'accepted', accepted_by = $3 where org_id = $1 and id = $2 returning id`, [id, userId])
  }

  /** Before a tenant is known: through a function that sees every organisation's invitations and answers for one hash. */
  async byTokenHash(hash: string): Promise<FoundInvitation | undefined> {
    const [row] = await this.transactions.global((work) => work.query<FoundInvitation>({ text: 'select * from invitation_of_token($1)', values: [hash] }))
    return row
  }

  private async query(text: string, values: readonly unknown[]): Promise<Invitation[]> {
    const statement = { text, values: [currentTenant().org_id, ...values] }
    return this.transactions.run((work) => work.query<InvitationRow>(statement))
  }
}

export const invitationRepositoryToken = defineToken<InvitationRepository>('members.invitationRows')
