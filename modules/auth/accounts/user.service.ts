import { defineToken } from '#kernel/contract'
import { alreadyExists } from '#kernel/http/problems'
import { newId } from '#kernel/ids'
import { say } from '#kernel/language'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { User } from '../contract.js'
import type { PasswordHasher } from '../protection/password-hasher.js'
import type { SecurityEvents } from '../protection/security-events.js'

type UserRow = User & Record<string, unknown>

const columns = 'id, email, name, locale, timezone'

export interface NewUser {
  email: string
  name: string
  password_hash: string
  timezone?: string
  /** BCP 47. */
  locale?: string
}

export interface ProfileChanges {
  name?: string
  locale?: string
  timezone?: string
}

/** People: who they are, found by id or by address. */
export class UserService {
  constructor(
    private readonly transactions: Transactions,
    private readonly hasher: PasswordHasher,
    private readonly securityEvents: SecurityEvents,
  ) {}

  async findByEmail(email: string): Promise<User | null> {
    const [user] = await this.transactions.global((work) =>
      work.query<UserRow>({ name: 'auth.user_by_email', text: `select ${columns} from users where email_folded = lower($1::text collate "C")`, values: [email] }),
    )
    return user ?? null
  }

  async byIds(ids: readonly string[]): Promise<ReadonlyMap<string, User>> {
    if (ids.length === 0) return new Map()
    const users = await this.transactions.global((work) =>
      work.query<UserRow>({ name: 'auth.users_by_id', text: `select ${columns} from users where id = any($1::uuid[])`, values: [[...new Set(ids)]] }),
    )
    return new Map(users.map((user) => [user.id, user]))
  }

  /** For an address proved otherwise, e.g. by an invitation's link. @throws 409 already_exists */
  async createVerified(person: NewUser | (Omit<NewUser, 'password_hash'> & { password: string })): Promise<User> {
    if ('password_hash' in person) return this.create(person)
    const { password, ...rest } = person
    return this.create({ ...rest, password_hash: await this.hasher.hash(password) })
  }

  /** Joins the open unit of work. @throws 409 already_exists */
  async create({ email, name, password_hash, timezone = 'UTC', locale = 'en' }: NewUser): Promise<User> {
    return this.transactions.global(async (work) => {
      const [user] = await work.query<UserRow>({
        text: `insert into users (id, email, name, password_hash, timezone, locale) values ($1, $2, $3, $4, $5, $6)
               on conflict (email_folded) do nothing returning ${columns}`,
        values: [newId(), email, name, password_hash, timezone, locale],
      })
      if (!user) throw alreadyExists(say`There is an account with this e-mail address already. Log in with it, or reset its password.`)
      await this.securityEvents.record(work, { kind: 'auth.user_created', user_id: user.id })
      return user
    })
  }

  /** Changes what is given. @returns the person as it is now */
  async change(id: string, { name = null, locale = null, timezone = null }: { [K in keyof ProfileChanges]?: ProfileChanges[K] | null }): Promise<User> {
    return this.transactions.global(async (work) => {
      const [user] = await work.query<UserRow>({
        text: `update users set name = coalesce($2, name), locale = coalesce($3, locale), timezone = coalesce($4, timezone), updated_at = now()
               where id = $1 returning ${columns}`,
        values: [id, name, locale, timezone],
      })
      if (!user) throw new Error(`User ${id} was admitted and is gone.`)
      const fields = Object.entries({ name, locale, timezone }).flatMap(([field, value]) => (value === null ? [] : [field]))
      await this.securityEvents.record(work, { kind: 'auth.profile_changed', user_id: id, detail: { fields: fields.join(' ') } })
      return user
    })
  }
}

export const userServiceToken = defineToken<UserService>('auth.users')
