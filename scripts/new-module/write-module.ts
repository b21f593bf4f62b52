import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { camel, checkDependencies, namesOf, UsageError, type Names } from './names.js'

export interface NewModule {
  module: string
  noun: string
  depends: readonly string[]
}

/** Template to file, relative to the module's folder. */
const files = ({ noun, timestamp, table }: Names): Record<string, string> => ({
  contract: 'contract.ts',
  module: 'module.ts',
  errors: 'errors.ts',
  entity: `${noun}.entity.ts`,
  repository: `${noun}.repository.ts`,
  service: `${noun}.service.ts`,
  routes: `${noun}.routes.ts`,
  migration: `migrations/${timestamp}-${table.replaceAll('_', '-')}.ts`,
  test: `${noun}.test.ts`,
})

/**
 * Writes a module that compiles and passes its own tests, and puts it into config/modules.ts.
 * @param root of the checkout it goes into
 * @param now milliseconds; the migration's place in the order
 * @returns the files written or changed, from the root
 * @throws UsageError before anything is written
 */
export function writeModule(root: string, { module, noun, depends }: NewModule, now: number): string[] {
  const existing = readdirSync(join(root, 'modules'), { withFileTypes: true }).flatMap((entry) => (existsSync(join(root, 'modules', entry.name, 'contract.ts')) ? [entry.name] : []))
  const names = namesOf(module, noun, existing, now)
  checkDependencies(depends, existing)
  const list = readFileSync(join(root, 'config', 'modules.ts'), 'utf8')
  const listed = withModule(list, names)
  const words: Record<string, string> = {
    ...names,
    Article: names.article === 'an' ? 'An' : 'A',
    migration: names.table.replaceAll('_', '-'),
    dependencyImports: depends.map((name) => `import { ${contractNameOf(root, name)} } from '#modules/${name}/contract'\n`).join(''),
    dependencyNames: depends.map((name) => contractNameOf(root, name)).join(', '),
  }
  const written = Object.entries(files(names)).map(([template, file]) => {
    const path = join('modules', module, file)
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), filled(readFileSync(join(root, 'scripts', 'new-module', 'template', `${template}.ts.txt`), 'utf8'), words))
    return path
  })
  writeFileSync(join(root, 'config', 'modules.ts'), listed)
  return [...written, join('config', 'modules.ts')]
}

function filled(template: string, words: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const word = words[name]
    if (word === undefined) throw new Error(`The template says {{${name}}}, which is no name.`)
    return word
  })
}

/** The name under which a contract is exported. */
function contractNameOf(root: string, module: string): string {
  const text = readFileSync(join(root, 'modules', module, 'contract.ts'), 'utf8')
  return /export const (\w+) = defineContract\(/.exec(text)?.[1] ?? camel(module)
}

/** The list with one import and one entry more, both at the end. */
function withModule(list: string, { module, moduleVar }: Names): string {
  const array = /(export const productModules[^=]*=\s*\[)([^\]]*)(\])/.exec(list)
  const imports = [...list.matchAll(/^import .*\n/gm)].at(-1)
  if (!array || !imports) throw new UsageError('config/modules.ts has no list `export const productModules = [...]` to add the module to.')
  const entry = `${moduleVar}Module`
  const items = array[2] ?? ''
  const grown = items.includes('\n') ? `${items.trimEnd().replace(/,?$/, ',')}\n  ${entry},\n` : [items.trim().replace(/,$/, ''), entry].filter(Boolean).join(', ')
  const end = imports.index + imports[0].length
  const replaced = list.replace(array[0], `${array[1]}${grown}${array[3]}`)
  return `${replaced.slice(0, end)}import { ${entry} } from '#modules/${module}/module'\n${replaced.slice(end)}`
}
