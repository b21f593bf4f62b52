/** What people chose, as stored; a row that is not there means the defaults. */
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { NoticeDelivery, NoticeKind, QuietHours } from '../contract.js'

/** When mail goes to somebody, apart from the kinds. */
export interface Settings {
  quiet_hours: QuietHours | null
  /** Minutes before a start, the longest first. */
  reminder_minutes: readonly number[]
  /** Of the daily digest. */
  digest_hour: number
}

export interface Choice {
  email: boolean
  delivery: NoticeDelivery
}

/** One hour before a booking begins, and the digest at eight. */
export const defaults: Settings = { quiet_hours: null, reminder_minutes: [60], digest_hour: 8 }

const standard: Choice = { email: true, delivery: 'immediate' }

/** All that somebody chose. */
export class Wishes {
  constructor(
    readonly settings: Settings,
    private readonly choices: ReadonlyMap<string, Choice>,
  ) {}

  choice(kind: NoticeKind): Choice {
    return this.choices.get(kind) ?? standard
  }

  wants(kind: NoticeKind): boolean {
    return this.choice(kind).email
  }

  /** How long before a start to be reminded: nothing for whoever wants no reminders at all. */
  get leads(): readonly number[] {
    return this.wants('booking_reminder') ? this.settings.reminder_minutes : []
  }
}

interface ChoiceRow extends Choice, Record<string, unknown> {
  user_id: string
  kind: string
}

interface SettingsRow extends Record<string, unknown> {
  user_id: string
  quiet_from: string | null
  quiet_to: string
  quiet_days: QuietHours['days']
  reminder_minutes: number[]
  digest_hour: number
}

export class PreferencesRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Of people of the current organisation; whoever chose nothing has the defaults. */
  async wishesOf(userIds: readonly string[]): Promise<(userId: string) => Wishes> {
    const values = [currentTenant().org_id, [...new Set(userIds)]]
    const [choices, settings] = await this.transactions.run((work) =>
      Promise.all([
        work.query<ChoiceRow>({ name: 'notifications.choices', text: 'select user_id, kind, email, delivery from notification_preferences where org_id = $1 and user_id = any($2::uuid[])', values }),
        work.query<SettingsRow>({
          name: 'notifications.settings',
          text: 'select user_id, quiet_from, quiet_to, quiet_days, reminder_minutes, digest_hour from notification_settings where org_id = $1 and user_id = any($2::uuid[])',
          values,
        }),
      ]),
    )
    const chosen = Map.groupBy(choices, ({ user_id }) => user_id)
    const set = new Map(settings.map((row) => [row.user_id, settingsOf(row)]))
    return (id) => new Wishes(set.get(id) ?? defaults, new Map((chosen.get(id) ?? []).map(({ kind, email, delivery }) => [kind, { email, delivery }])))
  }

  async of(userId: string): Promise<Wishes> {
    return (await this.wishesOf([userId]))(userId)
  }

  async choose(userId: string, choices: ReadonlyMap<NoticeKind, Choice>): Promise<void> {
    const rows = [...choices]
    await this.transactions.run((work) =>
      work.query({
        text: `insert into notification_preferences (org_id, user_id, kind, email, delivery)
               select $1, $2, kind, email, delivery from unnest($3::text[], $4::boolean[], $5::text[]) as c (kind, email, delivery)
               on conflict (org_id, user_id, kind) do update set email = excluded.email, delivery = excluded.delivery, updated_at = now()`,
        values: [currentTenant().org_id, userId, rows.map(([kind]) => kind), rows.map(([, { email }]) => email), rows.map(([, { delivery }]) => delivery)],
      }),
    )
  }

  async set(userId: string, { quiet_hours, reminder_minutes, digest_hour }: Settings): Promise<void> {
    const { from, to, days } = quiet_hours ?? { from: null, to: null, days: null }
    await this.transactions.run((work) =>
      work.query({
        text: `insert into notification_settings (org_id, user_id, quiet_from, quiet_to, quiet_days, reminder_minutes, digest_hour) values ($1, $2, $3, $4, $5, $6, $7)
               on conflict (org_id, user_id) do update set quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, quiet_days = excluded.quiet_days,
                 reminder_minutes = excluded.reminder_minutes, digest_hour = excluded.digest_hour, updated_at = now()`,
        values: [currentTenant().org_id, userId, from, to, days, reminder_minutes, digest_hour],
      }),
    )
  }
}

function settingsOf({ quiet_from, quiet_to, quiet_days, reminder_minutes, digest_hour }: SettingsRow): Settings {
  return { quiet_hours: quiet_from === null ? null : { from: quiet_from, to: quiet_to, days: quiet_days }, reminder_minutes, digest_hour }
}
