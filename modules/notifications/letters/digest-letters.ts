/** Mail that tells of several things at once. Pure. */
import type { Letter, LetterItem } from '#kernel/mail/letter'
import { counted, frameOf, phrases, whenFacts, type Frame } from './letter-parts.js'
import { fill, type Values } from './placeholders.js'
import type { ApproverDigestScene, DailyDigestScene, Place, Scene } from './scenes.js'
import { dayInZone, startInZone } from '#kernel/mail/times'

/** What waits for a person's decision. */
export function approverDigest(scene: ApproverDigestScene): Letter {
  const { reader, requests, more, publicUrl } = scene
  const { labels, actions } = phrases[reader.language]
  const items = requests.map(({ booking, resource, requester, asked_at }): LetterItem => ({
    heading: booking.title ?? resource.name,
    facts: [
      [labels.where, placeOf(resource)],
      ...whenFacts(booking, resource.timezone, reader),
      [labels.by, requester],
      [labels.asked, startInZone({ starts_at: asked_at }, reader.timezone, reader.language)],
    ],
  }))
  const frame = withRest(scene, { 'waiting.requests': counted(reader.language, 'requests', requests.length + more) }, more)
  return { ...frame, facts: [], items, actions: [{ label: actions.inbox, url: `${publicUrl}/app/approvals` }] }
}

/** What a person asked to hear of once a day. */
export function dailyDigest(scene: DailyDigestScene): Letter {
  const { reader, entries, more, publicUrl, day } = scene
  const { labels, actions, happened } = phrases[reader.language]
  const items = entries.map(({ kind, booking, resource }): LetterItem => ({
    heading: fill(happened[kind], { 'resource.name': resource.name }),
    facts: [
      ...(booking.title ? [[labels.what, booking.title] as const] : []),
      ...whenFacts(booking, resource.timezone, reader),
      ...(booking.reason ? [[kind === 'booking_rejected' ? labels.comment : labels.reason, booking.reason] as const] : []),
    ],
    url: `${publicUrl}/app/bookings/${booking.id}`,
  }))
  const values = { 'digest.day': dayInZone(`${day}T12:00:00Z`, 'UTC', reader.language), 'digest.notices': counted(reader.language, 'notices', entries.length + more) }
  return { ...withRest(scene, values, more), facts: [], items, actions: [{ label: actions.open, url: `${publicUrl}/app/bookings` }] }
}

/** The frame, saying that there is more than it shows. */
function withRest(scene: Scene, values: Values, more: number): Frame & Pick<Letter, 'rest'> {
  const frame = frameOf(scene, values)
  return more > 0 ? { ...frame, rest: counted(scene.reader.language, 'more', more) } : frame
}

function placeOf({ name, location }: Place): string {
  return location ? `${name}, ${location}` : name
}
