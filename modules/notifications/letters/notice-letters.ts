/** From what happened to what the mail says. Pure: everything it may mention is handed in. */
import type { Letter } from '#kernel/mail/letter'
import { bookingLetter } from './booking-letter.js'
import { approverDigest, dailyDigest } from './digest-letters.js'
import { frameOf, phrases } from './letter-parts.js'
import type { EndpointScene, Scene } from './scenes.js'

export function letterFor(scene: Scene): Letter {
  switch (scene.kind) {
    case 'webhook_disabled':
      return endpointLetter(scene)
    case 'approver_digest':
      return approverDigest(scene)
    case 'daily_digest':
      return dailyDigest(scene)
    default:
      return bookingLetter(scene)
  }
}

/** A webhook endpoint was switched off. */
function endpointLetter(scene: EndpointScene): Letter {
  const { endpoint, reason, reader, publicUrl } = scene
  const { labels, actions, endpointReasons } = phrases[reader.language]
  const facts: (readonly [string, string | null])[] = [
    [labels.endpoint, endpoint.origin],
    [labels.name, endpoint.description],
  ]
  return {
    ...frameOf(scene, { 'endpoint.origin': endpoint.origin, 'endpoint.description': endpoint.description, 'endpoint.reason': endpointReasons[reason] }),
    facts: facts.flatMap(([label, value]) => (value ? [[label, value] as const] : [])),
    actions: [{ label: actions.endpoint, url: `${publicUrl}/app/webhooks/${endpoint.id}` }],
  }
}
