/** Instants in words, in one zone: for mails. 24 hours, the zone always named, the day repeated only when it is another. */

const day = (zone: string) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' })
const clock = (zone: string) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const offsetClock = (zone: string) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'shortOffset' })
const offset = (zone: string, at: Date) => offsetClock(zone).formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value

export interface Span {
  starts_at: string
  ends_at: string
}

/** `Tue, 1 December 2026, 09:00–10:30 (Europe/Berlin)`; with offsets when the clocks change in between. @param zone IANA */
export function inZone({ starts_at, ends_at }: Span, zone: string): string {
  const [start, end] = [new Date(starts_at), new Date(ends_at)]
  const [first, last] = [day(zone).format(start), day(zone).format(end)]
  const time = offset(zone, start) === offset(zone, end) ? clock(zone) : offsetClock(zone)
  const until = first === last ? time.format(end) : `${last}, ${time.format(end)}`
  return `${first}, ${time.format(start)}–${until} (${zone})`
}

/** True when clocks in both zones show the same throughout. */
export function sameClock(span: Span, one: string, other: string): boolean {
  const bare = (zone: string) => inZone(span, zone).replace(/ \([^)]*\)$/, '')
  return bare(one) === bare(other)
}

/** `Tue, 1 December 2026, 09:00`. */
export function startInZone({ starts_at }: Span, zone: string): string {
  const start = new Date(starts_at)
  return `${day(zone).format(start)}, ${clock(zone).format(start)}`
}
