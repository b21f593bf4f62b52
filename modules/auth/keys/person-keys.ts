/** A person's API keys in all of their organisations: for what concerns the person, such as a new password. */
import { defineToken } from '#kernel/contract'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { OrganizationChoices } from '../sessions/organization-choice.js'
import type { ApiKeyService } from './key.service.js'

export class PersonKeys {
  constructor(
    private readonly transactions: Transactions,
    private readonly choices: OrganizationChoices,
    private readonly keys: ApiKeyService,
  ) {}

  /** In the open unit of work, which belongs to no organisation. @returns how many keys work */
  live(userId: string): Promise<number> {
    return this.everywhere(userId, () => this.keys.live(userId))
  }

  /** Ends every key, in the same unit of work. @returns how many there were */
  revoke(userId: string): Promise<number> {
    return this.everywhere(userId, () => this.keys.revokeAll(userId))
  }

  /** Of organisations the person has left, the keys ended with the membership. */
  private async everywhere(userId: string, each: () => Promise<number>): Promise<number> {
    let total = 0
    for (const { id } of await this.choices.of(userId)) total += await this.transactions.asSystem(id, 'auth.person_keys', each)
    return total
  }
}

export const personKeysToken = defineToken<PersonKeys>('auth.personKeys')
