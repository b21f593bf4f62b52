/** docs/guarantees.md: what is promised, what was taken away, what was seen. One invariant can be proved by itself: the others keep what was seen of them. */
import { section } from '../page-section.js'
import { faults } from './faults.js'
import type { Invariant, Removal } from './removal.js'
import { statements } from './statements.js'

export interface Seen {
  /** The assertion that failed, or why nothing was shown. */
  detail: string
  noticed: boolean
  /** YYYY-MM-DD. */
  date: string
}

export const titleOf = ({ file, name }: Removal['test']): string => `${name.join(' … ')} (\`${file}\`)`

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;').slice(0, 220)
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`

const unseen = 'not run yet'

/** @returns what an earlier page says was seen, by invariant and guard */
export function earlier(page: string): Map<string, Seen> {
  const seen = new Map<string, Seen>()
  let invariant = ''
  for (const line of page.split('\n')) {
    invariant = /^### (INV-\d+)/.exec(line)?.[1] ?? invariant
    const [, guard, , verdict, detail, date] = line.split(/(?<!\\)\| ?/).map((part) => part.trim())
    if (guard !== undefined && detail !== undefined && date && /^\d{4}-\d{2}-\d{2}$/.test(date)) seen.set(`${invariant} ${guard}`, { noticed: verdict === 'yes', detail, date })
  }
  return seen
}

export const keyOf = (invariant: Invariant, { guard }: Removal): string => `${invariant} ${cell(guard)}`

/** @param before the page as it is, of which the parts of other commands are kept */
export function guaranteesPage(all: readonly { invariant: Invariant; removal: Removal }[], seen: ReadonlyMap<string, Seen>, before: string): string {
  const of = ({ invariant, removal }: (typeof all)[number]): Seen => seen.get(keyOf(invariant, removal)) ?? { noticed: false, detail: unseen, date: '' }
  const noticed = all.filter((each) => of(each).noticed).length
  const parts = [...Map.groupBy(all, ({ invariant }) => invariant)].map(([invariant, removals]) => {
    const rows = removals.map((each) => row(each.removal.guard, titleOf(each.removal.test), of(each).noticed ? 'yes' : 'no', of(each).detail, of(each).date || '–'))
    return `### ${invariant}\n\n${statements[invariant]}\n\n| guard | the test that has to notice | noticed | what it said | last run |\n|---|---|---|---|---|\n${rows.join('\n')}`
  })
  return `# Guarantees

What BookFlow promises in every state it can reach, and how each promise is shown. A promise counts only when a test fails once its guard is gone: \`npm run prove\` copies the checkout,
takes one guard away, runs the test that has to notice, and expects one of its assertions to fail; untouched, the same tests pass. \`npm run prove -- INV-9\` proves one invariant. This page is
written by the command; \`npm test\` checks that every removal still fits the sources and that every test it names exists.

${noticed} of ${all.length} removals were noticed. See also: [kills and faults](chaos.md), [speed](performance.md), [who may do what](role-matrix.md), [work across organisations](cross-tenant.md).

## Invariants

${parts.join('\n\n')}

## Faults and abuses

${faults.map(({ row: name, what, tests }) => `- **${name}** ${what}: ${tests.map(({ file, name: parts }) => `${parts.join(' … ')} (\`${file}\`)`).join('; ')}`).join('\n')}

## Made-up requests

\`npm run fuzz\` sends 100,000 requests made from the OpenAPI document to every operation: no 500, no undocumented status or body, no refusal that is no problem. That it finds a planted fault is
a test (\`config/fuzz.test.ts\`).

${section(before, 'fuzz')}
`
}
