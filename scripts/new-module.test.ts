/** The generator's promise, kept on a copy of this checkout: the module compiles, keeps the house rules, and passes its own tests and the conformance test untouched. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rules } from './checks/house-rules.js'
import { checkImports } from './checks/import-rules.js'
import { readTree } from './checks/source-tree.js'
import { projectRoot } from './project-root.js'

interface Report {
  numPassedTests: number
  testResults: { name: string; assertionResults: { status: string; fullName: string; failureMessages: string[] }[] }[]
}

const LONG_MS = 600_000
let root = ''

beforeAll(() => {
  mkdirSync(join(projectRoot, '.data'), { recursive: true })
  root = mkdtempSync(join(projectRoot, '.data', 'new-module-'))
  const parts = ['kernel', 'modules', 'config', 'migrations', 'scripts', 'ui', 'dist', 'package.json', 'package-lock.json', 'tsconfig.json'].filter((part) => existsSync(join(projectRoot, part)))
  // With their times, so that only what the generator adds is compiled.
  expect(spawnSync('cp', ['-pR', ...parts, root], { cwd: projectRoot }).status).toBe(0)
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function run(...command: string[]): { status: number | null; output: string } {
  const [program = '', ...args] = command
  // A clean environment: the outer test run's would make the inner one its child.
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8', env: { PATH: `${join(root, 'node_modules', '.bin')}:/usr/bin:/bin`, HOME: root } })
  return { status, output: `${stdout}${stderr}` }
}
const bin = (name: string): string => join(root, 'node_modules', '.bin', name)

it(
  'writes a module that is whole at birth',
  () => {
    const made = run(process.execPath, 'scripts/bootstrap.mjs', 'dist/scripts/new-module.js', 'waitlist', '--noun', 'entry', '--depends', 'bookings')
    expect(made.output).toContain("The module 'waitlist' is in config/modules.ts")
    expect(made.status).toBe(0)
    expect(readFileSync(join(root, 'config', 'modules.ts'), 'utf8')).toMatch(/import \{ waitlistModule \} from '#modules\/waitlist\/module'[\s\S]*\bwaitlistModule\b[\s\S]*\]/)
    expect(readFileSync(join(root, 'migrations', 'schema.sql'), 'utf8')).toContain('waitlist_entries')

    // Of this module; the rest of the tree is the type check's own matter.
    expect(run(bin('tsc'), '-p', 'tsconfig.json').output.split('\n').filter((line) => /waitlist|config\/modules/.test(line))).toEqual([])
    expect(run(bin('eslint'), '--config', 'config/eslint.config.js', '--max-warnings', '0', 'modules/waitlist', 'config/modules.ts')).toEqual({ status: 0, output: '' })
    const files = readTree(root)
    const own = files.filter(({ path }) => path.startsWith('modules/waitlist/'))
    expect(own).toHaveLength(9)
    expect(rules.flatMap((rule) => rule(files)).filter(({ path, message }) => /waitlist/.test(path + message))).toEqual([])
    expect(checkImports(root, files).violations.filter(({ from, to }) => /waitlist/.test(from + to))).toEqual([])

    const tested = run(bin('vitest'), 'run', '--config', 'config/vitest.config.ts', '--reporter=json', '--outputFile=report.json', 'modules/waitlist', 'config/conformance')
    const report = JSON.parse(readFileSync(join(root, 'report.json'), 'utf8')) as Report
    expect(report.testResults.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === 'failed').map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join('\n')}`))).toEqual([])
    expect(report.testResults.map(({ name }) => name.slice(root.length + 1)).sort()).toEqual(['config/conformance.test.ts', 'modules/waitlist/entry.test.ts'])
    expect(report.numPassedTests).toBeGreaterThanOrEqual(10)
    expect(tested.status, tested.output).toBe(0)
  },
  LONG_MS,
)

it('says what is wrong with a command line, and writes nothing', () => {
  const before = readFileSync(join(root, 'config', 'modules.ts'), 'utf8')
  const unknown = run(process.execPath, 'dist/scripts/new-module.js', 'queueing', '--noun', 'place', '--depends', 'bokings')
  expect(unknown).toMatchObject({ status: 1, output: expect.stringMatching(/Did you mean 'bookings'\?[\s\S]*npm run new:module/) as string })
  expect(run(process.execPath, 'dist/scripts/new-module.js', 'queueing').status).toBe(1)
  expect(existsSync(join(root, 'modules', 'queueing'))).toBe(false)
  expect(readFileSync(join(root, 'config', 'modules.ts'), 'utf8')).toBe(before)
})
