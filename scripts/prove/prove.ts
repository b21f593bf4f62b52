/**
 * `npm run prove [-- INV-9 ...]`: takes each guard away in a copy of the checkout and expects the test of its invariant to notice. Writes docs/guarantees.md.
 * `-- --lanes 1` runs one at a time. Ends with a failure when a removal goes unnoticed, or when a test fails with all guards in place.
 */
import 'reflect-metadata'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { projectRoot } from '../project-root.js'
import { Ground } from './ground.js'
import { Lane } from './lane.js'
import { earlier, guaranteesPage, keyOf, titleOf, type Seen } from './page.js'
import type { Invariant, Removal } from './removal.js'
import { removals } from './removals.js'
import { runStatistics } from './statistics.js'
import { verdictOf } from './verdict.js'

const page = join(projectRoot, 'docs', 'guarantees.md')
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** @throws naming what there is */
function chosen(): { wanted: typeof removals; lanes: number; whole: boolean } {
  const { values, positionals } = parseArgs({ options: { lanes: { type: 'string', default: '2' } }, allowPositionals: true })
  const known = new Set<string>(removals.map(({ invariant }) => invariant))
  const unknown = positionals.find((name) => !known.has(name))
  if (unknown !== undefined) throw new Error(`There is no '${unknown}' to prove. There are: ${[...known].join(', ')}.`)
  const lanes = Number(values.lanes)
  if (!Number.isInteger(lanes) || lanes < 1 || lanes > 16) throw new Error(`--lanes must be a whole number from 1 to 16, not '${values.lanes}'.`)
  return { wanted: positionals.length === 0 ? removals : removals.filter(({ invariant }) => positionals.includes(invariant)), lanes, whole: positionals.length === 0 }
}

/** Otherwise a removal would be noticed by a test that fails anyway. @returns the titles of those that fail, twice: what fails once is the machine's doing */
async function failingUntouched(lanes: readonly Lane[], ground: Ground, wanted: typeof removals): Promise<Set<string>> {
  let tests = [...new Map(wanted.map(({ removal: { test } }) => [titleOf(test), test])).values()]
  for (const attempt of ['', ' again']) {
    const files = [...new Set(tests.map(({ file }) => file))]
    if (files.length === 0) break
    say(`· with every guard in place${attempt}: ${tests.length} tests of ${files.length} files ...`)
    const failing = await Promise.all(
      lanes.map(async (lane, place) => {
        const own = tests.filter(({ file }) => files.indexOf(file) % lanes.length === place)
        const report = own.length === 0 ? null : await lane.run(own, ground.whole)
        return own.filter((test) => {
          const { outcome, detail } = verdictOf(report, test)
          if (outcome !== 'passed') say(`✗ ${titleOf(test)}: ${detail}`)
          return outcome !== 'passed'
        })
      }),
    )
    tests = failing.flat()
  }
  return new Set(tests.map(titleOf))
}

async function prove({ invariant, removal }: { invariant: Invariant; removal: Removal }, lane: Lane, ground: Ground): Promise<Seen> {
  const { outcome, detail } = verdictOf(await lane.without(removal, await ground.without(removal)), removal.test)
  const noticed = outcome === 'failed'
  say(`${noticed ? '✓' : '✗'} ${invariant} ${removal.guard} ${noticed ? 'Noticed' : outcome === 'passed' ? 'NOT NOTICED' : 'NOTHING SHOWN'}: ${detail.slice(0, 160)}`)
  return { noticed, detail: outcome === 'passed' ? 'the test passed without the guard' : detail, date: today() }
}

const today = (): string => new Date().toISOString().slice(0, 10)

/** What was seen is written down as it is seen: a run that is stopped keeps it. */
function writePage(seen: ReadonlyMap<string, Seen>): void {
  writeFileSync(page, guaranteesPage(removals, seen, existsSync(page) ? readFileSync(page, 'utf8') : ''))
}

async function main(): Promise<number> {
  const { wanted, lanes: count, whole } = chosen()
  const seen = earlier(existsSync(page) ? readFileSync(page, 'utf8') : '')
  const lanes = Array.from({ length: count }, () => new Lane())
  const ground = await Ground.start()
  let stopped = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      stopped = true
      for (const lane of lanes) lane.stop()
    })
  }
  try {
    const queue = [...wanted]
    say(`· ${queue.length} removals, ${count} at a time`)
    const work = async (lane: Lane): Promise<void> => {
      for (let next = queue.shift(); next && !stopped; next = queue.shift()) {
        const result = await prove(next, lane, ground)
        if (stopped) return
        seen.set(keyOf(next.invariant, next.removal), result)
        writePage(seen)
      }
    }
    await Promise.all(lanes.map(work))
    if (stopped) return 1
    const failing = await failingUntouched(lanes, ground, wanted)
    for (const { invariant, removal } of wanted) {
      if (failing.has(titleOf(removal.test))) seen.set(keyOf(invariant, removal), { noticed: false, detail: 'the test fails with every guard in place', date: today() })
    }
    writePage(seen)
    const unnoticed = wanted.filter(({ invariant, removal }) => !seen.get(keyOf(invariant, removal))?.noticed).length
    const failures = stopped ? 1 : unnoticed + (whole ? await runStatistics(say) : 0)
    say(failures === 0 ? `Every one of ${wanted.length} removals was noticed. See docs/guarantees.md.` : `${failures} failures. See docs/guarantees.md.`)
    return failures
  } finally {
    for (const lane of lanes) lane.close()
    await ground.stop()
  }
}

try {
  process.exitCode = (await main()) === 0 ? 0 : 1
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
