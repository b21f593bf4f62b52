import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { FOLDERS } from './source-tree.js'

const tsconfig = { compilerOptions: { module: 'nodenext', moduleResolution: 'nodenext', customConditions: ['development'], allowJs: true } }
const manifest = {
  name: 'planted',
  type: 'module',
  imports: Object.fromEntries(['kernel', 'modules', 'config', 'migrations'].map((name) => [`#${name}/*`, { development: `./${name}/*.ts`, default: `./dist/${name}/*.js` }])),
  dependencies: { typeorm: '1.0.0', 'pg-boss': '1.0.0', typebox: '1.0.0' },
}

/** A small well-behaved product in a temporary folder, with `files` planted into it; removed when disposed. */
export function plantTree(files: Readonly<Record<string, string>>): Disposable & { root: string } {
  const root = mkdtempSync(join(tmpdir(), 'bookflow-planted-'))
  const packages = Object.keys(manifest.dependencies).flatMap((name): [string, string][] => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', type: 'module', main: 'index.js' })],
    [`node_modules/${name}/index.js`, 'export const x = 1\n'],
  ])
  const all: Record<string, string> = {
    'package.json': JSON.stringify(manifest),
    'tsconfig.json': JSON.stringify(tsconfig),
    ...Object.fromEntries(packages),
    ...Object.fromEntries(FOLDERS.map((folder) => [`${folder}/placeholder.ts`, 'export {}\n'])),
    'kernel/contract.ts': 'export const defineContract = (x: unknown) => x\n',
    'modules/rooms/contract.ts': "import { defineContract } from '#kernel/contract'\nexport const rooms = defineContract({ name: 'rooms', dependsOn: [] })\n",
    'modules/rooms/module.ts': "export { rooms } from './contract.js'\n",
    'modules/visits/contract.ts': "import { defineContract } from '#kernel/contract'\nimport { rooms } from '#modules/rooms/contract'\nexport const visits = defineContract({ name: 'visits', dependsOn: [rooms] })\n",
    'modules/visits/module.ts': "export { visits } from './contract.js'\n",
    'config/modules.ts': "import { rooms } from '#modules/rooms/module'\nimport { visits } from '#modules/visits/module'\nexport const modules = [rooms, visits]\n",
    ...files,
  }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
}
