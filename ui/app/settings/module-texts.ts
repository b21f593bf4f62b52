import type { TFunction } from 'i18next'
import { phrase } from '../language/phrases.js'
import type { ModuleState } from '#modules/orgs/contract'

const known: Readonly<Record<string, { readonly title: string; readonly purpose: string }>> = {
  health: { title: phrase('Health'), purpose: phrase('Tells whoever runs the installation how it is doing.') },
  auth: { title: phrase('Accounts'), purpose: phrase('Sign-up, login, sessions and passwords.') },
  orgs: { title: phrase('Organisation'), purpose: phrase('Name, zone, accent and these switches.') },
  members: { title: phrase('Members'), purpose: phrase('People, roles and invitations.') },
  resources: { title: phrase('Resources'), purpose: phrase('What can be booked, with hours and limits.') },
  bookings: { title: phrase('Bookings'), purpose: phrase('The calendar itself; never two bookings at once.') },
  approvals: { title: phrase('Approvals'), purpose: phrase('Somebody decides before a booking is confirmed.') },
  workflows: { title: phrase('Rules'), purpose: phrase('Confirm, refuse, ask for approval or tell people, by conditions.') },
  audit: { title: phrase('Audit log'), purpose: phrase('Who did what and when, written once and never changed.') },
  sse: { title: phrase('Live updates'), purpose: phrase('Screens follow changes within a second.') },
  notifications: { title: phrase('Notifications'), purpose: phrase('E-mail about bookings and decisions.') },
  webhooks: { title: phrase('Webhooks'), purpose: phrase('Signed calls to your other systems when something happens.') },
  system: { title: phrase('System'), purpose: phrase('Processes, queues and the database, for whoever runs the installation.') },
  reports: { title: phrase('Reports'), purpose: phrase('Utilisation and other figures, with their tables.') },
}

/** A module's name for people; one we do not know goes by its own. */
export function moduleTitle(name: string): string {
  return known[name]?.title ?? name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ')
}

export function modulePurpose(name: string): string {
  return known[name]?.purpose ?? ''
}

/** Why a module cannot be switched now, in one sentence, or null when it can. */
export function switchHindrance(module: ModuleState, all: readonly ModuleState[], t: TFunction, language: string): string | null {
  const titles = (names: readonly string[], enabled: boolean): string[] => names.filter((name) => all.some((other) => other.module === name && other.enabled === enabled)).map((name) => t(moduleTitle(name)))
  if (module.required) return t('Part of every organisation.')
  const names = module.enabled ? titles(module.dependents, true) : titles(module.depends_on, false)
  if (names.length === 0) return null
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(names)
  return module.enabled ? t('{{list}} needs it: switch it off first.', { list, count: names.length }) : t('It needs {{list}}: switch that on first.', { list })
}
