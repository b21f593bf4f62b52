/**
 * `npm test`: types, lint, import rules, house rules, then every test. Stops at the first step that fails; the last line counts.
 * Arguments go to vitest: `npm test -- modules/bookings`.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './project-root.js'

const report = join(projectRoot, '.data', 'test-report.json')
const bin = (name: string): string => join(projectRoot, 'node_modules', '.bin', name)
const source = ['kernel', 'modules', 'config', 'migrations', 'scripts', 'ui']

interface Step {
  name: string
  command: readonly string[]
}
const steps: readonly Step[] = [
  { name: 'types of the server and its tests', command: [bin('tsc'), '-p', 'tsconfig.json'] },
  { name: 'route types of the console', command: [bin('react-router'), 'typegen', 'ui'] },
  { name: 'types of the console', command: [bin('tsc'), '-p', 'ui/tsconfig.json'] },
  { name: 'eslint', command: [bin('eslint'), '--config', 'config/eslint.config.js', '--max-warnings', '0', ...source] },
  { name: 'import directions', command: [process.execPath, 'dist/scripts/check-imports.js'] },
  { name: 'house rules', command: [process.execPath, 'dist/scripts/check-modules.js'] },
  { name: 'tests', command: [bin('vitest'), 'run', '--config', 'config/vitest.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)] },
]

let running: ReturnType<typeof spawn> | null = null
// Ctrl-C reaches the step by itself; this process stays to say how it ended.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => running?.kill(signal))

function run([program = '', ...args]: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    running = spawn(program, args, { cwd: projectRoot, stdio: 'inherit' })
    running.on('error', reject)
    running.on('close', (code) => resolve(code ?? 1))
  })
}

/** Tests that passed and failed; a file that did not load, or an end without a report, counts as one failure. */
function count(code: number): { passed: number; failed: number } {
  if (!existsSync(report)) return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    testResults: { status: string; assertionResults: { status: string }[] }[]
  }
  const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed')).length
  const failed = numFailedTests + broken
  return { passed: numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed }
}

mkdirSync(join(projectRoot, '.data'), { recursive: true })
rmSync(report, { force: true })
const begun = Date.now()
const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`
let failure: string | null = null
let code = 0
for (const { name, command } of steps) {
  const since = Date.now()
  console.log(`· ${name} ...`)
  code = await run(command)
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds(since)})`)
  if (code !== 0) {
    failure = name
    break
  }
}
const { passed, failed } = failure === null || failure === 'tests' ? count(code) : { passed: 0, failed: 1 }
console.log(failure === null ? `Everything held, in ${seconds(begun)}` : `Stopped at: ${failure}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && failure === null ? 0 : 1
