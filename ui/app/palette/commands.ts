import type { TFunction } from 'i18next'
import { screensFor } from '../screens/screens.js'
import type { IconName } from '../kit/icon.js'
import { languageNames, languages } from '../language/languages.js'
import { phrase } from '../language/phrases.js'
import { themes, type Theme } from '../session/theme-cookie.js'
import type { SignedInViewer } from '../session/viewer.js'

/** What the palette can do without looking anything up: lead somewhere, or send one of the console's forms. */
export interface Command {
  readonly id: string
  readonly group: 'go' | 'do'
  readonly label: string
  readonly icon: IconName
  readonly to?: string
  readonly post?: { readonly action: string; readonly fields: Readonly<Record<string, string>> }
}

const looks: Readonly<Record<Theme, string>> = { system: phrase('Appearance: as the system'), light: phrase('Appearance: light'), dark: phrase('Appearance: dark') }

/** @param here path and query of the screen, where a form leads back to */
export function commandsFor(viewer: SignedInViewer, here: string, t: TFunction): Command[] {
  const books = viewer.permissions.includes('bookings:create')
  const may = (permission: string): boolean => viewer.permissions.includes(permission)
  return [
    ...(books ? [{ id: 'new-booking', group: 'do', label: t('New booking'), icon: 'plus', to: '/app/bookings/new' } as const, { id: 'find', group: 'do', label: t('Find a time'), icon: 'clock', to: '/app/find' } as const] : []),
    ...(may('resources:manage') ? [{ id: 'new-resource', group: 'do', label: t('Add a resource'), icon: 'plus', to: '/app/resources/new' } as const] : []),
    ...(may('members:manage') ? [{ id: 'invite', group: 'do', label: t('Invite somebody'), icon: 'people', to: '/app/members/invite' } as const] : []),
    ...(may('workflows:manage') && viewer.modules.includes('workflows') ? [{ id: 'new-rule', group: 'do', label: t('Write a rule'), icon: 'bolt', to: '/app/rules/new' } as const] : []),
    ...screensFor(viewer).map(({ to, label, icon }): Command => ({ id: to, group: 'go', label: t(label), icon, to })),
    { id: 'me', group: 'go', label: t('My account'), icon: 'settings', to: '/app/me' },
    ...viewer.organizations.filter(({ id }) => id !== viewer.organization.id).map(({ id, name }): Command => ({ id, group: 'do', label: t('Switch to {{name}}', { name }), icon: 'organization', post: { action: '/app/organization', fields: { organization_id: id } } })),
    ...themes.map((theme): Command => ({ id: theme, group: 'do', label: t(looks[theme]), icon: theme === 'dark' ? 'moon' : 'sun', post: { action: '/theme', fields: { theme, return_to: here } } })),
    ...languages.map((language): Command => ({ id: language, group: 'do', label: t('Language: {{name}}', { name: languageNames[language] }), icon: 'settings', post: { action: '/language', fields: { language, return_to: here } } })),
    { id: 'leave', group: 'do', label: t('Log out'), icon: 'leave', post: { action: '/logout', fields: {} } },
  ]
}

/** Those whose label holds every word written, in their order. */
export function fitting(commands: readonly Command[], wanted: string): Command[] {
  const parts = wanted.toLowerCase().split(/\s+/).filter(Boolean)
  return commands.filter(({ label }) => parts.every((part) => label.toLowerCase().includes(part)))
}
