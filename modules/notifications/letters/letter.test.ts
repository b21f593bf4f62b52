import { describe, expect, it } from 'vitest'
import { mailLanguages, type MailLanguage } from '#kernel/contract'
import { composeLetter } from '#kernel/mail/letter'
import type { Booking } from '#modules/bookings/contract'
import { noticeKinds, type NoticeKind } from '../contract.js'
import { sampleScene } from '../wording/samples.js'
import { phrases } from './letter-parts.js'
import { letterFor } from './notice-letters.js'
import { placeholdersIn, placeholdersOf } from './placeholders.js'
import type { Address, BookingScene, Scene } from './scenes.js'
import { inZone, sameClock, startInZone } from '#kernel/mail/times'

const nasty = `<script>alert(1)</script>"'&\r\nBcc: everybody@example.test\r\n\u2028\u0000\u202e{{organization.name}}`
const kinds = Object.keys(noticeKinds) as NoticeKind[]
const everything = kinds.flatMap((kind) => mailLanguages.map((language) => [kind, language] as const))
const now = new Date('2026-11-30T10:00:00Z')

const address = (language: MailLanguage, more: Partial<Address['reader']> = {}): Address => ({
  organization: { name: 'Acme & Sons', accent: '#0f766e' }, reader: { id: 'mia', name: 'Mia', timezone: 'America/New_York', language, ...more }, wording: null, publicUrl: 'https://book.example.test',
})

/** The same scene with a canary wherever people write. */
function hostile<T>(scene: T): T {
  const written = new Set(['title', 'reason', 'name', 'location', 'description', 'requester'])
  const walk = (value: unknown, key = ''): unknown => {
    if (value instanceof Map) return new Map([...value].map(([id]) => [id, nasty] as const))
    if (Array.isArray(value)) return value.map((each) => walk(each))
    if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each, name)]))
    return typeof value === 'string' && written.has(key) && value !== 'failing' ? nasty : value
  }
  return walk(scene) as T
}

/** What a screen reader would say of the mail, without the hidden spelling of addresses. */
function spoken(html: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return html.replace(/<head>[\s\S]*<\/head>/, '').replace(/<br>/g, '\n').replace(/<[^>]+>/g, '\u0001').replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => named[name] ?? '')
}

