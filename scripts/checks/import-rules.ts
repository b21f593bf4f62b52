import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../project-root.js'
import { FOLDERS, type SourceFile } from './source-tree.js'

interface Cruise {
  modules: { source: string }[]
  summary: { totalCruised: number; totalDependenciesCruised: number; violations: { from: string; to: string; cycle?: { name: string }[]; rule: { name: string } }[] }
}
export interface ImportReport {
  read: number
  dependencies: number
  violations: { rule: string; from: string; to: string }[]
}

/**
 * Runs dependency-cruiser with config/dependency-cruiser.cjs over the tree below `root`.
 * @throws when it read fewer files than there are: under a compiler it does not know it reads nothing and reports success.
 */
export function checkImports(root: string, files: readonly SourceFile[]): ImportReport {
  const program = join(projectRoot, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs')
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)))
  const args = [program, '--config', join(projectRoot, 'config', 'dependency-cruiser.cjs'), '--output-type', 'json', ...folders]
  const { stdout, stderr, error } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 200_000_000 })
  if (error) throw error
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser failed: ${stderr || stdout}`)
  const { modules, summary } = JSON.parse(stdout) as Cruise
  const read = new Set(modules.map(({ source }) => source))
  const missed = files.filter(({ path }) => /\.tsx?$/.test(path) && !read.has(path))
  if (missed.length > 0) throw new Error(`dependency-cruiser did not read ${missed.length} of ${files.length} files, e.g. ${missed[0]?.path}. Does it support the installed TypeScript?`)
  return {
    read: read.size,
    dependencies: summary.totalDependenciesCruised,
    violations: summary.violations.map(({ rule, from, to, cycle }) => ({ rule: rule.name, from, to: cycle ? cycle.map(({ name }) => name).join(' -> ') : to })),
  }
}
