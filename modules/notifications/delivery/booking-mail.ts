/** What a mail about one booking is made of, read when it is written. */
import type { Booking } from '#modules/bookings/contract'
import { approvals } from '#modules/approvals/contract'
import type { Member, MembersPort } from '#modules/members/contract'
import type { ResourcesPort } from '#modules/resources/contract'
import { JobCancelled } from '#kernel/events/outbox'
import type { Extensions } from '#kernel/extensions'
import type { Attachment } from '#kernel/mail/mail'
import type { CalendarService } from '../calendar/calendar.service.js'
import type { Address, BookingScene } from '../letters/scenes.js'
import type { BookingNotice } from '../notice.js'

export class BookingMail {
  constructor(
    private readonly people: MembersPort,
    private readonly resources: ResourcesPort,
    private readonly extensions: Extensions,
    private readonly calendar: CalendarService,
  ) {}

  /** @throws JobCancelled when the resource is gone, or when a person asked to decide has nothing to decide */
  async write(notice: BookingNotice, booking: Booking, address: Address, reader: Member): Promise<{ scene: BookingScene; attachments: Attachment[] }> {
    const { kind, previous } = notice
    const { organization, publicUrl } = address
    const [members, found] = await Promise.all([this.people.byIds([booking.booked_for, booking.booked_by].filter((id) => id !== null)), this.resources.byIds([booking.resource_id])])
    const resource = found.get(booking.resource_id)
    if (!resource) throw new JobCancelled('The resource is gone.')
    const names = new Map([...members].map(([id, { name }]) => [id, name]))
    const decision = await this.decision(notice)
    const attachments = await this.calendar.attachments({ kind, booking, resource, organization: organization.name, reader, url: `${publicUrl}/app/bookings/${booking.id}` })
    return { scene: { ...address, kind, booking, resource, names, previous: previous ?? null, decision }, attachments }
  }

  /** By which link the reader decides; null when mail of this kind asks for nothing, or nobody makes links here. */
  private async decision({ kind, approval_id, recipient_user_id: user_id }: BookingNotice): Promise<BookingScene['decision']> {
    if (kind !== 'approval_needed' || approval_id === undefined) return null
    const [invitation] = await this.extensions.ask(approvals.extensionPoints.invitation, { approval_id, user_id })
    if (invitation?.refusal) throw new JobCancelled(`There is nothing for the person to decide: ${invitation.refusal}`)
    return invitation?.link ?? null
  }
}
