/** Addresses that take no mail any more: who sees it, and who may say that they do again. */
import type { MembersPort } from '#modules/members/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import type { PageRequest } from '#kernel/http/page'
import { notFound, stateConflict } from '#kernel/http/problems'
import { say } from '#kernel/language'
import { currentUserId } from '#kernel/tenancy/context'
import { notifications, type MailAddress, type OwnAddress } from '../contract.js'
import type { AddressRepository } from './address.repository.js'

export class AddressService {
  constructor(
    private readonly repository: AddressRepository,
    private readonly people: MembersPort,
    private readonly recorder: EventRecorder,
  ) {}

  async mine(): Promise<OwnAddress> {
    const user_id = currentUserId()
    const me = (await this.people.byIds([user_id])).get(user_id)
    if (!me) throw notFound('address')
    const [stop] = await this.repository.stopped([{ user_id, email: me.email }])
    return { email: me.email, state: stop?.reason ?? 'ok', since: stop?.stopped_at ?? null }
  }

  /** The person says that mail reaches them; whatever was the reason. */
  async confirmMine(): Promise<OwnAddress> {
    const before = await this.mine()
    if (before.state !== 'ok') await this.confirm(currentUserId(), before.state)
    return this.mine()
  }

  /** Active members whose mail is stopped, in the order of their ids; one more than the page holds. @param userId only this one */
  async list(userId: string | undefined, { limit, after }: PageRequest): Promise<MailAddress[]> {
    const everybody = userId === undefined ? await this.people.withRole('viewer', { orAbove: true }) : [...(await this.people.byIds([userId])).values()].filter(({ status }) => status === 'active')
    const people = new Map(everybody.map((member) => [member.id, member]))
    const stops = await this.repository.stopped(
      [...people.values()].map(({ id, email }) => ({ user_id: id, email })),
      { after: after === null ? null : String(after[0]), limit: limit + 1 },
    )
    return stops.flatMap(({ user_id, reason, stopped_at }) => {
      const person = people.get(user_id)
      return person ? [{ id: user_id, name: person.name, email: person.email, state: reason, since: stopped_at }] : []
    })
  }

  /** An admin says that the address works again. @throws 404; 409 for a complaint: only whoever complained can take that back */
  async confirmFor(userId: string): Promise<void> {
    const person = (await this.people.byIds([userId])).get(userId)
    const [stop] = person?.status === 'active' ? await this.repository.stopped([{ user_id: userId, email: person.email }]) : []
    if (!stop) throw notFound('stopped address')
    if (stop.reason === 'complained') throw stateConflict(say`This person called a mail spam. Only they can say, under their own account, that they want mail again.`)
    await this.confirm(userId, stop.reason)
  }

  private async confirm(user_id: string, was: 'bounced' | 'complained'): Promise<void> {
    await this.repository.confirm(user_id)
    this.recorder.emit(notifications.events.address_confirmed, { subject: { kind: 'member', id: user_id }, data: { user_id }, people: [user_id], changes: { state: { from: was, to: 'ok' } } })
  }
}
