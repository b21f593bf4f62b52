import { describe, expect, it } from 'vitest'
import { rules } from './house-rules.js'
import { plantTree } from './planted-tree.js'
import { readTree } from './source-tree.js'

function check(files: Readonly<Record<string, string>>): { read: number; findings: string[] } {
  using tree = plantTree(files)
  const read = readTree(tree.root)
  return { read: read.length, findings: rules.flatMap((rule) => rule(read)).map(({ rule, path }) => `${rule} ${path}`) }
}

describe('the house rules', () => {
  it('find nothing in a tree that keeps them, and have read it', () => {
    const { read, findings } = check({})
    expect(findings).toEqual([])
    expect(read).toBe(12)
  })

  it.each<[string, Record<string, string>, string[]]>([
    ['a file over 300 lines', { 'kernel/long.ts': 'export {}\n'.repeat(301) }, ['file-length kernel/long.ts']],
    ['a test over 400 lines', { 'kernel/long.test.ts': 'export {}\n'.repeat(401) }, ['file-length kernel/long.test.ts']],
    ['a banned file name', { 'kernel/utils.ts': 'export {}\n' }, ['file-name kernel/utils.ts']],
    ['a banned name with a role', { 'modules/rooms/room-manager.service.ts': 'export {}\n' }, ['file-name modules/rooms/room-manager.service.ts']],
    ['a banned folder name', { 'modules/rooms/helpers/clock.ts': 'export {}\n' }, ['file-name modules/rooms/helpers/clock.ts']],
    ['an index file', { 'kernel/http/index.ts': 'export {}\n' }, ['file-name kernel/http/index.ts']],
    ['a base file', { 'kernel/base-service.ts': 'export {}\n' }, ['file-name kernel/base-service.ts']],
    ['a camelCase file', { 'kernel/queuePump.ts': 'export {}\n' }, ['file-name kernel/queuePump.ts']],
    ['a module without its declaration', { 'modules/desks/contract.ts': 'export {}\n' }, ['module-shape modules/desks', 'module-shape modules/desks']],
    ['a module nobody listed', { 'modules/desks/contract.ts': 'export {}\n', 'modules/desks/module.ts': 'export {}\n' }, ['module-shape modules/desks']],
    ['an undeclared dependency', { 'modules/rooms/room.service.ts': "import { visits } from '#modules/visits/contract'\nexport const x = visits\n" }, ['declared-dependencies modules/rooms/room.service.ts', 'folder-cycles modules/rooms']],
    ['an undeclared dependency by a relative path', { 'modules/rooms/room.service.ts': "import { visits } from '../visits/contract.js'\nexport const x = visits\n" }, ['declared-dependencies modules/rooms/room.service.ts', 'folder-cycles modules/rooms']],
    ['a contract that imports what it does not depend on', { 'modules/rooms/contract.ts': "import { visits } from '#modules/visits/contract'\nexport const rooms = { dependsOn: [], visits }\n" }, ['declared-dependencies modules/rooms/contract.ts', 'folder-cycles modules/rooms']],
    [
      'folders that need each other',
      { 'kernel/http/app.ts': "import '../queue/pump.js'\n", 'kernel/queue/pump.ts': "import './drain.js'\n", 'kernel/queue/drain.ts': "import '#kernel/http/server'\n", 'kernel/http/server.ts': 'export {}\n' },
      ['folder-cycles kernel/http'],
    ],
    ['a domain noun in the kernel', { 'kernel/feed.ts': "export const sql = 'select 1 from bookings'\n" }, ['kernel-nouns kernel/feed.ts']],
  ])('catch %s', (_, files, expected) => {
    expect(check(files).findings).toEqual(expected)
  })

  it('let a comment in the kernel give an example', () => {
    expect(check({ 'kernel/feed.ts': '/** e.g. `bookings.created` */\nexport const x = 1 // like approvals\n' }).findings).toEqual([])
  })
})
