import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { projectRoot } from './project-root.js'

const checkouts: string[] = []
afterEach(() => {
  for (const path of checkouts.splice(0)) rmSync(path, { recursive: true, force: true })
})

/** A checkout with one script, no locked packages, and an npm that only records how it was called. */
function checkout(script: string, npm = 'process.exit(1)'): string {
  const root = mkdtempSync(join(tmpdir(), 'bookflow-bootstrap-'))
  checkouts.push(root)
  const lock = JSON.stringify({ packages: { '': {} } })
  const files = {
    'package.json': '{ "name": "tried", "type": "module" }',
    'package-lock.json': lock,
    'tsconfig.json': JSON.stringify({ compilerOptions: { target: 'es2022', module: 'nodenext', strict: true, types: [], rootDir: '.', lib: ['es2022', 'dom'] } }),
    'config/tsconfig.build.json': JSON.stringify({ extends: '../tsconfig.json', compilerOptions: { rootDir: '..', outDir: '../dist', noEmitOnError: true, incremental: true, tsBuildInfoFile: '../dist/.build.tsbuildinfo' }, include: ['../scripts/*.ts'] }),
    'scripts/hello.ts': script,
    'npm-cli.js': npm,
    'node_modules/.bookflow-stamp': createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex'),
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const name of readdirSync(join(projectRoot, 'scripts')).filter((file) => file.endsWith('.mjs'))) cpSync(join(projectRoot, 'scripts', name), join(root, 'scripts', name))
  symlinkSync(join(projectRoot, 'node_modules', 'typescript'), join(root, 'node_modules', 'typescript'))
  return root
}

const environment = (root: string): NodeJS.ProcessEnv => ({ PATH: '/usr/bin:/bin', npm_execpath: join(root, 'npm-cli.js'), npm_config_cache: '/kept', npm_config_omit: 'dev', npm_lifecycle_event: 'start' })
const args = ['scripts/bootstrap.mjs', 'dist/scripts/hello.js']

function bootstrap(root: string, ...more: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, ...more], { cwd: root, env: environment(root), encoding: 'utf8' })
  return { status, out: stdout, err: stderr }
}

describe('the bootstrap', () => {
  it("compiles, hands over the arguments and gives back the script's code; the second time it compiles nothing", () => {
    const root = checkout('declare const process: { argv: string[]; exit(code: number): never }\nconsole.log(process.argv.slice(2).join())\nprocess.exit(7)\n')
    expect(bootstrap(root, 'a', 'b')).toMatchObject({ status: 7, out: 'a,b\n', err: expect.stringMatching(/^Compiled the server in/) as string })
    expect(bootstrap(root, 'c')).toEqual({ status: 7, out: 'c\n', err: '' })
  })

  it('compiles again when a source changed, and drops the output of a source that is gone', () => {
    const root = checkout("console.log('one')\n")
    writeFileSync(join(root, 'scripts', 'old.ts'), 'export {}\n')
    expect(bootstrap(root).out).toBe('one\n')
    expect(existsSync(join(root, 'dist', 'scripts', 'old.js'))).toBe(true)
    rmSync(join(root, 'scripts', 'old.ts'))
    writeFileSync(join(root, 'scripts', 'hello.ts'), "console.log('two, longer')\n")
    expect(bootstrap(root).out).toBe('two, longer\n')
    expect(existsSync(join(root, 'dist', 'scripts', 'old.js'))).toBe(false)
  })

  it("shows the type errors of a change and runs nothing; a fresh checkout is compiled without the check, for the sake of the first start", () => {
    const root = checkout("const n: number = 'x'\nconsole.log(n)\n")
    expect(bootstrap(root)).toMatchObject({ status: 0, out: 'x\n' })
    writeFileSync(join(root, 'scripts', 'hello.ts'), "const n: number = 'xyz'\nconsole.log(n)\n")
    const { status, out, err } = bootstrap(root)
    expect(status).toBe(1)
    expect(out).toBe('')
    expect(err).toMatch(/scripts\/hello\.ts\(1,7\): error TS2322[\s\S]*mend the errors above/)
  })

  it('installs when the lockfile changed, with the registry settings of the outer npm and not its other ones', () => {
    const record = "import { writeFileSync } from 'node:fs'\nwriteFileSync('called.json', JSON.stringify({ args: process.argv.slice(2), env: process.env }))\n"
    const root = checkout("console.log('ran')\n", record)
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, 'node_modules/absent': { version: '1.0.0', integrity: 'sha512-x' } } }))
    expect(bootstrap(root)).toMatchObject({ status: 0, out: 'ran\n' })
    const called = JSON.parse(readFileSync(join(root, 'called.json'), 'utf8')) as { args: string[]; env: Record<string, string> }
    expect(called.args).toEqual(['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional'])
    expect(called.env).toMatchObject({ npm_config_cache: '/kept' })
    expect(Object.keys(called.env)).not.toEqual(expect.arrayContaining(['npm_config_omit']))
  })

  it.each([
    ['npm error code ENOTFOUND', /cannot reach its registry/],
    ['npm error Missing: left-pad@1.3.0 from lock file', /package-lock\.json disagree/],
    ['npm error ENOSPC: no space left on device', /disk is full/],
    ['npm error something new', /^npm ci failed\.[\s\S]*something new/m],
  ])('explains "%s"', (line, message) => {
    const root = checkout('export {}\n', `console.error(${JSON.stringify(line)}); process.exit(1)`)
    rmSync(join(root, 'node_modules', '.bookflow-stamp'))
    const { status, err } = bootstrap(root)
    expect(status).toBe(1)
    expect(err).toMatch(message)
  })

  it('refuses to reinstall under a script that runs from the same checkout, and passes signals on', async () => {
    const root = checkout("declare const process: { on(name: string, fn: () => void): void; exit(code: number): never }\nprocess.on('SIGTERM', () => process.exit(9))\nsetInterval(() => undefined, 1000)\nconsole.log('up')\n")
    const first = spawn(process.execPath, args, { cwd: root, env: environment(root), stdio: ['ignore', 'pipe', 'ignore'] })
    const ended = new Promise<number | null>((resolve) => first.on('exit', (code) => resolve(code)))
    await new Promise((up) => first.stdout.once('data', up))
    rmSync(join(root, 'node_modules', '.bookflow-stamp'))
    const { status, err } = bootstrap(root)
    first.kill('SIGTERM')
    expect(status).toBe(1)
    expect(err).toMatch(new RegExp(`dist/scripts/hello\\.js \\(pid ${first.pid}\\) runs from this folder\\. Stop it`))
    expect(await ended).toBe(9)
    expect(readdirSync(join(root, '.data', 'running'))).toEqual([])
  })

  it('does not stop at the lock of a start that died', () => {
    const root = checkout("console.log('ran')\n")
    mkdirSync(join(root, '.data', 'bootstrap.lock'), { recursive: true })
    writeFileSync(join(root, '.data', 'bootstrap.lock', 'pid'), '4194001')
    expect(bootstrap(root)).toMatchObject({ status: 0, out: 'ran\n' })
  })
})
