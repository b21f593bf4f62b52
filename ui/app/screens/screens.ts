import type { IconName } from '../kit/icon.js'
import { phrase } from '../language/phrases.js'
import type { SignedInViewer } from '../session/viewer.js'

export interface Entry {
  readonly to: string
  readonly label: string
  readonly icon: IconName
  /** The module whose switch hides the entry. */
  readonly module: string
  /** Without it the screen would only say that it is not permitted. */
  readonly permission: string
}

/** Instead of a permission of the organisation: to be one who runs the installation. */
const installation = 'installation'

/** Only screens that exist. A switched-off module loses its entry with the next answer. */
const entries: readonly Entry[] = [
  { to: '/app', label: phrase('Today'), icon: 'home', module: 'bookings', permission: 'bookings:read' },
  { to: '/app/calendar', label: phrase('Calendar'), icon: 'timeline', module: 'bookings', permission: 'bookings:read' },
  { to: '/app/bookings', label: phrase('Bookings'), icon: 'calendar', module: 'bookings', permission: 'bookings:read' },
  { to: '/app/resources', label: phrase('Resources'), icon: 'organization', module: 'resources', permission: 'resources:read' },
  { to: '/app/approvals', label: phrase('Approvals'), icon: 'inbox', module: 'approvals', permission: 'approvals:read' },
  { to: '/app/rules', label: phrase('Rules'), icon: 'bolt', module: 'workflows', permission: 'workflows:read' },
  { to: '/app/members', label: phrase('Members'), icon: 'people', module: 'members', permission: 'members:read' },
  { to: '/app/notifications', label: phrase('Notifications'), icon: 'bell', module: 'notifications', permission: 'notifications:outbox' },
  { to: '/app/webhooks', label: phrase('Webhooks'), icon: 'plug', module: 'webhooks', permission: 'webhooks:read' },
  { to: '/app/reports', label: phrase('Reports'), icon: 'chart', module: 'reports', permission: 'reports:read' },
  { to: '/app/audit', label: phrase('Audit log'), icon: 'log', module: 'audit', permission: 'audit:read' },
  { to: '/app/settings', label: phrase('Settings'), icon: 'settings', module: 'orgs', permission: 'orgs:read' },
  { to: '/app/system', label: phrase('System'), icon: 'server', module: 'system', permission: installation },
]

/** The screens this person may open here. */
export function screensFor(viewer: SignedInViewer): readonly Entry[] {
  return entries.filter(({ module, permission }) => viewer.modules.includes(module) && (permission === installation ? viewer.installation_owner : viewer.permissions.includes(permission)))
}
