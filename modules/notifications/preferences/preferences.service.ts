import type { AuthPort } from '#modules/auth/contract'
import type { OrgsPort } from '#modules/orgs/contract'
import type { Changes } from '#kernel/events/event'
import type { EventRecorder } from '#kernel/events/recorder'
import type { Replay } from '#kernel/events/replay'
import type { FieldError } from '#kernel/http/problem'
import { invalid } from '#kernel/http/problems'
import { say } from '#kernel/language'
import { currentUserId } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { choosableKinds, gatherableKinds, noticeKinds, notifications, weekdays, type NoticeKind, type Preferences, type PreferencesChange, type QuietHours } from '../contract.js'
import { emailChannel } from '../notice.js'
import { planningChannel } from '../planning.js'
import type { Choice, PreferencesRepository, Settings, Wishes } from './preferences.repository.js'

const gatherable: ReadonlySet<NoticeKind> = new Set(gatherableKinds)

/** Changes after which what is planned for somebody has to be planned anew. */
const planned = ['reminder_minutes', 'booking_reminder', 'approver_digest']

export class PreferencesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: PreferencesRepository,
    private readonly accounts: AuthPort,
    private readonly organizations: OrgsPort,
    private readonly recorder: EventRecorder,
    private readonly replay: Replay,
  ) {}

  /** What the person asking gets and when, every kind in its order. */
  async mine(): Promise<Preferences> {
    const user_id = currentUserId()
    const [wishes, users] = await Promise.all([this.repository.of(user_id), this.accounts.usersById([user_id])])
    const timezone = users.get(user_id)?.timezone ?? (await this.organizations.current()).timezone
    const { quiet_hours, reminder_minutes, digest_hour } = wishes.settings
    const items = choosableKinds.map((kind) => ({ kind, description: noticeKinds[kind], ...wishes.choice(kind), gatherable: gatherable.has(kind) }))
    return { items, timezone, quiet_hours, reminder_minutes: [...reminder_minutes], digest_hour }
  }

  /** Replaces the parts that are given. @throws 422 naming each item that cannot be */
  async replaceMine(change: PreferencesChange): Promise<Preferences> {
    check(change)
    const user_id = currentUserId()
    const before = await this.repository.of(user_id)
    const choices = change.items === undefined ? new Map<NoticeKind, Choice>() : changedChoices(before, change.items)
    const settings = { ...before.settings, ...pick(change) }
    const changes = { ...choiceChanges(before, choices), ...settingChanges(before.settings, settings) }
    if (Object.keys(changes).length === 0) return this.mine()
    if (choices.size > 0) await this.repository.choose(user_id, choices)
    if (Object.keys(settingChanges(before.settings, settings)).length > 0) await this.repository.set(user_id, settings)
    this.recorder.emit(notifications.events.preferences_changed, { subject: { kind: 'member', id: user_id }, data: { user_id }, people: [user_id], changes })
    if (planned.some((field) => field in changes)) await this.transactions.run(async ({ now }) => this.recorder.send({ channel: planningChannel, payload: { user_id, at: now.toISOString() } }))
    // Mail that waits for the end of hours which are others by now.
    if ('quiet_hours' in changes) await this.replay.hasten(emailChannel, { recipient_user_id: user_id })
    return this.mine()
  }
}

function check({ items = [], quiet_hours }: PreferencesChange): void {
  const errors: FieldError[] = items.flatMap(({ kind, delivery }, index) => [
    ...(items.slice(0, index).some((other) => other.kind === kind) ? [{ pointer: `/items/${index}/kind`, detail: say`This kind is named before.` }] : []),
    ...(delivery === 'daily_digest' && !gatherable.has(kind) ? [{ pointer: `/items/${index}/delivery`, detail: say`'${kind}' is always sent by itself. Leave delivery out, or say 'immediate'.` }] : []),
  ])
  if (quiet_hours && quiet_hours.from === quiet_hours.to) errors.push({ pointer: '/quiet_hours/to', detail: say`Quiet hours end at another time than they begin. For a whole day say 00:00 to 24:00.` })
  if (quiet_hours && quiet_hours.from === '00:00' && quiet_hours.to === '24:00' && quiet_hours.days.length === 7) errors.push({ pointer: '/quiet_hours/days', detail: say`Always quiet, no mail would ever leave. Leave a day out, or switch off the kinds you do not want.` })
  if (errors.length > 0) throw invalid(...errors)
}

/** Kinds that are not named go back to what everybody gets. */
function changedChoices(before: Wishes, items: NonNullable<PreferencesChange['items']>): ReadonlyMap<NoticeKind, Choice> {
  const named = new Map(items.map((item) => [item.kind, item]))
  const wanted = choosableKinds.map((kind): [NoticeKind, Choice] => {
    const item = named.get(kind)
    return [kind, { email: item?.email ?? true, delivery: item?.delivery ?? (item ? before.choice(kind).delivery : 'immediate') }]
  })
  return new Map(wanted.filter(([kind, choice]) => !same(before.choice(kind), choice)))
}

function pick({ quiet_hours, reminder_minutes, digest_hour }: PreferencesChange): Partial<Settings> {
  return {
    ...(quiet_hours === undefined ? {} : { quiet_hours: inOrder(quiet_hours) }),
    ...(reminder_minutes === undefined ? {} : { reminder_minutes: [...reminder_minutes].sort((a, b) => b - a) }),
    ...(digest_hour === undefined ? {} : { digest_hour }),
  }
}

/** One spelling for what is the same, so that saving it again changes nothing. */
function inOrder(quiet: QuietHours | null): QuietHours | null {
  return quiet && { from: quiet.from, to: quiet.to, days: weekdays.filter((day) => quiet.days.includes(day)) }
}

function choiceChanges(before: Wishes, after: ReadonlyMap<NoticeKind, Choice>): Changes {
  return Object.fromEntries(
    [...after].flatMap(([kind, { email, delivery }]) => {
      const was = before.choice(kind)
      return [
        ...(was.email === email ? [] : [[kind, { from: was.email, to: email }] as const]),
        ...(was.delivery === delivery ? [] : [[`${kind}.delivery`, { from: was.delivery, to: delivery }] as const]),
      ]
    }),
  )
}

function settingChanges(before: Settings, after: Settings): Changes {
  const fields = ['quiet_hours', 'reminder_minutes', 'digest_hour'] as const
  // When somebody sleeps is nobody's business: of quiet hours the log knows that there are some.
  const shown = (settings: Settings, field: (typeof fields)[number]) => (field === 'quiet_hours' ? settings.quiet_hours && 'set' : settings[field])
  return Object.fromEntries(fields.flatMap((field) => (same(before[field], after[field]) ? [] : [[field, { from: shown(before, field), to: shown(after, field) }]])))
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
