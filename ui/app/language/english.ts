import type { Catalogue } from './phrases.js'

/** English is its own key; here stand singulars, under their plural with `_one`, and the few plurals that read differently. */
export const english: Catalogue = {
  'All {{count}} messages were sent again._one': 'The message was sent again.',
  'of {{count}} resources_one': 'of {{count}} resource',
  '{{count}} attempts_one': '{{count}} attempt',
  '{{count}} days_one': '{{count}} day',
  '{{count}} event types_one': '{{count}} event type',
  '{{count}} headers_one': '{{count}} header',
  '{{count}} messages are on their way again._one': '{{count}} message is on its way again.',
  '{{count}} messages given up_one': '{{count}} message given up',
  '{{count}} requests are approved._one': 'The request is approved.',
  '{{count}} requests are rejected._one': 'The request is rejected.',
  '{{count}} more_one': '1 more',
  '{{count}} bookings at a time_one': 'One booking at a time',
  '{{count}} seats_one': '1 seat',
  'up to {{count}} days_one': 'up to 1 day',
  '{{count}} units_one': '1 unit',
  '{{list}} needs it: switch it off first._one': '{{list}} needs it: switch it off first.',
  '{{count}} requests still wait in {{module}}. What should become of them?_one': '1 request still waits in {{module}}. What should become of it?',
  'Confirm {{count}} and switch off_one': 'Confirm it and switch off',
  'Reject {{count}} and switch off_one': 'Reject it and switch off',
  '{{list}} needs it: switch it off first._other': '{{list}} need it: switch those off first.',
  'Confirm {{count}} and switch off_other': 'Confirm all {{count}} and switch off',
  'Reject {{count}} and switch off_other': 'Reject all {{count}} and switch off',
}
