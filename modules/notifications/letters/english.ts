import type { Phrases } from './phrasing.js'

const reserved = '{{resource.name}} is reserved.'
const free = 'The time is free again.'

export const english: Phrases = {
  kinds: {
    booking_confirmed: { subject: 'Confirmed: {{resource.name}}, {{booking.start}}', heading: '{{whose}} is confirmed', opening: reserved, closing: '', because: 'a booking you are part of is confirmed' },
    booking_pending: { subject: 'Waiting for approval: {{resource.name}}, {{booking.start}}', heading: '{{whose}} waits for approval', opening: 'The time is kept free meanwhile. You get another mail when it is decided.', closing: '', because: 'a booking you asked for waits for approval' },
    booking_approved: { subject: 'Approved: {{resource.name}}, {{booking.start}}', heading: '{{whose}} was approved', opening: reserved, closing: '', because: 'a waiting booking you are part of was approved' },
    booking_rejected: { subject: 'Turned down: {{resource.name}}, {{booking.start}}', heading: '{{whose}} was turned down', opening: free, closing: '', because: 'a booking you asked for was turned down' },
    booking_changed: { subject: 'Changed: {{resource.name}}, {{booking.start}}', heading: '{{whose}} was changed', opening: 'Below is how it stands now. {{booking.state}}', closing: '', because: 'somebody changed a booking you are part of' },
    booking_cancelled: { subject: 'Cancelled: {{resource.name}}, {{booking.start}}', heading: '{{whose}} was cancelled', opening: free, closing: '', because: 'somebody cancelled a booking you are part of' },
    booking_expired: { subject: 'Expired: {{resource.name}}, {{booking.start}}', heading: '{{whose}} ran out', opening: `Nobody decided in time, so it did not come about. ${free}`, closing: '', because: 'a booking you asked for ran out undecided' },
    approval_needed: { subject: 'Please decide: {{resource.name}}, {{booking.start}}', heading: 'A booking of {{resource.name}} waits for your decision', opening: 'Approve it or turn it down; the time is kept free until then.', closing: '', because: 'a booking waits for your decision' },
    rule_notice: { subject: 'For your information: {{resource.name}}, {{booking.start}}', heading: 'A booking of {{resource.name}}', opening: '{{booking.state}} There is nothing for you to do.', closing: '', because: 'a rule asks that you are told of a booking' },
    booking_reminder: { subject: 'Reminder: {{resource.name}}, {{booking.start}}', heading: '{{whose}} starts soon', opening: 'It starts on {{booking.start}}.', closing: 'Not needed any more? Cancel it, so that others can have {{resource.name}}.', because: 'a booking you are part of starts soon' },
    webhook_disabled: { subject: 'Switched off: the webhook endpoint at {{endpoint.origin}}', heading: 'A webhook endpoint was switched off', opening: '{{endpoint.reason}} It gets nothing until somebody switches it on again.', closing: 'What it missed in the last 72 hours is sent to it then.', because: 'you are an owner of the organisation' },
    approver_digest: { subject: 'Waiting for your decision: {{waiting.requests}}', heading: 'Waiting for your decision: {{waiting.requests}}', opening: 'The oldest comes first. The times are kept free until somebody decides.', closing: '', because: 'you decide on requests, once a week' },
    daily_digest: { subject: '{{digest.notices}} from {{organization.name}}, {{digest.day}}', heading: '{{digest.notices}}, {{digest.day}}', opening: 'What happened since the last mail of this kind.', closing: '', because: 'you asked to get these notices together, once a day' },
  },
  whose: { own: 'Your booking of {{resource.name}}', made: 'The booking of {{resource.name}} you made for {{person.name}}', other: `{{person.name}}'s booking of {{resource.name}}` },
  states: {
    held: 'It is held for a moment.',
    pending_approval: 'It waits for approval.',
    confirmed: 'It is confirmed.',
    rejected: 'It was turned down.',
    cancelled: 'It is cancelled.',
    expired: 'It ran out undecided.',
    checked_in: 'It is under way.',
    completed: 'It is over.',
    no_show: 'Nobody came.',
  },
  happened: {
    booking_confirmed: 'Confirmed: {{resource.name}}',
    booking_pending: 'Waiting for approval: {{resource.name}}',
    booking_approved: 'Approved: {{resource.name}}',
    booking_rejected: 'Turned down: {{resource.name}}',
    booking_changed: 'Changed: {{resource.name}}',
    booking_cancelled: 'Cancelled: {{resource.name}}',
    booking_expired: 'Expired: {{resource.name}}',
    approval_needed: 'Please decide: {{resource.name}}',
    rule_notice: 'For your information: {{resource.name}}',
    booking_reminder: 'Starts soon: {{resource.name}}',
  },
  endpointReasons: { gone: 'It answered 410 (Gone).', failing: 'It failed for five days in a row.' },
  labels: { what: 'What', where: 'Where', when: 'When', there: 'There', before: 'Before', for: 'For', by: 'Booked by', comment: 'Comment', reason: 'Reason', endpoint: 'Endpoint', name: 'Description', asked: 'Asked on' },
  actions: { open: 'Open in BookFlow', inbox: 'Decide in BookFlow', approve: 'Approve', reject: 'Turn down', endpoint: 'Look at the endpoint', preferences: 'Choose which mail you get' },
  counts: { requests: { one: '{{count}} request', other: '{{count}} requests' }, notices: { one: '{{count}} notice', other: '{{count}} notices' }, more: { one: 'And {{count}} more.', other: 'And {{count}} more.' } },
  somebody: 'somebody',
  decisionLinks: 'Both links lead to a page that asks once more. They decide in your name, once, until {{until}}: do not pass this mail on.',
  footer: 'You get this mail from {{organization.name}} because {{because}}.',
}
