import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'

export interface SourceFile {
  /** From the checkout, with forward slashes. */
  path: string
  text: string
  lines: number
  /** Files of the tree it imports, as paths; packages are left out. */
  imports: readonly string[]
}

export const FOLDERS = ['kernel', 'modules', 'ui', 'migrations', 'config', 'scripts'] as const
const SKIPPED = new Set(['node_modules', 'dist', 'build', '.react-router'])

/** Reads every TypeScript and JavaScript file of the product's folders below `root`. */
export function readTree(root: string): SourceFile[] {
  return FOLDERS.flatMap((folder) => filesBelow(root, folder)).map((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    return { path, text, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0), imports: importsOf(path, text) }
  })
}

function filesBelow(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, encoding: 'utf8' })
  return entries.flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesBelow(root, path)
    return /\.(ts|tsx|mts|js|mjs|cjs)$/.test(entry.name) ? [path] : []
  })
}

function importsOf(path: string, text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName }) => {
    const aliased = /^#(kernel|modules|config|migrations)\/(.+)$/.exec(fileName)
    if (aliased) return [`${aliased[1]}/${aliased[2]}.ts`]
    if (!fileName.startsWith('.')) return []
    const target = posix.join(posix.dirname(path), fileName)
    return [path.endsWith('.mjs') ? target : target.replace(/\.js$/, '.ts').replace(/\.jsx$/, '.tsx')]
  })
}
