import type { BookingsPort } from '#modules/bookings/contract'
import type { Member } from '#modules/members/contract'
import { JobCancelled, JobSnoozed, type Channel, type Delivery } from '#kernel/events/outbox'
import { note } from '#kernel/language'
import { composeLetter } from '#kernel/mail/letter'
import type { Mail, MailTransport } from '#kernel/mail/mail'
import type { Transactions } from '#kernel/tenancy/transactions'
import { letterFor } from '../letters/notice-letters.js'
import { emailChannel, NoticeSchema, type BookingNotice, type Notice } from '../notice.js'
import type { AddressRepository } from '../addresses/address.repository.js'
import type { PreferencesRepository, Wishes } from '../preferences/preferences.repository.js'
import type { DigestService } from '../schedule/digest.service.js'
import type { Addressees } from './addressees.js'
import type { BookingMail } from './booking-mail.js'
import { departureOf } from './departure.js'
import type { GatheredMail } from './gathered-mail.js'
import { pointLost } from './truth.js'

export interface Directory {
  addressees: Addressees
  bookings: BookingsPort
  bookingMail: BookingMail
}

/** What decides when a mail goes, and what goes together. */
export interface Timing {
  addresses: AddressRepository
  preferences: PreferencesRepository
  digests: DigestService
  gathered: GatheredMail
}

/** A mail that leaves now, or the day of the digest it goes with. */
type Prepared = { mail: Mail } | { gathered_for: string }

/** Writes a mail from what is true when it leaves, not when it was asked for, and hands it to the transport under the message's id. */
export class EmailChannel implements Channel {
  readonly name = emailChannel
  readonly payload = NoticeSchema

  constructor(
    private readonly transactions: Transactions,
    private readonly directory: Directory,
    private readonly timing: Timing,
    private readonly transport: MailTransport,
  ) {}

  /** @throws JobCancelled when nobody waits for it any more, or when it goes with a digest; JobSnoozed while its reader wants quiet */
  async deliver({ id, org_id, payload }: Delivery): Promise<{ provider_id: string }> {
    const prepared = await this.transactions.run(({ now }) => this.prepare(id, payload as Notice, now))
    // Thrown once the digest has it: whatever happens from here on, it is told.
    if ('gathered_for' in prepared) throw new JobCancelled(note`It goes with the daily digest of ${prepared.gathered_for}.`)
    return this.transport.send(prepared.mail, id, org_id)
  }

  private async prepare(id: string, notice: Notice, now: Date): Promise<Prepared> {
    const { kind, recipient_user_id } = notice
    const booking = 'booking_id' in notice ? (await this.directory.bookings.byIds([notice.booking_id])).get(notice.booking_id) : undefined
    const lost = 'booking_id' in notice ? pointLost(notice, booking, now) : null
    if (lost !== null) throw new JobCancelled(lost)
    const [{ member, address }, wishes] = await Promise.all([this.directory.addressees.find(recipient_user_id, kind), this.timing.preferences.of(recipient_user_id)])
    refuseUnwanted(notice, wishes)
    await this.refuseStopped(member)
    const departure = departureOf({ kind, own: 'own' in notice && notice.own === true, booking: booking ?? null, wishes, zone: address.reader.timezone, now })
    if (departure.at === 'end_of_quiet_hours') throw new JobSnoozed(note`Its reader wants quiet.`, Math.ceil((departure.until.getTime() - now.getTime()) / 1_000))
    if (departure.at === 'daily_digest') return { gathered_for: await this.timing.digests.gather(id, notice as BookingNotice, wishes.settings.digest_hour, address.reader.timezone) }
    if (!('booking_id' in notice)) return { mail: { to: member.email, ...composeLetter(letterFor(await this.timing.gathered.scene(notice, address, now))) } }
    const { scene, attachments } = await this.directory.bookingMail.write(notice, booking!, address, member)
    return { mail: { to: member.email, ...composeLetter(letterFor(scene)), ...(attachments.length > 0 ? { attachments } : {}) } }
  }

  /** Sending on to an address that bounces, or to somebody who called us spam, would spoil the mail of everybody else. */
  private async refuseStopped({ id, email }: Member): Promise<void> {
    const [stop] = await this.timing.addresses.stopped([{ user_id: id, email }])
    if (stop) throw new JobCancelled(stop.reason === 'bounced' ? note`Mail to this address bounced. Nothing is sent until the person or an admin says that it works again.` : note`The person called a mail spam. Nothing is sent until they say that they want mail again.`)
  }
}

/** @throws JobCancelled for what its reader does not want, by what they have chosen now */
function refuseUnwanted(notice: Notice, wishes: Wishes): void {
  if (notice.kind !== 'daily_digest' && !wishes.wants(notice.kind)) throw new JobCancelled(note`The person switched such mail off.`)
  const reminder = 'reminder' in notice ? notice.reminder : undefined
  if (reminder && !wishes.leads.includes(reminder.minutes)) throw new JobCancelled(note`The person wants no reminder so long before.`)
}
