import type { ModuleState } from '#modules/orgs/contract'

const known: Readonly<Record<string, { readonly title: string; readonly purpose: string }>> = {
  health: { title: 'Health', purpose: 'Tells whoever runs the installation how it is doing.' },
  auth: { title: 'Accounts', purpose: 'Sign-up, login, sessions and passwords.' },
  orgs: { title: 'Organisation', purpose: 'Name, zone, accent and these switches.' },
  members: { title: 'Members', purpose: 'People, roles and invitations.' },
  resources: { title: 'Resources', purpose: 'What can be booked, with hours and limits.' },
  bookings: { title: 'Bookings', purpose: 'The calendar itself; never two bookings at once.' },
  approvals: { title: 'Approvals', purpose: 'Somebody decides before a booking is confirmed.' },
  workflows: { title: 'Rules', purpose: 'Confirm, refuse, ask for approval or tell people, by conditions.' },
  audit: { title: 'Audit log', purpose: 'Who did what and when, written once and never changed.' },
  sse: { title: 'Live updates', purpose: 'Screens follow changes within a second.' },
  notifications: { title: 'Notifications', purpose: 'E-mail about bookings and decisions.' },
  webhooks: { title: 'Webhooks', purpose: 'Signed calls to your other systems when something happens.' },
  reports: { title: 'Reports', purpose: 'Utilisation and other figures, with their tables.' },
}

/** A module's name for people; one we do not know goes by its own. */
export function moduleTitle(name: string): string {
  return known[name]?.title ?? name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ')
}

export function modulePurpose(name: string): string {
  return known[name]?.purpose ?? ''
}

/** Why a module cannot be switched now, in one sentence, or null when it can. */
export function switchHindrance(module: ModuleState, all: readonly ModuleState[]): string | null {
  const titles = (names: readonly string[], enabled: boolean): string[] => names.filter((name) => all.some((other) => other.module === name && other.enabled === enabled)).map(moduleTitle)
  if (module.required) return 'Part of every organisation.'
  const [names, verb] = module.enabled ? [titles(module.dependents, true), 'off'] : [titles(module.depends_on, false), 'on']
  if (names.length === 0) return null
  const list = new Intl.ListFormat('en', { type: 'conjunction' }).format(names)
  return module.enabled ? `${list} ${names.length === 1 ? 'needs' : 'need'} it: switch ${verb} ${list} first.` : `It needs ${list}: switch ${verb} ${list} first.`
}
