/**
 * What `npm start` and `npm test` run on any Node from 20 on, with built-ins only: installs what is missing, compiles what is stale,
 * then hands over to the pinned Node of node_modules. Usage: node scripts/bootstrap.mjs dist/scripts/start.js [arguments]
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './bootstrap-build.mjs'
import { ensureInstalled, pinnedNode } from './bootstrap-install.mjs'
import { withLock } from './bootstrap-lock.mjs'
import { Refusal, say } from './bootstrap-say.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

async function main([script, ...args]) {
  if (!script) throw new Refusal('Usage: node scripts/bootstrap.mjs dist/scripts/<name>.js [arguments]')
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20) throw new Refusal(`Node ${process.versions.node} is too old to begin with: BookFlow needs Node 20 or later (it brings its own Node 24 then).`)
  mkdirSync(join(root, '.data'), { recursive: true })
  const node = await withLock(join(root, '.data', 'bootstrap.lock'), async () => {
    await ensureInstalled(root)
    const found = pinnedNode(root)
    await build(root, found, { unchecked: ['dist/scripts/test.js', 'dist/scripts/schema.js'].includes(script) })
    return found
  })
  if (!existsSync(join(root, script))) throw new Refusal(`${script} does not exist. Is there a scripts/${script.split('/').pop().replace(/\.js$/, '.ts')}?`)
  process.exitCode = await run(node, script, args)
}

/** Runs the script under the pinned Node; while it lives, a file in .data/running keeps another bootstrap from reinstalling underneath it. */
function run(node, script, args) {
  const mark = join(root, '.data', 'running', String(process.pid))
  mkdirSync(dirname(mark), { recursive: true })
  writeFileSync(mark, script)
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':')
  const child = spawn(node, [...flagsFor(script), script, ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } })
  // A terminal's Ctrl-C reaches the child by itself; a signal sent to this process alone must be passed on. The child copes with both.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      rmSync(mark, { force: true })
      resolve(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  })
}

/** The processes of the product run with the flags of config/node-flags.json and without source maps, which would take a third of their memory; scripts that end have them. */
function flagsFor(script) {
  if (!/^dist\/config\/(web|worker)\.js$/.test(script)) return ['--enable-source-maps']
  return JSON.parse(readFileSync(join(root, 'config', 'node-flags.json'), 'utf8')).flags
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  say(error instanceof Refusal ? `\n${error.message}` : error.stack)
  process.exitCode = 1
}
