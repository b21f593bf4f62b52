import type { EventRecorder } from '#kernel/events/recorder'
import { invalid } from '#kernel/http/problems'
import { currentTenant, currentUserId } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { noticeKinds, notifications, type NoticeKind, type Preferences } from '../contract.js'

export class PreferencesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly recorder: EventRecorder,
  ) {}

  /** What the person asking gets, every kind in its order. */
  async mine(): Promise<Preferences> {
    const off = await this.unwanted(currentUserId())
    return { items: (Object.keys(noticeKinds) as NoticeKind[]).map((kind) => ({ kind, description: noticeKinds[kind], email: !off.has(kind) })) }
  }

  /** Kinds that are not named are sent. @throws 422 when one is named twice */
  async replaceMine(items: readonly { kind: NoticeKind; email: boolean }[]): Promise<Preferences> {
    const twice = items.findIndex(({ kind }, index) => items.slice(0, index).some((other) => other.kind === kind))
    if (twice >= 0) throw invalid({ pointer: `/items/${twice}/kind`, detail: 'This kind is named before.' })
    const user_id = currentUserId()
    const before = await this.unwanted(user_id)
    const after = new Set(items.filter(({ email }) => !email).map(({ kind }) => kind))
    const changed = (Object.keys(noticeKinds) as NoticeKind[]).filter((kind) => before.has(kind) !== after.has(kind))
    if (changed.length > 0) {
      await this.transactions.run((work) =>
        work.query({
          text: `insert into notification_preferences (org_id, user_id, kind, email)
                 select $1, $2, kind, email from unnest($3::text[], $4::boolean[]) as c (kind, email)
                 on conflict (org_id, user_id, kind) do update set email = excluded.email, updated_at = now()`,
          values: [currentTenant().org_id, user_id, changed, changed.map((kind) => !after.has(kind))],
        }),
      )
      const changes = Object.fromEntries(changed.map((kind) => [kind, { from: !before.has(kind), to: !after.has(kind) }]))
      this.recorder.emit(notifications.events.preferences_changed, { subject: { kind: 'member', id: user_id }, data: { user_id }, people: [user_id], changes })
    }
    return this.mine()
  }

  /** Whether a person of the current organisation gets this kind of mail. */
  async wants(userId: string, kind: NoticeKind): Promise<boolean> {
    return !(await this.unwanted(userId)).has(kind)
  }

  private async unwanted(userId: string): Promise<ReadonlySet<string>> {
    const rows = await this.transactions.run((work) =>
      work.query<{ kind: string }>({
        name: 'notifications.unwanted',
        text: 'select kind from notification_preferences where org_id = $1 and user_id = $2 and not email',
        values: [currentTenant().org_id, userId],
      }),
    )
    return new Set(rows.map(({ kind }) => kind))
  }
}
