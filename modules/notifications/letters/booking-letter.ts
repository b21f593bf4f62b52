/** Mail about one booking. Pure. */
import type { Letter, LetterAction } from '#kernel/mail/letter'
import { frameOf, phrases, whenFacts } from './letter-parts.js'
import { fill } from './placeholders.js'
import type { BookingScene } from './scenes.js'
import { inZone, startInZone } from '#kernel/mail/times'

export function bookingLetter(scene: BookingScene): Letter {
  const { booking, resource, reader, decision } = scene
  const words = phrases[reader.language]
  const values = {
    'booking.title': booking.title ?? '',
    'booking.start': startInZone(booking, reader.timezone, reader.language),
    'booking.when': inZone(booking, reader.timezone, reader.language),
    'booking.state': words.states[booking.status],
    'booking.reason': booking.reason ?? '',
    'resource.name': resource.name,
    'resource.location': resource.location,
    'person.name': nameOf(scene, booking.booked_for),
  }
  const frame = frameOf(scene, values, { whose: fill(words.whose[relation(scene)], values) })
  const note = decision ? [fill(words.decisionLinks, { until: startInZone({ starts_at: decision.expires_at }, reader.timezone, reader.language) })] : []
  return { ...frame, facts: factsOf(scene), actions: actionsOf(scene), closing: [...note, ...frame.closing] }
}

/** Seen from the reader: one's own booking, one made for another, or one that somebody put them on. */
function relation({ booking, reader }: BookingScene): 'own' | 'made' | 'other' {
  if (booking.booked_for === reader.id) return 'own'
  return booking.booked_by === reader.id ? 'made' : 'other'
}

function nameOf({ names, reader }: BookingScene, id: string | null): string {
  return names.get(id ?? '') ?? phrases[reader.language].somebody
}

function factsOf(scene: BookingScene): (readonly [string, string])[] {
  const { booking, resource, reader, previous } = scene
  const { labels } = phrases[reader.language]
  const facts: (readonly [string, string | null])[] = [
    [labels.what, booking.title],
    [labels.where, resource.location ? `${resource.name}, ${resource.location}` : resource.name],
    ...whenFacts(booking, resource.timezone, reader),
    [labels.before, previous && inZone(previous, reader.timezone, reader.language)],
    [labels.for, booking.booked_for === reader.id ? null : nameOf(scene, booking.booked_for)],
    [labels.by, booking.booked_by === booking.booked_for ? null : nameOf(scene, booking.booked_by)],
    [booking.status === 'rejected' ? labels.comment : labels.reason, booking.reason],
  ]
  return facts.flatMap(([label, value]) => (value ? [[label, value] as const] : []))
}

function actionsOf({ kind, booking, reader, publicUrl, decision }: BookingScene): LetterAction[] {
  const { actions } = phrases[reader.language]
  if (kind !== 'approval_needed') return [{ label: actions.open, url: `${publicUrl}/app/bookings/${booking.id}` }]
  const inbox = { label: actions.inbox, url: `${publicUrl}/app/approvals` }
  if (!decision) return [inbox]
  const link = (choice: string) => `${publicUrl}/decide?choice=${choice}&token=${encodeURIComponent(decision.token)}`
  return [{ label: actions.approve, url: link('approve') }, { label: actions.reject, url: link('reject'), quiet: true }, { ...inbox, quiet: true }]
}
