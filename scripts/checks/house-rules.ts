import { posix } from 'node:path'
import type { SourceFile } from './source-tree.js'

/** One broken rule: where, what, and the way out. */
export interface Finding {
  rule: string
  path: string
  message: string
}
export type Rule = (files: readonly SourceFile[]) => Finding[]

const LIMIT = { source: 300, test: 400 }
const isTest = (path: string): boolean => /\.test\.tsx?$|\/testing\//.test(path)
const moduleOf = (path: string): string | undefined => /^modules\/([^/]+)\//.exec(path)?.[1]

const fileLength: Rule = (files) =>
  files.flatMap(({ path, lines }) => {
    const limit = /\.test\.tsx?$/.test(path) ? LIMIT.test : LIMIT.source
    return lines > limit ? [{ rule: 'file-length', path, message: `${lines} lines, ${limit} are the cap: split it by verb or noun.` }] : []
  })

const BANNED = /^(utils?|helpers?|common|misc|index|.*-(utils?|helpers?|manager)|manager|base|base-.*)$/
const fileName: Rule = (files) =>
  files.flatMap(({ path }) => {
    const banned = path.split('/').find((part) => BANNED.test(part.replace(/(\.[a-z]+)+$/, '')))
    if (banned) return [{ rule: 'file-name', path, message: `'${banned}' says nothing about what it holds: name it after its noun.` }]
    const name = posix.basename(path)
    return /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/.test(name) ? [] : [{ rule: 'file-name', path, message: `'${name}' is not kebab-case with a role suffix.` }]
  })

const moduleShape: Rule = (files) => {
  const paths = new Set(files.map(({ path }) => path))
  const list = files.find(({ path }) => path === 'config/modules.ts')
  return [...new Set(files.flatMap(({ path }) => moduleOf(path) ?? []))].flatMap((name) => [
    ...['contract.ts', 'module.ts'].flatMap((part) =>
      paths.has(`modules/${name}/${part}`) ? [] : [{ rule: 'module-shape', path: `modules/${name}`, message: `It has no ${part}.` }],
    ),
    ...(list && !list.imports.includes(`modules/${name}/module.ts`) ? [{ rule: 'module-shape', path: `modules/${name}`, message: 'It is not in config/modules.ts, so it never runs.' }] : []),
  ])
}

/** Names in `dependsOn: [...]` and `reads: [...]` of a contract, as the modules their contracts were imported from. */
function dependenciesOf(contract: SourceFile): Set<string> {
  const listed = [...contract.text.matchAll(/\b(?:dependsOn|reads):\s*\[([^\]]*)\]/g)].map((match) => match[1]).join(',')
  const names = new Set(listed.split(',').map((name) => name.trim()))
  const statements = contract.text.matchAll(/import\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'(?:#modules\/|\.\.\/)([^/']+)\/contract(?:\.js)?'/g)
  return new Set(
    [...statements].flatMap(([, imported = '', module = '']) =>
      imported.split(',').some((name) => names.has(name.trim().split(/\s+as\s+/).at(-1) ?? '')) ? [module] : [],
    ),
  )
}

const declaredDependencies: Rule = (files) => {
  const contracts = new Map(files.flatMap((file) => (/^modules\/[^/]+\/contract\.ts$/.test(file.path) ? [[moduleOf(file.path), dependenciesOf(file)] as const] : [])))
  return files.flatMap(({ path, imports }) => {
    const own = moduleOf(path)
    if (own === undefined || isTest(path)) return []
    return [...new Set(imports.flatMap((target) => moduleOf(target) ?? []))]
      .filter((other) => other !== own && !contracts.get(own)?.has(other))
      .map((other) => ({ rule: 'declared-dependencies', path, message: `It imports of '${other}', which modules/${own}/contract.ts does not list in dependsOn or reads. Add it there, or turn the need round with an event.` }))
  })
}

/** Folders that need each other. A folder and the one it lies in are one thing and may. */
const folderCycles: Rule = (files) => {
  const graph = new Map<string, Map<string, string>>()
  for (const { path, imports } of files.filter((file) => !isTest(file.path))) {
    const from = posix.dirname(path)
    for (const target of imports) {
      const to = posix.dirname(target)
      if (from === to || from.startsWith(`${to}/`) || to.startsWith(`${from}/`)) continue
      if (!graph.has(from)) graph.set(from, new Map())
      graph.get(from)?.set(to, `${path} -> ${target}`)
    }
  }
  const findings: Finding[] = []
  const done = new Set<string>()
  const visit = (folder: string, trail: readonly string[]): void => {
    const start = trail.indexOf(folder)
    if (start >= 0) {
      const cycle = [...trail.slice(start), folder]
      const edges = cycle.slice(1).map((to, index) => graph.get(cycle[index] ?? '')?.get(to))
      findings.push({ rule: 'folder-cycles', path: folder, message: `${cycle.join(' -> ')} (${edges.join(', ')}). Move what both need into a third folder or the one above.` })
      return
    }
    if (done.has(folder)) return
    for (const next of graph.get(folder)?.keys() ?? []) visit(next, [...trail, folder])
    done.add(folder)
  }
  for (const folder of graph.keys()) visit(folder, [])
  return findings
}

const DOMAIN = /\b(bookings?|approvals?|workflows?|webhooks?|reservations?)\b/i
const kernelNouns: Rule = (files) =>
  files
    .filter(({ path }) => path.startsWith('kernel/') && !path.startsWith('kernel/testing/') && !isTest(path))
    .flatMap(({ path, text }) => {
      const found = DOMAIN.exec(withoutComments(text))
      return found ? [{ rule: 'kernel-nouns', path, message: `The kernel knows no '${found[0]}': let the module bring it by a contract, a parameter or an extension point.` }] : []
    })

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')

export const rules: readonly Rule[] = [fileLength, fileName, moduleShape, declaredDependencies, folderCycles, kernelNouns]
