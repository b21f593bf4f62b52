import { fc } from '#kernel/testing/properties'
import ICAL from 'ical.js'
import nodeIcal, { type VEvent } from 'node-ical'
import { describe, expect, it } from 'vitest'
import { checkMail } from '#kernel/mail/mail'
import { calendarFile, type CalendarMatter } from './calendar-file.js'

const matter: CalendarMatter = {
  method: 'request',
  booking: { id: '01a2069f-5f9c-77c0-a1a4-ef442db9bbc5', title: 'Planning; part 1, with "guests"', starts_at: '2026-10-25T00:30:00.000Z', ends_at: '2026-10-25T02:15:00.000Z', status: 'confirmed', version: 3, created_at: '2026-10-01T08:00:00.000Z', updated_at: '2026-10-02T09:10:11.000Z' },
  resource: { name: 'Room\\1', location: 'Ground floor, east', timezone: 'Europe/Berlin' },
  organization: 'Acme "& Sons"',
  from: 'BookFlow <bookings@bookflow.test>',
  attendees: [{ name: 'Mia Berger', email: 'mia@example.test' }, { name: 'Tom "T" Lindner; X', email: 'tom@example.test' }],
  url: 'https://book.example.test/app/bookings/01a2069f-5f9c-77c0-a1a4-ef442db9bbc5',
}

/** What ical.js reads. */
function first(content: string) {
  const calendar = new ICAL.Component(ICAL.parse(content) as [])
  const events = calendar.getAllSubcomponents('vevent')
  const event = new ICAL.Event(events[0]!)
  const property = (name: string) => events[0]!.getFirstPropertyValue(name)
  const people = (name: string) => events[0]!.getAllProperties(name).map((each) => [each.getFirstParameter('cn'), String(each.getFirstValue()).toLowerCase().replace('mailto:', '')])
  return {
    count: events.length,
    method: calendar.getFirstPropertyValue('method'),
    uid: event.uid,
    sequence: event.sequence,
    start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    summary: event.summary,
    location: event.location,
    status: property('status'),
    organizer: people('organizer'),
    attendees: people('attendee'),
    rsvp: events[0]!.getAllProperties('attendee').map((each) => each.getFirstParameter('rsvp')),
  }
}

/** What node-ical reads. */
function second(content: string) {
  const parsed = nodeIcal.sync.parseICS(content)
  const events = Object.values(parsed).filter((each): each is VEvent => each?.type === 'VEVENT')
  const [event] = events as [VEvent]
  const listed = <T,>(value: T | T[] | undefined) => (value === undefined ? [] : Array.isArray(value) ? value : [value])
  const people = (value: unknown) => listed(value as { params: { CN: string }; val: string }).map(({ params, val }) => [params.CN.replace(/^"|"$/g, ''), val.toLowerCase().replace('mailto:', '')])
  return {
    count: events.length,
    method: event.method,
    uid: event.uid,
    sequence: Number(event.sequence),
    start: event.start.toISOString(),
    end: event.end!.toISOString(),
    summary: event.summary as string,
    location: event.location as string,
    status: event.status,
    organizer: people(event.organizer),
    attendees: people(event.attendee),
  }
}

/** The names of its lines, in order. */
const namesOf = (content: string) => content.replaceAll(/\r\n[ \t]/g, '').split('\r\n').filter(Boolean).map((line) => /^[A-Z-]+/.exec(line)?.[0])