const urls = (text: string) => [...new Set([...text.matchAll(/https:\/\/book\.example\.test[^\s"<\u0001]*/g)].map(([url]) => url.replaceAll('&amp;', '&')))].sort()

describe.each(everything)('%s in %s', (kind, language) => {
  const scene = sampleScene(kind, address(language), now)
  const letter = letterFor(scene)
  const { subject, text, html } = composeLetter(letter)

  it('speaks the language, with no gap left open', () => {
    expect(html).toMatch(new RegExp(`^<!doctype html>\\n<html lang="${language}">`))
    expect(text).toContain({ en: 'You get this mail from Acme & Sons because', de: 'Sie erhalten diese E-Mail von Acme & Sons, weil' }[language])
    for (const other of mailLanguages.filter((each) => each !== language)) {
      for (const word of Object.values(phrases[other].actions)) expect(text).not.toContain(word)
    }
    for (const part of [subject, text, html]) expect(part).not.toMatch(/\{\{|\}\}|undefined|null|\[object/)
    expect(subject.length).toBeGreaterThan(10)
  })

  it('says the same in text and in HTML, with headings, a table for what is one, and links in plain sight', () => {
    const heard = spoken(html)
    const shown = [letter.heading, ...letter.opening, ...letter.closing, letter.footer.text, ...[letter, ...(letter.items ?? [])].flatMap(({ facts, heading }) => [heading, ...facts.flat()])]
    for (const words of shown) {
      expect(text).toContain(words)
      expect(heard).toContain(words)
    }
    expect(urls(html)).toEqual(urls(text))
    for (const { url } of letter.actions) expect(heard).toContain(url)
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html.match(/<h2/g) ?? []).toHaveLength(letter.items?.length ?? 0)
    expect(html.match(/<table(?![^>]*role="presentation")/g)?.length).toBe([letter, ...(letter.items ?? [])].filter(({ facts }) => facts.length > 0).length)
    expect(html.match(/<th scope="row"/g)?.length).toBeGreaterThanOrEqual(2)
    expect(html).toContain('background:#0f766e;color:#ffffff')
  })

  it('lets no text of a person become markup, a header, or a gap of its own', () => {
    const bad = composeLetter(letterFor({ ...hostile(scene), organization: { name: nasty, accent: '#fff" onclick="x' }, reader: { ...scene.reader, name: nasty } }))
    expect(bad.subject).not.toMatch(/[\u0000-\u001f\u007f\u2028\u2029\u202e]/)
    expect(bad.html).not.toMatch(/<script|onclick/)
    expect(bad.html).toContain('&lt;script&gt;')
    expect(bad.html.match(/<[a-z][^>]*>/g)?.filter((tag) => /^<(img|a) /.test(tag)).every((tag) => tag.startsWith('<a href="https://book.example.test/'))).toBe(true)
    // The gap somebody wrote into a title stays the text it is.
    expect(bad.text).toContain('{{organization.name}}')
  })

  it('shows times on the clock of the reader, in the language', () => {
    const zone = (timezone: string) => composeLetter(letterFor({ ...scene, reader: { ...scene.reader, timezone } })).text
    if (!('booking' in scene)) return
    const span = (timezone: string) => inZone(scene.booking, timezone, language)
    expect(zone('Asia/Tokyo')).toContain(`${phrases[language].labels.when}: ${span('Asia/Tokyo')}`)
    expect(span('Asia/Tokyo')).toMatch({ en: /^Tue, 1 December 2026, 23:00–Wed, 2 December 2026, 00:00 \(Asia\/Tokyo\)$/, de: /^Di., 1. Dezember 2026, 23:00–Mi., 2. Dezember 2026, 00:00 Uhr \(Asia\/Tokyo\)$/ }[language])
    expect(zone('Asia/Tokyo')).toContain(`${phrases[language].labels.there}: ${span('America/New_York')}`)
    expect(zone('America/New_York')).not.toContain(`${phrases[language].labels.there}: `)
  })

  it('asks in its own standard words only for what there is', () => {
    const { subject, opening, closing } = phrases[language].kinds[kind]
    const asked = placeholdersIn([subject, opening, closing].join(' '))
    expect(Object.keys(placeholdersOf(kind))).toEqual(expect.arrayContaining(asked))
  })
})

const booking: Booking = {
  id: 'b', resource_id: 'r', unit: 1, title: 'Planning', note: 'Not for a mail', starts_at: '2026-12-01T08:00:00.000Z', ends_at: '2026-12-01T09:30:00.000Z', occupied_from: '', occupied_to: '',
  status: 'confirmed', busy: false, booked_by: 'mia', booked_for: 'mia', attendee_ids: ['tom'], reason: null, hold_expires_at: null, version: 1, created_at: '', updated_at: '',
}
const scene = (more: Partial<BookingScene> = {}): BookingScene => ({
  ...address('en', { timezone: 'Europe/Berlin' }), kind: 'booking_confirmed', booking, resource: { name: 'Room', location: '', timezone: 'Europe/Berlin' }, names: new Map([['mia', 'Mia'], ['tom', 'Tom']]), previous: null, decision: null, own: false, ...more,
})

describe('a booking', () => {
  it('is told of as the reader sees it: own, made for another, put on it by somebody', () => {
    const heading = (id: string, more: Partial<Booking> = {}, language: MailLanguage = 'en') => letterFor(scene({ ...address(language, { id }), booking: { ...booking, ...more } })).heading
    expect(heading('mia')).toBe('Your booking of Room is confirmed')
    expect(heading('tom')).toBe(`Mia's booking of Room is confirmed`)
    expect(heading('mia', { booked_for: 'tom' })).toBe('The booking of Room you made for Tom is confirmed')
    expect(heading('mia', { booked_for: 'tom' }, 'de')).toBe('Die Buchung von Room, die Sie für Tom angelegt haben, ist bestätigt')
    expect(heading('tom', {}, 'de')).toBe('Die Buchung von Room für Mia ist bestätigt')
  })

  it('tells where it stood before, and why it was turned down, and never the note', () => {
    const facts = (more: Partial<BookingScene>) => letterFor(scene(more)).facts
    expect(facts({ kind: 'booking_changed', previous: { starts_at: '2026-11-30T22:30:00Z', ends_at: '2026-11-30T23:30:00Z' } })).toContainEqual(['Before', 'Mon, 30 November 2026, 23:30–Tue, 1 December 2026, 00:30 (Europe/Berlin)'])
    expect(facts({ kind: 'booking_rejected', booking: { ...booking, status: 'rejected', reason: 'Too long' } })).toContainEqual(['Comment', 'Too long'])
    expect(facts({ kind: 'booking_cancelled', booking: { ...booking, status: 'cancelled', reason: 'Ill' } })).toContainEqual(['Reason', 'Ill'])
    for (const kind of kinds.filter((each): each is BookingScene['kind'] => !['webhook_disabled', 'approver_digest', 'daily_digest'].includes(each))) expect(composeLetter(letterFor(scene({ kind }))).html).not.toContain('Not for a mail')
  })

  it('is decided on by two links only when the reader may', () => {
    const actions = (decision: BookingScene['decision']) => letterFor(scene({ kind: 'approval_needed', decision })).actions.map(({ url }) => url)
    expect(actions(null)).toEqual(['https://book.example.test/app/approvals'])
    expect(actions({ token: 'a.b', expires_at: booking.starts_at })).toEqual(['approve', 'reject'].map((choice) => `https://book.example.test/decide?choice=${choice}&token=a.b`).concat('https://book.example.test/app/approvals'))
  })
})

describe('own words', () => {
  it('take the place of the standard ones, paragraph by paragraph, and nothing else', () => {
    const wording = { subject: '{{resource.name}}: ok', opening: 'Dear {{ reader.name }},\n\n{{booking.title}}\n \n', closing: 'Bring cake.\nPlease.' }
    const own = letterFor(scene({ wording, booking: { ...booking, title: 'A\n\nB {{reader.name}}' } }))
    expect(own).toMatchObject({ subject: 'Room: ok', opening: ['Dear Mia,', 'A\n\nB {{reader.name}}'], closing: ['Bring cake.\nPlease.'] })
    const standard: Scene = scene()
    expect({ ...own, facts: [] }).toMatchObject({ heading: letterFor(standard).heading, actions: letterFor(standard).actions, footer: letterFor(standard).footer })
  })
})

describe('times', () => {
  it.each([
    ['2026-12-01T08:00:00Z', '2026-12-01T09:30:00Z', 'Tue, 1 December 2026, 09:00–10:30 (Europe/Berlin)', 'Di., 1. Dezember 2026, 09:00–10:30 Uhr (Europe/Berlin)'],
    ['2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z', 'Sun, 29 March 2026, 01:30 GMT+1–03:30 GMT+2 (Europe/Berlin)', 'So., 29. März 2026, 01:30 GMT+1–03:30 GMT+2 (Europe/Berlin)'],
    ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', 'Sun, 25 October 2026, 02:30 GMT+2–02:30 GMT+1 (Europe/Berlin)', 'So., 25. Oktober 2026, 02:30 GMT+2–02:30 GMT+1 (Europe/Berlin)'],
    ['2026-12-31T22:00:00Z', '2027-01-01T01:00:00Z', 'Thu, 31 December 2026, 23:00–Fri, 1 January 2027, 02:00 (Europe/Berlin)', 'Do., 31. Dezember 2026, 23:00–Fr., 1. Januar 2027, 02:00 Uhr (Europe/Berlin)'],
  ])('%s to %s', (starts_at, ends_at, english, german) => {
    expect(inZone({ starts_at, ends_at }, 'Europe/Berlin', 'en')).toBe(english)
    expect(inZone({ starts_at, ends_at }, 'Europe/Berlin', 'de')).toBe(german)
  })

  it('compare zones by what their clocks show', () => {
    expect(sameClock(booking, 'Europe/Berlin', 'Europe/Rome')).toBe(true)
    expect(sameClock(booking, 'Europe/Berlin', 'Europe/London')).toBe(false)
    expect(startInZone(booking, 'UTC', 'en')).toBe('Tue, 1 December 2026, 08:00')
    expect(startInZone(booking, 'UTC', 'de')).toBe('Di., 1. Dezember 2026, 08:00 Uhr')
  })
})
