/** Views of lists somebody keeps under a name. Personal: nobody else's are ever read, whatever the role; the log says of which list one was kept, not what it shows. */
import { defineToken, type EventDefinition } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import { alreadyExists, notFound, stateConflict } from '#kernel/http/problems'
import type { PageRequest } from '#kernel/http/page'
import { newId } from '#kernel/ids'
import { say } from '#kernel/language'
import { currentTenant, currentUserId } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { members, type ChangeView, type SavedView, type SaveView } from '../contract.js'

const columns = 'id, screen, name, query, is_default, created_at'
/** As many as anybody finds anything in. */
const most = 100
const { view_kept, view_changed, view_forgotten, view_restored } = members.events

export class SavedViewService {
  constructor(
    private readonly transactions: Transactions,
    private readonly recorder: EventRecorder,
  ) {}

  /** The caller's own, oldest first: whatever becomes of one, the others keep their places. */
  async mine(screen: string | null, { limit, after }: PageRequest): Promise<SavedView[]> {
    return this.query(
      `select ${columns} from saved_views where org_id = $1 and user_id = $2 and forgotten_at is null and ($3::text is null or screen = $3) and ($4::uuid is null or id > $4) order by id limit $5`,
      [screen, after?.[0] ?? null, limit + 1],
    )
  }

  /** @throws 409 already_exists for a name the caller has on this screen, state_conflict at a hundred views */
  async save({ screen, name, query, is_default = false }: SaveView): Promise<SavedView> {
    return this.alone(async () => {
      await this.assertRoom()
      await this.assertUnused(screen, name)
      if (is_default) await this.clearDefault(screen)
      const view = await this.one(`insert into saved_views (org_id, id, user_id, screen, name, query, is_default) values ($1, $3, $2, $4, $5, $6, $7) returning ${columns}`, [newId(), screen, name, query, is_default])
      return this.told(view_kept, view)
    })
  }

  /** Only what is given changes. A screen has one default at most: it moves. @throws 404, also for somebody else's, 409 already_exists */
  async change(id: string, { name, query, is_default }: ChangeView): Promise<SavedView> {
    return this.alone(async () => {
      const before = await this.kept(id)
      const after = { name: name ?? before.name, query: query ?? before.query, is_default: is_default ?? before.is_default }
      if (after.name === before.name && after.query === before.query && after.is_default === before.is_default) return before
      if (after.name !== before.name) await this.assertUnused(before.screen, after.name)
      if (after.is_default && !before.is_default) await this.clearDefault(before.screen)
      const view = await this.one(`update saved_views set name = $4, query = $5, is_default = $6 where org_id = $1 and user_id = $2 and id = $3 returning ${columns}`, [id, after.name, after.query, after.is_default])
      return this.told(view_changed, view)
    })
  }

  /** It can be restored for a day; what was forgotten before that goes. @throws 404, also for somebody else's */
  async remove(id: string): Promise<void> {
    await this.alone(async () => {
      await this.query(`delete from saved_views where org_id = $1 and user_id = $2 and forgotten_at < now() - interval '1 day'`, [])
      const view = await this.kept(id)
      await this.query('update saved_views set forgotten_at = now() where org_id = $1 and user_id = $2 and id = $3', [id])
      this.told(view_forgotten, view)
    })
  }

  /**
   * Back at its place; the default of its screen again unless another one is meanwhile.
   * @throws 404, also for somebody else's and when it was forgotten long ago, 409 state_conflict when it is kept, or at a hundred views, already_exists when its name is taken meanwhile
   */
  async restore(id: string): Promise<SavedView> {
    return this.alone(async () => {
      const [gone] = await this.query<SavedView & { forgotten_at: string | null }>(`select ${columns}, forgotten_at from saved_views where org_id = $1 and user_id = $2 and id = $3`, [id])
      if (!gone) throw notFound('saved view')
      if (gone.forgotten_at === null) throw stateConflict(say`You keep this view: it was not removed.`)
      await this.assertRoom()
      await this.assertUnused(gone.screen, gone.name)
      const view = await this.one(
        `update saved_views set forgotten_at = null, is_default = is_default and not exists (
           select from saved_views other where other.org_id = $1 and other.user_id = $2 and other.screen = $4 and other.is_default and other.forgotten_at is null)
         where org_id = $1 and user_id = $2 and id = $3 returning ${columns}`,
        [id, gone.screen],
      )
      return this.told(view_restored, view)
    })
  }

  private async kept(id: string): Promise<SavedView> {
    const [view] = await this.query(`select ${columns} from saved_views where org_id = $1 and user_id = $2 and id = $3 and forgotten_at is null`, [id])
    if (!view) throw notFound('saved view')
    return view
  }

  private async assertRoom(): Promise<void> {
    const [count] = await this.query<{ views: number }>('select count(*)::int as views from saved_views where org_id = $1 and user_id = $2 and forgotten_at is null', [])
    if ((count?.views ?? 0) >= most) throw stateConflict(say`You keep ${most} views already. Remove one you no longer need.`)
  }

  private async assertUnused(screen: string, name: string): Promise<void> {
    const taken = await this.query('select id from saved_views where org_id = $1 and user_id = $2 and screen = $3 and name = $4 and forgotten_at is null', [screen, name])
    if (taken.length > 0) throw alreadyExists(say`You have a view named '${name}' on this screen already. Choose another name, or remove it first.`)
  }

  private async clearDefault(screen: string): Promise<void> {
    await this.query('update saved_views set is_default = false where org_id = $1 and user_id = $2 and screen = $3 and is_default', [screen])
  }

  private told(event: EventDefinition<typeof view_kept.schema>, view: SavedView): SavedView {
    this.recorder.emit(event, { subject: { kind: 'saved_view', id: view.id }, data: { view_id: view.id, user_id: currentUserId(), screen: view.screen }, people: [currentUserId()] })
    return view
  }

  /** One change after the other of a person's views: counts, names and the default are looked at before they are written. */
  private alone<T>(change: () => Promise<T>): Promise<T> {
    return this.transactions.run(async () => {
      await this.query('select from memberships where org_id = $1 and user_id = $2 for no key update', [])
      return change()
    })
  }

  private async one(text: string, values: readonly unknown[]): Promise<SavedView> {
    const [view] = await this.query(text, values)
    return view!
  }

  /** The organisation is always $1, the person $2. */
  private query<Row extends object = SavedView>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.transactions.run((work) => work.query<Row & Record<string, unknown>>({ text, values: [currentTenant().org_id, currentUserId(), ...values] }))
  }
}

export const savedViewServiceToken = defineToken<SavedViewService>('members.savedViews')