describe('a calendar file', () => {
  it('is read alike by two parsers, with the facts of the booking', () => {
    const { content } = calendarFile(matter)
    const { rsvp, ...read } = first(content)
    expect(read).toMatchObject({
      count: 1, method: 'REQUEST', uid: matter.booking.id, sequence: 3, start: matter.booking.starts_at, end: matter.booking.ends_at,
      summary: matter.booking.title, location: 'Room\\1, Ground floor, east', status: 'CONFIRMED',
    })
    expect(rsvp).toEqual(['FALSE', 'FALSE'])
    expect(read.organizer.map(([, address]) => address)).toEqual(['bookings@bookflow.test'])
    expect(read.attendees.map(([, address]) => address)).toEqual(['mia@example.test', 'tom@example.test'])
    const other = second(content)
    const facts = ({ organizer: _, attendees: __, ...rest }: typeof other) => rest
    expect(facts(other)).toEqual(facts(read as typeof other))
    expect([other.organizer, other.attendees].map((each) => each.map(([, address]) => address))).toEqual([read.organizer, read.attendees].map((each) => each.map(([, address]) => address)))
  })

  it('says when in UTC, whatever the clocks do that night', () => {
    const { content } = calendarFile(matter)
    expect(content).toContain('\r\nDTSTART:20261025T003000Z\r\n')
    expect(content).toContain('\r\nDTEND:20261025T021500Z\r\n')
    expect(content).toContain('\r\nDTSTAMP:20261002T091011Z\r\n')
    expect(content).not.toMatch(/TZID|VTIMEZONE|X-WR-TIMEZONE/)
  })

  it.each([
    ['request', 'confirmed', 'REQUEST', 'CONFIRMED', 'booking.ics'],
    ['request', 'pending_approval', 'REQUEST', 'TENTATIVE', 'booking.ics'],
    ['cancel', 'cancelled', 'CANCEL', 'CANCELLED', 'cancelled.ics'],
    ['cancel', 'rejected', 'CANCEL', 'CANCELLED', 'cancelled.ics'],
    ['leave', 'confirmed', 'CANCEL', undefined, 'cancelled.ics'],
  ] as const)('to %s a booking that is %s is %s, %s', (method, status, written, state, filename) => {
    const file = calendarFile({ ...matter, method, booking: { ...matter.booking, status } })
    expect(file).toMatchObject({ filename, content_type: `text/calendar; charset=utf-8; method=${written}` })
    expect(first(file.content)).toMatchObject({ method: written, status: state ?? null, uid: matter.booking.id })
    expect(second(file.content)).toMatchObject({ method: written, status: state })
    expect(() => checkMail({ to: 'a@b.test', subject: 'x', text: '', html: '', attachments: [file] })).not.toThrow()
  })

  it('is the same file for the same matter', () => {
    expect(calendarFile(matter)).toEqual(calendarFile(matter))
  })

  it('keeps whatever people write inside its line (A9)', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('x\r\nATTENDEE:mailto:evil@example.test', 'x\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil', 'a\rMETHOD:CANCEL', '"\r\nX-EVIL:1', 'x\u2028DTSTART:19700101T000000Z', '\\n\\nEND:VCALENDAR', ';CN="x":mailto:evil@example.test', '^n^\'', 'Ä'.repeat(200), '👩‍👩‍👧‍👦'.repeat(40), '\ud800', '\u0000', ''),
    )
    const plain = namesOf(calendarFile({ ...matter, attendees: [{ name: 'Mia', email: 'mia@example.test' }] }).content)
    expect(plain).toHaveLength(22)
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (title, place, organization, person) => {
        const { content } = calendarFile({ ...matter, booking: { ...matter.booking, title }, resource: { name: place, location: place, timezone: 'UTC' }, organization, attendees: [{ name: person, email: 'mia@example.test' }] })
        const lines = content.split('\r\n')
        // Bare line ends would be line ends to lenient readers.
        expect(content.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
        for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        expect(namesOf(content)).toEqual(plain)
        const [one, two] = [first(content), second(content)]
        for (const read of [one, two]) expect(read).toMatchObject({ count: 1, method: 'REQUEST', uid: matter.booking.id, start: matter.booking.starts_at, end: matter.booking.ends_at })
        expect(one.summary).toBe(title.toWellFormed().replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim() || '-')
        expect(one.attendees.map(([, address]) => address)).toEqual(['mia@example.test'])
        expect(one.organizer.map(([, address]) => address)).toEqual(['bookings@bookflow.test'])
        expect(two.attendees.map(([, address]) => address)).toEqual(['mia@example.test'])
      }),
      { numRuns: 300 },
    )
  })
})
