import type { AuthPort } from '#modules/auth/contract'
import type { OrgsPort } from '#modules/orgs/contract'
import { composeLetter } from '#kernel/mail/letter'
import { currentUserId } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { TemplatePreview } from '../contract.js'
import { letterFor } from '../letters/notice-letters.js'
import type { Wording } from '../letters/phrasing.js'
import { sampleScene } from './samples.js'
import type { WordingService } from './wording.service.js'

/** Shows a wording as the person asking would get it, with an invented booking. Sends and keeps nothing. */
export class PreviewService {
  constructor(
    private readonly transactions: Transactions,
    private readonly wordings: WordingService,
    private readonly accounts: AuthPort,
    private readonly organization: OrgsPort,
    private readonly publicUrl: string,
  ) {}

  /** @param draft what it leaves out is said as it stands. @throws 404, 422 naming the placeholder */
  async preview(kindName: string, localeName: string, draft: Partial<Wording>): Promise<TemplatePreview> {
    const { kind, locale, words } = await this.wordings.draft(kindName, localeName, draft)
    const id = currentUserId()
    const [users, { name, accent, timezone }, now] = await Promise.all([this.accounts.usersById([id]), this.organization.current(), this.transactions.run(async (work) => work.now)])
    const user = users.get(id)
    const reader = { id, name: user?.name ?? '', timezone: user?.timezone ?? timezone, language: locale }
    return composeLetter(letterFor(sampleScene(kind, { organization: { name, accent }, reader, wording: words, publicUrl: this.publicUrl }, now)))
  }
}
