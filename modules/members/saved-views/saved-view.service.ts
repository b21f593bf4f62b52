/** Views of lists somebody keeps under a name. Personal: nobody else's are ever read, whatever the role; and no news to anybody, so nothing is recorded. */
import { defineToken } from '#kernel/contract'
import { alreadyExists, notFound, stateConflict } from '#kernel/http/problems'
import type { PageRequest } from '#kernel/http/page'
import { newId } from '#kernel/ids'
import { say } from '#kernel/language'
import { currentTenant, currentUserId } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { SavedView, SaveView } from '../contract.js'

const columns = 'id, screen, name, query, created_at'
/** As many as anybody finds anything in. */
const most = 100

export class SavedViewService {
  constructor(private readonly transactions: Transactions) {}

  /** The caller's own, oldest first. */
  async mine(screen: string | null, { limit, after }: PageRequest): Promise<SavedView[]> {
    return this.query(
      `select ${columns} from saved_views where org_id = $1 and user_id = $2 and ($3::text is null or screen = $3) and ($4::uuid is null or id > $4) order by id limit $5`,
      [screen, after?.[0] ?? null, limit + 1],
    )
  }

  /** @throws 409 already_exists for a name the caller has on this screen, state_conflict at a hundred views */
  async save({ screen, name, query }: SaveView): Promise<SavedView> {
    return this.transactions.run(async () => {
      const [count] = await this.query<{ views: number }>('select count(*)::int as views from saved_views where org_id = $1 and user_id = $2', [])
      if ((count?.views ?? 0) >= most) throw stateConflict(say`You keep ${most} views already. Remove one you no longer need.`)
      const [view] = await this.query(
        `insert into saved_views (org_id, id, user_id, screen, name, query) values ($1, $3, $2, $4, $5, $6) on conflict on constraint saved_views_name do nothing returning ${columns}`,
        [newId(), screen, name, query],
      )
      if (!view) throw alreadyExists(say`You have a view named '${name}' on this screen already. Choose another name, or remove it first.`)
      return view
    })
  }

  /** @throws 404, also for somebody else's */
  async remove(id: string): Promise<void> {
    const [gone] = await this.query('delete from saved_views where org_id = $1 and user_id = $2 and id = $3 returning id', [id])
    if (!gone) throw notFound('saved view')
  }

  /** The organisation is always $1, the person $2. */
  private query<Row extends object = SavedView>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.transactions.run((work) => work.query<Row & Record<string, unknown>>({ text, values: [currentTenant().org_id, currentUserId(), ...values] }))
  }
}

export const savedViewServiceToken = defineToken<SavedViewService>('members.savedViews')
