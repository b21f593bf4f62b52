/**
 * `npm test`: types, lint, import rules, house rules, then every test. Stops where a step fails; the last line counts.
 * Arguments go to vitest: `npm test -- modules/bookings`.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './project-root.js'

const report = join(projectRoot, '.data', 'test-report.json')
/** Every test file has a process of its own, and each would compile the same libraries. */
const env = { ...process.env, NODE_COMPILE_CACHE: join(projectRoot, '.data', 'compile-cache') }
const bin = (name: string): string => join(projectRoot, 'node_modules', '.bin', name)
const source = ['kernel', 'modules', 'config', 'migrations', 'scripts', 'ui']

interface Step {
  name: string
  command: readonly string[]
}
/** What the other checks of the console read. */
const first: Step = { name: 'route types of the console', command: [bin('react-router'), 'typegen', 'ui'] }
/** Two rows of checks beside each other: each uses one core and a little. */
const lanes: readonly (readonly Step[])[] = [
  [{ name: 'eslint', command: [bin('eslint'), '--config', 'config/eslint.config.js', '--max-warnings', '0', ...source] }],
  [
    { name: 'types of the server and its tests', command: [bin('tsc'), '-p', 'tsconfig.json'] },
    { name: 'types of the console', command: [bin('tsc'), '-p', 'ui/tsconfig.json'] },
    { name: 'import directions', command: [process.execPath, 'dist/scripts/check-imports.js'] },
    { name: 'house rules', command: [process.execPath, 'dist/scripts/check-modules.js'] },
  ],
]
const tests: Step = {
  name: 'tests',
  command: [bin('vitest'), 'run', '--config', 'config/vitest.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)],
}

const running = new Set<ChildProcess>()
// Ctrl-C reaches the steps by itself; this process stays to say how they ended.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => running.forEach((child) => child.kill(signal)))

function run([program = '', ...args]: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: projectRoot, stdio: 'inherit', env })
    running.add(child)
    child.on('error', reject)
    child.on('close', (code) => {
      running.delete(child)
      resolve(code ?? 1)
    })
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
let failure = null as string | null
let code = 0

/** One after the other, until one fails, here or elsewhere. */
async function each(steps: readonly Step[]): Promise<void> {
  for (const { name, command } of steps) {
    if (failure !== null) return
    const since = Date.now()
    console.log(`· ${name} ...`)
    const ended = await run(command)
    console.log(`${ended === 0 ? '✓' : '✗'} ${name} (${seconds(since)})`)
    if (ended === 0) continue
    failure ??= name
    code ||= ended
  }
}
await each([first])
await Promise.all(lanes.map(each))
await each([tests])
const { passed, failed } = failure === null || failure === 'tests' ? count(code) : { passed: 0, failed: 1 }
console.log(failure === null ? `Everything held, in ${seconds(begun)}` : `Stopped at: ${failure}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && failure === null ? 0 : 1
