/**
 * Budgets of attempts in fixed windows, shared by all web processes through the database and charged before the work they pay for.
 * Keys are keyed digests: people type passwords into the wrong field, and addresses nobody owns are nobody's business.
 */
import { createHmac } from 'node:crypto'
import { defineToken } from '#kernel/contract'
import { Problem } from '#kernel/http/problem'
import { problems } from '#kernel/http/problems'
import { say } from '#kernel/language'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'

export interface Budget {
  /** Lower case and hyphens; part of the key. */
  name: string
  limit: number
  /** Seconds. */
  window: number
}

export interface Charge {
  /** Seconds until the window ends; null while there is something left. */
  exhausted_for: number | null
  /** True for the first attempt over the limit of this window. */
  first_over: boolean
}

export class AttemptBudgets {
  /** @param secret HMAC key */
  constructor(private readonly secret: string) {}

  /** Counts one attempt. The caller commits, also when it is refused: an attempt rolled back would be a free one. */
  async charge(work: UnitOfWork, budget: Budget, subject: string): Promise<Charge> {
    const [row] = await work.query<{ used: number; seconds: number }>({
      name: 'auth.budget_charge',
      text: `insert into attempt_budgets as b (key, used, resets_at) values ($1, 1, now() + make_interval(secs => $2))
             on conflict (key) do update set
               used = case when b.resets_at <= now() then 1 else least(b.used, 1000000) + 1 end,
               resets_at = case when b.resets_at <= now() then excluded.resets_at else b.resets_at end
             returning used, greatest(1, ceil(extract(epoch from resets_at - now())))::int as seconds`,
      values: [this.key(budget, subject), budget.window],
    })
    const { used, seconds } = row!
    return { exhausted_for: used > budget.limit ? seconds : null, first_over: used === budget.limit + 1 }
  }

  /** Gives back what an attempt that turned out to be honest was charged. */
  async refund(work: UnitOfWork, budget: Budget, subject: string): Promise<void> {
    await work.query({ name: 'auth.budget_refund', text: 'update attempt_budgets set used = greatest(used - 1, 0) where key = $1', values: [this.key(budget, subject)] })
  }

  /** Starts over. */
  async clear(work: UnitOfWork, budget: Budget, subject: string): Promise<void> {
    await work.query({ text: 'delete from attempt_budgets where key = $1', values: [this.key(budget, subject)] })
  }

  private key({ name }: Budget, subject: string): string {
    return `${name}:${createHmac('sha256', this.secret).update(`attempt budget ${name}:${subject}`).digest('hex')}`
  }
}

/** 429, the same for an address that exists and one that does not. @param seconds until another try makes sense */
export function tooManyAttempts(seconds: number): Problem {
  const minutes = Math.ceil(seconds / 60)
  const detail =
    minutes === 1
      ? say`Too many attempts. Try again in 1 minute, or reset the password: the link in that mail lets you in at once.`
      : say`Too many attempts. Try again in ${minutes} minutes, or reset the password: the link in that mail lets you in at once.`
  return new Problem(problems.rateLimited, { detail, retry_after: seconds })
}

export const attemptBudgetsToken = defineToken<AttemptBudgets>('auth.attemptBudgets')
