/** Compiles the server (tsc, incremental) and the console (React Router) when their sources changed since the last time. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal, say } from './bootstrap-say.mjs'

const SERVER = ['kernel', 'modules', 'config', 'migrations', 'scripts', 'ui/server', 'ui/server.ts', 'tsconfig.json', 'package.json', 'package-lock.json']
const CONSOLE = ['ui', 'modules', 'kernel/contract.ts', 'kernel/schemas.ts', 'package-lock.json']
/** Of the modules the console sees the contracts only. */
const MATTERS_TO_CONSOLE = (path) => !path.startsWith('modules/') || path.endsWith('/contract.ts')
const SKIPPED = new Set(['node_modules', 'build', 'dist', '.react-router'])

/**
 * Brings dist/ and ui/build/ up to date. Types are checked when a developer's change is compiled; a fresh checkout was checked before it was
 * published, and the tests check them as their first step.
 * @param unchecked the script will have the types checked, or is a step on the way there
 */
export async function build(root, node, { unchecked }) {
  const checked = !unchecked && existsSync(join(root, 'dist', '.built-from'))
  const steps = [
    {
      what: 'the server',
      sources: SERVER,
      output: 'dist',
      make: () => tool(root, node, 'node_modules/typescript/bin/tsc', ['-p', 'config/tsconfig.build.json', ...(checked ? [] : ['--noCheck'])]).then(() => prune(root)),
    },
    {
      what: 'the console',
      sources: CONSOLE,
      matters: MATTERS_TO_CONSOLE,
      output: 'ui/build',
      wanted: existsSync(join(root, 'ui', 'react-router.config.ts')),
      make: () => tool(root, node, 'node_modules/@react-router/dev/bin.cjs', ['build', 'ui'], { NODE_ENV: 'production' }),
    },
  ]
  for (const { what, sources, matters = () => true, output, make, wanted = true } of steps) {
    if (!wanted) continue
    const stamp = join(root, output, '.built-from')
    const current = fingerprint(root, sources, matters)
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === current) continue
    const started = Date.now()
    await make()
    writeFileSync(stamp, current)
    say(`Compiled ${what} in ${((Date.now() - started) / 1000).toFixed(1)} s`)
  }
}

/** A hash over names, sizes and times of the sources; tests are not part of what runs. */
function fingerprint(root, sources, matters) {
  const hash = createHash('sha256')
  for (const path of sources.flatMap((source) => filesBelow(root, source)).filter(matters).sort()) {
    const { size, mtimeMs } = statSync(join(root, path))
    hash.update(`${path} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function filesBelow(root, path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false })
  if (!found) return []
  if (!found.isDirectory()) return /\.test\.tsx?$/.test(path) ? [] : [path]
  return readdirSync(join(root, path)).flatMap((name) => (SKIPPED.has(name) ? [] : filesBelow(root, `${path}/${name}`)))
}

/** Output whose source is gone would still be importable: it goes too. */
function prune(root) {
  for (const path of filesBelow(join(root, 'dist'), '.')) {
    if (!/\.js(\.map)?$/.test(path)) continue
    const source = join(root, path.replace(/\.js(\.map)?$/, '.ts'))
    if (!existsSync(source) && !existsSync(`${source}x`)) rmSync(join(root, 'dist', path))
  }
}

function tool(root, node, program, args, extra = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [join(root, program), ...args], { cwd: root, env: { ...process.env, ...extra }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Refusal(`${output.trim()}\n\n${program.split('/').pop()} ${args.join(' ')} failed: mend the errors above, then start again.`))))
  })
}
