/** Instants in words, in one zone and one language: for mails. 24 hours, the zone always named, the day repeated only when it is another. */
import type { MailLanguage } from '../contract.js'

/** English dates are those of Europe: the day first, 24 hours. */
const locales: Readonly<Record<MailLanguage, string>> = { en: 'en-GB', de: 'de-DE' }

/** What follows a time of day. */
const afterClock: Readonly<Record<MailLanguage, string>> = { en: '', de: ' Uhr' }

const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const day = (language: MailLanguage, zone: string) => new Intl.DateTimeFormat(locales[language], { timeZone: zone, weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' })
const clock = (language: MailLanguage, zone: string) => new Intl.DateTimeFormat(locales[language], { timeZone: zone, ...hour })
const offsetClock = (zone: string) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...hour, timeZoneName: 'shortOffset' })
const offset = (zone: string, at: Date) => offsetClock(zone).formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value

export interface Span {
  starts_at: string
  ends_at: string
}

/** `Tue, 1 December 2026, 09:00–10:30 (Europe/Berlin)`; with offsets when the clocks change in between. @param zone IANA */
export function inZone({ starts_at, ends_at }: Span, zone: string, language: MailLanguage): string {
  const [start, end] = [new Date(starts_at), new Date(ends_at)]
  const [first, last] = [day(language, zone).format(start), day(language, zone).format(end)]
  const steady = offset(zone, start) === offset(zone, end)
  const time = steady ? clock(language, zone) : offsetClock(zone)
  const until = first === last ? time.format(end) : `${last}, ${time.format(end)}`
  return `${first}, ${time.format(start)}–${until}${steady ? afterClock[language] : ''} (${zone})`
}

/** True when clocks in both zones show the same throughout. */
export function sameClock(span: Span, one: string, other: string): boolean {
  const bare = (zone: string) => inZone(span, zone, 'en').replace(/ \([^)]*\)$/, '')
  return bare(one) === bare(other)
}

/** `Tue, 1 December 2026, 09:00`. */
export function startInZone({ starts_at }: Pick<Span, 'starts_at'>, zone: string, language: MailLanguage): string {
  const start = new Date(starts_at)
  return `${day(language, zone).format(start)}, ${clock(language, zone).format(start)}${afterClock[language]}`
}

/** `Tue, 1 December 2026`. */
export function dayInZone(at: string, zone: string, language: MailLanguage): string {
  return day(language, zone).format(new Date(at))
}
