import { defineToken } from '#kernel/contract'
import { note } from '#kernel/language'
import type { AccountMail } from '#kernel/mail/account-mail'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { ApprovalRepository } from '../approval.repository.js'
import type { DecisionInvitation } from '../contract.js'
import { openStep, refusalOf, settle } from '../machine.js'
import type { WorldReader } from '../world.reader.js'
import type { LinkRepository } from './link.repository.js'

/** What the tokens of these links are derived for; a token of another purpose never fits. */
export const decisionPurpose = 'approvals.decision'

const longestDays = 7

/** Gives a mail that asks somebody to decide the means to do it from there. */
export class IssuingService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: ApprovalRepository,
    private readonly world: WorldReader,
    private readonly links: LinkRepository,
    private readonly mail: AccountMail,
  ) {}

  /**
   * A token for this person and the step that is open, good until the booking would start and for seven days at most. Asked again, while nobody has
   * used it, the same token: a mail that is sent anew says the same. Says why not, when there is nothing for the person to decide.
   */
  async invite({ approval_id, user_id }: { approval_id: string; user_id: string }): Promise<DecisionInvitation> {
    const [request] = await this.repository.load([approval_id])
    if (!request) return { link: null, refusal: note`The request is gone.` }
    const state = settle(request, await this.world.read(request.resource_id, request.steps.map(({ definition }) => definition), request.excluded_ids))
    const refusal = refusalOf(state, user_id, null)
    const step = openStep(state)
    if (refusal || !step) return { link: null, refusal: refusal?.detail ?? note`No step is open.` }
    return this.transactions.run(async ({ now }) => {
      const expires_at = new Date(Math.min(Date.parse(request.starts_at), now.getTime() + longestDays * 86_400_000)).toISOString()
      const live = await this.links.live(step.id, user_id)
      if (live) return { link: this.linkOf(live), refusal: null }
      if (expires_at <= now.toISOString()) return { link: null, refusal: null }
      const { token_id: id, token_hash } = this.mail.issue(decisionPurpose)
      await this.links.insert({ id, approval_id, step_id: step.id, user_id, expires_at, token_hash })
      return { link: this.linkOf({ id, expires_at }), refusal: null }
    })
  }

  private linkOf({ id, expires_at }: { id: string; expires_at: string }): { token: string; expires_at: string } {
    return { token: this.mail.derive(id, decisionPurpose), expires_at }
  }
}

export const issuingServiceToken = defineToken<IssuingService>('approvals.issuing')
