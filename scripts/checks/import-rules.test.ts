import { describe, expect, it } from 'vitest'
import { checkImports } from './import-rules.js'
import { plantTree } from './planted-tree.js'
import { readTree } from './source-tree.js'

function check(files: Readonly<Record<string, string>>): string[] {
  using tree = plantTree(files)
  return checkImports(tree.root, readTree(tree.root)).violations.map(({ rule, from, to }) => `${rule} ${from} -> ${to}`)
}

const service = 'modules/visits/visit.service.ts'

describe('the import directions', () => {
  it('hold in a tree that keeps them', () => {
    using tree = plantTree({})
    const report = checkImports(tree.root, readTree(tree.root))
    expect(report.violations).toEqual([])
    expect(report.read).toBeGreaterThanOrEqual(12)
    expect(report.dependencies).toBeGreaterThanOrEqual(7)
  })

  it.each<[string, Record<string, string>, string[]]>([
    ['a cycle', { 'kernel/a.ts': "import type { B } from './b.js'\nexport type A = B\n", 'kernel/b.ts': "import type { A } from '#kernel/a'\nexport type B = A\n" }, ['no-cycles kernel/a.ts -> kernel/b.ts -> kernel/a.ts']],
    ['the kernel importing a module', { 'kernel/a.ts': "import '#modules/rooms/contract'\n" }, ['kernel-knows-no-module kernel/a.ts -> modules/rooms/contract.ts']],
    ['the kernel importing the configuration', { 'kernel/a.ts': "import '#config/modules'\n" }, ['kernel-knows-no-module kernel/a.ts -> config/modules.ts', 'nobody-imports-the-assembly kernel/a.ts -> config/modules.ts']],
    ['a contract importing the kernel runtime', { 'kernel/boot.ts': 'export {}\n', 'modules/rooms/contract.ts': "import '#kernel/boot'\n" }, ['contracts-are-pure modules/rooms/contract.ts -> kernel/boot.ts']],
    ["another module's file", { [service]: "import '#modules/rooms/module'\n" }, [`modules-meet-at-contracts ${service} -> modules/rooms/module.ts`]],
    ['a module importing the console', { [service]: "import '../../ui/placeholder.js'\n" }, [`modules-stay-inside ${service} -> ui/placeholder.ts`]],
    ['a module importing the testing kit', { 'kernel/testing/app.ts': 'export {}\n', [service]: "import '#kernel/testing/app'\n" }, [`modules-stay-inside ${service} -> kernel/testing/app.ts`, `no-tests-in-sources ${service} -> kernel/testing/app.ts`]],
    ['the console importing a service', { [service]: 'export {}\n', 'ui/app/page.ts': "import '#modules/visits/visit.service'\n" }, [`ui-talks-rest ui/app/page.ts -> ${service}`]],
    ['a migration importing an entity', { 'modules/rooms/room.entity.ts': 'export {}\n', 'modules/rooms/migrations/1700000000000-rooms.ts': "import '../room.entity.js'\n" }, ['migrations-are-frozen modules/rooms/migrations/1700000000000-rooms.ts -> modules/rooms/room.entity.ts']],
    ['typeorm in a service', { [service]: "import { x } from 'typeorm'\nexport const y = x\n" }, [`typeorm-behind-repositories ${service} -> node_modules/typeorm/index.js`]],
    ['pg-boss outside kernel/queue.ts', { 'kernel/boot.ts': "import { x } from 'pg-boss'\nexport const y = x\n", 'kernel/queue.ts': "import { x } from 'pg-boss'\nexport const y = x\n" }, ['pg-boss-in-one-file kernel/boot.ts -> node_modules/pg-boss/index.js']],
    ['an import of nothing', { 'kernel/a.ts': "import './absent.js'\n" }, ['resolvable kernel/a.ts -> ./absent.js']],
  ])('catch %s', (_, files, expected) => {
    expect(check(files).sort()).toEqual(expected)
  })

  it('allow entities and migrations their TypeORM', () => {
    expect(check({ 'modules/rooms/room.entity.ts': "import { x } from 'typeorm'\nexport const y = x\n" })).toEqual([])
  })

  it('refuse to pass when files went unread', () => {
    using tree = plantTree({})
    const invented = { path: 'kernel/unread.ts', text: '', lines: 0, imports: [] }
    expect(() => checkImports(tree.root, [...readTree(tree.root), invented])).toThrow(/did not read 1 of 13 files, e\.g\. kernel\/unread\.ts/)
  })
})
