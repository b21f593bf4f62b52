/** docs/chaos.md: one section per command, each replaced by the run that produced it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../project-root.js'

const path = join(projectRoot, 'docs', 'chaos.md')

const head = `# Under fire

What \`npm run chaos\` saw. Each section is written by the command in its first line; the points K0-K15 and the faults F1-F15 are those of [guarantees.md](guarantees.md).
Web, workers and PostgreSQL are real processes. Between each process and PostgreSQL stands a proxy that reads the wire protocol (\`scripts/chaos/database-proxy.ts\`), so that the product holds no hook for any of this.
`

const order = ['Kill points', 'Messages under kills', 'Faults', 'Time to the receiver'] as const
export type Section = (typeof order)[number]

/** @param body Markdown, without the heading */
export function writeSection(section: Section, command: string, body: string): void {
  const sections = existsSync(path) ? read() : new Map<string, string>()
  const stamp = `\`${command}\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores shared with other work, PostgreSQL 18, Node ${process.versions.node}.`
  sections.set(section, `${stamp}\n\n${body.trim()}\n`)
  const text = order.flatMap((name) => (sections.has(name) ? [`## ${name}\n\n${sections.get(name)!.trim()}\n`] : []))
  writeFileSync(path, [head, ...text].join('\n'))
}

function read(): Map<string, string> {
  const parts = readFileSync(path, 'utf8').split(/^## /m).slice(1)
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]))
}

/** @returns the cells of the table a section holds so far */
export function rowsOf(section: Section): string[][] {
  const lines = (existsSync(path) ? (read().get(section) ?? '') : '').split('\n').filter((line) => line.startsWith('| '))
  return lines.slice(2).map((line) => line.slice(2, -2).split(/(?<!\\) \| /).map((cell) => cell.trim().replaceAll('\\|', '|')))
}

/** A Markdown table. */
export function table(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n')
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN
}
