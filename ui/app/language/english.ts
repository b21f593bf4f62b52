import type { Catalogue } from './phrases.js'

/** English is its own key; only singulars stand here, under their plural with `_one`. */
export const english: Catalogue = {
  'All {{count}} messages were sent again._one': 'The message was sent again.',
  'of {{count}} resources_one': 'of {{count}} resource',
  '{{count}} attempts_one': '{{count}} attempt',
  '{{count}} event types_one': '{{count}} event type',
  '{{count}} headers_one': '{{count}} header',
  '{{count}} messages are on their way again._one': '{{count}} message is on its way again.',
  '{{count}} messages given up_one': '{{count}} message given up',
}
