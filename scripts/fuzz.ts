/**
 * `npm run fuzz -- [--requests 100000] [--seed <number>]`: made-up requests to every operation. The same seed sends the same requests; it is printed.
 * What came of it is written to docs/guarantees.md, with the date.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { projectRoot } from './project-root.js'
import { withSection } from './page-section.js'
import { runTests } from './test-run.js'

const page = join(projectRoot, 'docs', 'guarantees.md')
const outcome = join(projectRoot, '.data', 'fuzz.json')

interface Outcome {
  requests: number
  operations: number
  statuses: Readonly<Record<string, number>>
  findings: readonly string[]
}

/** @throws naming the option and what it takes */
function settings(): Record<string, string> {
  const { values } = parseArgs({ options: { requests: { type: 'string', default: '100000' }, seed: { type: 'string', default: String(Date.now() % 2 ** 31) } } })
  const whole = (name: 'requests' | 'seed'): string => {
    const value = Number(values[name])
    if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} must be a whole number from 1 on, not '${values[name]}'.`)
    return String(value)
  }
  return { BOOKFLOW_FUZZ_REQUESTS: whole('requests'), BOOKFLOW_FUZZ_SEED: whole('seed'), BOOKFLOW_FUZZ_OUTCOME: outcome }
}

/** @param seed so that the same can be sent again */
function note(seed: string): void {
  if (!existsSync(outcome) || !existsSync(page)) return
  const { requests, operations, statuses, findings } = JSON.parse(readFileSync(outcome, 'utf8')) as Outcome
  const answered = Object.entries(statuses).map(([status, count]) => `${count} × ${status}`).join(', ')
  const found = findings.length === 0 ? 'Nothing was found' : `Found: ${findings.map((finding) => finding.split('\n')[0]?.slice(0, 200)).join('; ')}`
  const text = `${new Date().toISOString().slice(0, 10)}: ${requests} requests to ${operations} operations, seed ${seed}: ${answered}. ${found}.`
  writeFileSync(page, withSection(readFileSync(page, 'utf8'), 'fuzz', text))
}

try {
  const chosen = settings()
  mkdirSync(join(projectRoot, '.data'), { recursive: true })
  rmSync(outcome, { force: true })
  runTests('config/fuzz.test.ts', chosen, 'answers whatever it is sent', () => note(chosen['BOOKFLOW_FUZZ_SEED'] ?? ''))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
