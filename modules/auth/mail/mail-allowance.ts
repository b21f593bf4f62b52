/** How many mails strangers can make us send to one address. What is over it is silently not sent: an answer would tell who has an account. */
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import type { AttemptBudgets, Budget } from '../protection/attempt-budgets.js'

const allowance: Budget = { name: 'mail', limit: 5, window: 60 * 60 }

export async function mayMail(work: UnitOfWork, budgets: AttemptBudgets, email: string): Promise<boolean> {
  return (await budgets.charge(work, allowance, email.toLowerCase())).exhausted_for === null
}
