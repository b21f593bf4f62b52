import { describe, expect, it } from 'vitest'
import { commandsFor, fitting } from './commands.js'
import { phrasesIn } from '../language/phrases.js'
import type { SignedInViewer } from '../session/viewer.js'

const viewer = (permissions: string[], modules = ['bookings', 'workflows', 'resources', 'members', 'orgs']): SignedInViewer =>
  ({ user: { id: 'u', name: 'Ada', email: '', locale: 'en', timezone: 'UTC' }, permissions, modules, organization: { id: 'o-1', name: 'One' }, organizations: [{ id: 'o-1', name: 'One', slug: 'one', role: 'owner' }, { id: 'o-2', name: 'Two', slug: 'two', role: 'member' }] }) as unknown as SignedInViewer
const labels = (...asked: Parameters<typeof viewer>) => commandsFor(viewer(...asked), '/app', phrasesIn('en').t).map(({ label }) => label)

describe('the palette', () => {
  it('offers what one may do, where one may go, and the other organisations', () => {
    const all = labels(['bookings:read', 'bookings:create', 'workflows:manage'])
    for (const label of ['New booking', 'Find a time', 'Write a rule', 'Calendar', 'Switch to Two', 'Language: Deutsch']) expect(all).toContain(label)
    for (const label of ['Invite somebody', 'Add a resource', 'Switch to One', 'Members']) expect(all).not.toContain(label)
    expect(labels(['workflows:manage'], ['bookings'])).not.toContain('Write a rule')
  })

  it('narrows down by every word, in any order', () => {
    const commands = commandsFor(viewer(['bookings:read', 'bookings:create']), '/app', phrasesIn('en').t)
    expect(fitting(commands, 'time FIND').map(({ id }) => id)).toEqual(['find'])
    expect(fitting(commands, '  ')).toHaveLength(commands.length)
    expect(fitting(commands, 'nonsense')).toEqual([])
  })
})
