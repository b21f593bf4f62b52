import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Booking } from '#modules/bookings/contract'
import { bookingNoticeKinds, type BookingNoticeKind } from '../contract.js'
import { compose, subjectLine } from './letter.js'
import { withoutTokens } from '../delivery/mailbox.service.js'
import { letterFor, type Scene } from './notice-letters.js'
import { inZone, sameClock, startInZone } from './times.js'

const nasty = `<script>alert(1)</script>"'&\r\nBcc: everybody@example.test\r\n\u2028\u0000`
const booking: Booking = {
  id: 'b', resource_id: 'r', unit: 1, title: nasty, note: 'Not for a mail', starts_at: '2026-12-01T08:00:00.000Z', ends_at: '2026-12-01T09:30:00.000Z',
  occupied_from: '', occupied_to: '', status: 'confirmed', busy: false, booked_by: 'mia', booked_for: 'mia', attendee_ids: ['tom'], reason: nasty,
  hold_expires_at: null, version: 1, created_at: '', updated_at: '',
}
const scene = (more: Partial<Scene> = {}): Scene => ({
  kind: 'booking_confirmed', booking, resource: { name: nasty, location: nasty, timezone: 'Europe/Berlin' }, organization: nasty, reader: { id: 'mia', timezone: 'Europe/Berlin' },
  names: new Map([['mia', `Mia ${nasty}`], ['tom', `Tom ${nasty}`]]), previous: null, publicUrl: 'https://book.example.test', ...more,
})

describe('every kind of mail', () => {
  it.each(Object.keys(bookingNoticeKinds) as BookingNoticeKind[])('%s lets no text of a person become markup or a header', (kind) => {
    for (const reader of ['mia', 'tom', 'zoe']) {
      const { subject, html, text } = compose(letterFor(scene({ kind, reader: { id: reader, timezone: 'America/New_York' } })))
      expect(subject).not.toMatch(/[\u0000-\u001f\u007f\u2028\u2029]/)
      expect(html).not.toMatch(/<script|alert\(1\)<\/script/)
      expect(html).toContain('&lt;script&gt;')
      expect(html).not.toContain('Not for a mail')
      expect(html).toMatch(/^<!doctype html>\n<html lang="en">/)
      expect(html.match(/<h1/g)).toHaveLength(1)
      expect(html.match(/<th scope="row"/g)!.length).toBeGreaterThanOrEqual(3)
      expect(text).toContain(`https://book.example.test/app/${kind === 'approval_needed' ? 'approvals' : 'bookings/b'}`)
    }
  })

  it('says the same in text and in HTML', () => {
    const { html, text } = compose(letterFor(scene({ booking: { ...booking, title: 'Planning', reason: null }, resource: { name: 'Room 1', location: 'Ground floor', timezone: 'Europe/Berlin' }, organization: 'Acme' })))
    for (const words of ['Your booking of Room 1 is confirmed', 'Planning', 'Room 1, Ground floor', 'Tue, 1 December 2026, 09:00–10:30 (Europe/Berlin)', 'Acme']) {
      expect(text).toContain(words)
      expect(html).toContain(words)
    }
    expect(text).not.toContain('There:')
  })

  it('shows the clock of the reader, and that of the place when it is another', () => {
    const plain = { booking: { ...booking, title: 'x', reason: null }, resource: { name: 'Room', location: '', timezone: 'Europe/Berlin' } }
    const far = letterFor(scene({ ...plain, reader: { id: 'mia', timezone: 'Asia/Tokyo' } })).facts
    expect(far).toContainEqual(['When', 'Tue, 1 December 2026, 17:00–18:30 (Asia/Tokyo)'])
    expect(far).toContainEqual(['There', 'Tue, 1 December 2026, 09:00–10:30 (Europe/Berlin)'])
    const near = letterFor(scene({ ...plain, reader: { id: 'mia', timezone: 'Europe/Paris' } })).facts
    expect(near.map(([label]) => label)).toEqual(['What', 'Where', 'When'])
  })

  it('is written for the reader: own, made for another, put on it by somebody', () => {
    const names = new Map([['mia', 'Mia'], ['tom', 'Tom']])
    const room = { name: 'Room', location: '', timezone: 'Europe/Berlin' }
    const heading = (reader: string, more: Partial<Booking> = {}) =>
      letterFor(scene({ names, resource: room, booking: { ...booking, ...more }, reader: { id: reader, timezone: 'UTC' } })).heading
    expect(heading('mia')).toBe('Your booking of Room is confirmed')
    expect(heading('tom')).toBe(`Mia's booking of Room is confirmed`)
    expect(heading('mia', { booked_for: 'tom' })).toBe('The booking of Room you made for Tom is confirmed')
  })

  it('tells where a moved booking stood', () => {
    const facts = letterFor(scene({ kind: 'booking_changed', previous: { starts_at: '2026-11-30T22:30:00Z', ends_at: '2026-11-30T23:30:00Z' } })).facts
    expect(facts).toContainEqual(['Before', 'Mon, 30 November 2026, 23:30–Tue, 1 December 2026, 00:30 (Europe/Berlin)'])
  })

  it('calls the reason of a rejection a comment', () => {
    const facts = letterFor(scene({ kind: 'booking_rejected', booking: { ...booking, status: 'rejected', reason: 'Too long' } })).facts
    expect(facts).toContainEqual(['Comment', 'Too long'])
  })
})

describe('subjectLine', () => {
  it('is one line of at most 200 characters whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const line = subjectLine(text)
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
        expect([...line].length).toBeLessThanOrEqual(200)
        expect(line.isWellFormed()).toBe(true)
      }),
    )
    expect(subjectLine('Confirmed: Room\r\nBcc: x@y.z')).toBe('Confirmed: Room Bcc: x@y.z')
  })
})

describe('times', () => {
  it.each([
    ['2027-03-28T00:30:00Z', '2027-03-28T01:30:00Z', 'Sun, 28 March 2027, 01:30 GMT+1–03:30 GMT+2 (Europe/Berlin)'],
    ['2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z', 'Sun, 31 October 2027, 02:30 GMT+2–02:30 GMT+1 (Europe/Berlin)'],
    ['2026-12-31T22:00:00Z', '2027-01-01T01:00:00Z', 'Thu, 31 December 2026, 23:00–Fri, 1 January 2027, 02:00 (Europe/Berlin)'],
  ])('%s to %s', (starts_at, ends_at, words) => {
    expect(inZone({ starts_at, ends_at }, 'Europe/Berlin')).toBe(words)
  })

  it('know zones whose clocks agree', () => {
    const span = { starts_at: '2026-12-01T08:00:00Z', ends_at: '2026-12-01T09:00:00Z' }
    expect(sameClock(span, 'Europe/Berlin', 'Europe/Rome')).toBe(true)
    expect(sameClock(span, 'Europe/Berlin', 'Europe/London')).toBe(false)
    expect(startInZone(span, 'UTC')).toBe('Tue, 1 December 2026, 08:00')
  })
})

describe('withoutTokens', () => {
  it('hides personal links and leaves the rest', () => {
    const token = `01a2069f-5f9c-77c0-a1a4-ef442db9bbc5.${'A'.repeat(43)}`
    expect(withoutTokens(`open https://x.test/verify?token=${token} or https://x.test/b/01a2069f-5f9c-77c0-a1a4-ef442db9bbc5`)).toBe(
      'open https://x.test/verify?token=[hidden] or https://x.test/b/01a2069f-5f9c-77c0-a1a4-ef442db9bbc5',
    )
  })
})
