/** Who a mail goes to and what every mail says of its sender and its reader, as it is when the mail is written. */
import type { AuthPort } from '#modules/auth/contract'
import type { Member, MembersPort } from '#modules/members/contract'
import type { OrgsPort } from '#modules/orgs/contract'
import { JobCancelled } from '#kernel/events/outbox'
import { note } from '#kernel/language'
import { mailLanguage } from '#kernel/mail/languages'
import type { NoticeKind } from '../contract.js'
import type { Address } from '../letters/scenes.js'
import type { WordingService } from '../wording/wording.service.js'

export class Addressees {
  constructor(
    private readonly accounts: AuthPort,
    private readonly organization: OrgsPort,
    private readonly people: MembersPort,
    private readonly wordings: WordingService,
    private readonly publicUrl: string,
  ) {}

  /** @throws JobCancelled when the person is no active member any more */
  async find(userId: string, kind: NoticeKind): Promise<{ member: Member; address: Address }> {
    const [members, users, { name, accent, timezone, locale }] = await Promise.all([this.people.byIds([userId]), this.accounts.usersById([userId]), this.organization.current()])
    const member = members.get(userId)
    if (member?.status !== 'active') throw new JobCancelled(note`The person is no active member any more.`)
    const user = users.get(userId)
    const language = mailLanguage(user?.locale, locale)
    const address: Address = {
      organization: { name, accent },
      reader: { id: userId, name: member.name, timezone: user?.timezone ?? timezone, language },
      wording: await this.wordings.own(kind, language),
      publicUrl: this.publicUrl,
    }
    return { member, address }
  }
}
