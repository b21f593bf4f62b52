/** What a mail about one booking is made of, read when it is written. */
import type { Booking } from '#modules/bookings/contract'
import { approvals } from '#modules/approvals/contract'
import type { Member, MembersPort } from '#modules/members/contract'
import type { ResourcesPort } from '#modules/resources/contract'
import { JobCancelled } from '#kernel/events/outbox'
import type { Extensions } from '#kernel/extensions'
import { note } from '#kernel/language'
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

  /** @throws JobCancelled when the resource is gone, when a person asked to decide has nothing to decide, or when it would be mail about one's own doing for no calendar */
  async write(notice: BookingNotice, booking: Booking, address: Address, reader: Member): Promise<{ scene: BookingScene; attachments: Attachment[] }> {
    const { kind, own = false } = notice
    const { organization, publicUrl } = address
    const [members, found] = await Promise.all([this.people.byIds([booking.booked_for, booking.booked_by].filter((id) => id !== null)), this.resources.byIds([booking.resource_id])])
    const resource = found.get(booking.resource_id)
    if (!resource) throw new JobCancelled(note`The resource is gone.`)
    const names = new Map([...members].map(([id, { name }]) => [id, name]))
    const decision = await this.decision(notice)
    const told = kind === 'booking_left' ? withoutNews(booking, notice) : booking
    const attachments = await this.calendar.attachments({ kind, booking: told, resource, organization: organization.name, reader, url: `${publicUrl}/app/bookings/${booking.id}`, own })
    if (own && attachments.length === 0) throw new JobCancelled(note`It is the person’s own doing, and their calendar has no file of the booking.`)
    const asked = [booking.booked_for, booking.booked_by].includes(reader.id)
    if (endings.has(kind) && !asked && attachments.length === 0) throw new JobCancelled(note`The person never heard of the booking.`)
    const previous = kind === 'booking_left' ? null : (notice.previous ?? null)
    return { scene: { ...address, kind, booking: told, resource, names, previous, decision, own }, attachments }
  }

  /** By which link the reader decides; null when mail of this kind asks for nothing, or nobody makes links here. */
  private async decision({ kind, approval_id, recipient_user_id: user_id }: BookingNotice): Promise<BookingScene['decision']> {
    if (kind !== 'approval_needed' || approval_id === undefined) return null
    const [invitation] = await this.extensions.ask(approvals.extensionPoints.invitation, { approval_id, user_id })
    if (invitation?.refusal) throw new JobCancelled(note`There is nothing for the person to decide: ${invitation.refusal}`)
    return invitation?.link ?? null
  }
}

/** Kinds that end a request, of which those who only attend may never have heard. */
const endings: ReadonlySet<BookingNotice['kind']> = new Set(['booking_rejected', 'booking_expired'])

/** Somebody who is not on the booking any more learns what they knew: when it was, and not what became of it. */
function withoutNews(booking: Booking, { previous }: BookingNotice): Booking {
  return { ...booking, ...previous, title: null, note: null, reason: null }
}
