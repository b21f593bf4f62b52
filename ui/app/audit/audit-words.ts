import { phrase } from '../language/phrases.js'

/** What was done, as a heading; a type that is not here is said by its parts. */
const titles: Readonly<Record<string, string>> = {
  'approvals.completed': phrase('Request decided as a whole'),
  'approvals.decided': phrase('Decision on a step'),
  'approvals.reassigned': phrase('Step given to other people'),
  'approvals.requested': phrase('Decision asked for'),
  'audit.exported': phrase('Audit log taken away as a file'),
  'auth.api_key_created': phrase('API key made'),
  'auth.api_key_revoked': phrase('API key revoked'),
  'bookings.cancelled': phrase('Booking cancelled'),
  'bookings.changed': phrase('Booking changed'),
  'bookings.confirmed': phrase('Booking confirmed'),
  'bookings.created': phrase('Booking placed'),
  'bookings.expired': phrase('Request ran out'),
  'bookings.progressed': phrase('Booking moved on'),
  'bookings.rejected': phrase('Booking turned down'),
  'members.deactivated': phrase('Member deactivated'),
  'members.invitation_resent': phrase('Invitation sent again'),
  'members.invitation_revoked': phrase('Invitation taken back'),
  'members.invited': phrase('Somebody invited'),
  'members.joined': phrase('Member joined'),
  'members.reactivated': phrase('Member reactivated'),
  'members.role_changed': phrase('Role changed'),
  'members.view_changed': phrase('Saved view changed'),
  'members.view_forgotten': phrase('Saved view forgotten'),
  'members.view_kept': phrase('View saved'),
  'members.view_restored': phrase('Saved view taken back'),
  'notifications.address_confirmed': phrase('E-mail address in use again'),
  'notifications.address_stopped': phrase('E-mail address stopped'),
  'notifications.preferences_changed': phrase('Mail preferences changed'),
  'notifications.replayed': phrase('Messages sent again'),
  'notifications.wording_changed': phrase('Wording of a mail changed'),
  'orgs.created': phrase('Organisation founded'),
  'orgs.deletion_requested': phrase('Deletion of the organisation asked for'),
  'orgs.deletion_withdrawn': phrase('Deletion of the organisation called off'),
  'orgs.module_switched': phrase('Module switched or set'),
  'orgs.updated': phrase('Organisation changed'),
  'resources.archived': phrase('Resource archived'),
  'resources.created': phrase('Resource added'),
  'resources.restored': phrase('Resource restored'),
  'resources.type_created': phrase('Kind of resource added'),
  'resources.type_deleted': phrase('Kind of resource removed'),
  'resources.type_updated': phrase('Kind of resource changed'),
  'resources.updated': phrase('Resource changed'),
  'webhooks.endpoint_created': phrase('Webhook endpoint added'),
  'webhooks.endpoint_deleted': phrase('Webhook endpoint removed'),
  'webhooks.endpoint_disabled': phrase('Webhook endpoint switched off'),
  'webhooks.endpoint_updated': phrase('Webhook endpoint changed'),
  'webhooks.replayed': phrase('Webhook messages sent again'),
  'webhooks.secret_rotated': phrase('Webhook secret replaced'),
  'webhooks.test_sent': phrase('Webhook test sent'),
  'workflows.archived': phrase('Rule archived'),
  'workflows.created': phrase('Rule added'),
  'workflows.notified': phrase('People told by a rule'),
  'workflows.updated': phrase('Rule changed'),
}

/** `bookings.created` -> `Booking placed`; of an unknown type `Waitlist: entry created`. */
export function actionTitle(type: string): string {
  const [module = '', verb = ''] = type.split('.')
  return titles[type] ?? `${module.charAt(0).toUpperCase()}${module.slice(1)}: ${verb.replaceAll('_', ' ')}`
}

const subjects: Readonly<Record<string, { readonly name: string; readonly page?: string }>> = {
  api_key: { name: phrase('API key'), page: '/app/me/keys' },
  approval: { name: phrase('Request'), page: '/app/approvals?view=all' },
  audit_log: { name: phrase('Audit log') },
  booking: { name: phrase('Booking'), page: '/app/bookings/:id' },
  invitation: { name: phrase('Invitation'), page: '/app/members/invitations' },
  member: { name: phrase('Member'), page: '/app/members/:id' },
  module: { name: phrase('Module'), page: '/app/settings/modules' },
  organization: { name: phrase('Organisation'), page: '/app/settings' },
  resource: { name: phrase('Resource'), page: '/app/resources/:id' },
  resource_type: { name: phrase('Kind of resource') },
  rule: { name: phrase('Rule'), page: '/app/rules/:id' },
  saved_view: { name: phrase('Saved view') },
  webhook_endpoint: { name: phrase('Webhook endpoint'), page: '/app/webhooks/:id' },
}

/** What something is called, and the page that shows it as it is now, where there is one. */
export function subjectWords(kind: string, id: string): { readonly name: string; readonly page: string | null } {
  const known = subjects[kind]
  return { name: known?.name ?? kind.replaceAll('_', ' '), page: known?.page?.replace(':id', encodeURIComponent(id)) ?? null }
}
