/** Installs the locked packages, only when they differ from the lockfile and never underneath a running server. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { runningFrom } from './bootstrap-lock.mjs'
import { Refusal, say } from './bootstrap-say.mjs'

const NODE_MAJOR = 24

/** The Node to run with: the pinned one of the platform's package; where there is none (macOS), this process' own when it is new enough. */
export function pinnedNode(root) {
  const pinned = join(root, 'node_modules', '.bin', 'node')
  if (existsSync(pinned)) return pinned
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath
  throw new Refusal(
    `There is no packaged Node ${NODE_MAJOR} for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}. Install Node ${NODE_MAJOR} (https://nodejs.org) and start again.`,
  )
}

/** Brings node_modules to the lockfile's state. @throws Refusal with the reason and the fix */
export async function ensureInstalled(root) {
  const lock = readFileSync(join(root, 'package-lock.json'))
  const wanted = createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex')
  const stamp = join(root, 'node_modules', '.bookflow-stamp')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  if (!matches(root, JSON.parse(lock.toString('utf8')))) {
    const [other] = runningFrom(join(root, '.data', 'running'))
    if (other) {
      throw new Refusal(`The packages have to be installed anew, but ${other.script} (pid ${other.pid}) runs from this folder. Stop it, then start again.`)
    }
    await install(root)
  }
  writeFileSync(stamp, wanted)
}

/** True when npm's own record of what it installed agrees with the lockfile, so that an install by hand counts too. */
function matches(root, lock) {
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages ?? {}
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '') return true
    const found = installed[path]
    // An optional package without conditions of its own is there for another one that is not meant for this machine.
    if (!found) return wanted.optional === true && (!(wanted.os || wanted.cpu || wanted.libc) || !fits(wanted))
    return found.version === wanted.version && found.integrity === wanted.integrity && existsSync(join(root, path))
  })
}

const libcOfHere = () => (process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl')
const fits = ({ os, cpu, libc }) =>
  (!os || [os].flat().includes(process.platform)) && (!cpu || [cpu].flat().includes(process.arch)) && (!libc || [libc].flat().includes(libcOfHere()))

async function install(root) {
  const started = Date.now()
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`
  say('Installing the packages (about 20 s with a warm npm cache) ...')
  const ticking = setInterval(() => say(`  still installing, ${seconds()} ...`), 10_000)
  const { code, output } = await npm(root, ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional'])
  clearInterval(ticking)
  if (code !== 0) throw new Refusal(explain(output))
  say(`Installed the packages in ${seconds()}`)
}

function npm(root, args) {
  const own = process.env.npm_execpath
  const [program, first] = own && /^npm-cli\.[cm]?js$/.test(basename(own)) ? [process.execPath, [own]] : ['npm', []]
  return new Promise((resolve) => {
    const child = spawn(program, [...first, ...args], { cwd: root, env: outerEnvironment(), stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })
    let output = ''
    const collect = (chunk) => (output = (output + chunk).slice(-20_000))
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
    child.on('close', (code) => resolve({ code, output }))
  })
}

/** Without what the outer npm set for this very script: its omit, prefix or dry-run would bend the install. Where to fetch from stays. */
function outerEnvironment() {
  const keep = /^npm_config_(cache|registry|userconfig|globalconfig|proxy|https_proxy|http_proxy|noproxy|cafile|ca|strict_ssl|offline|prefer_offline|fetch_.*|@.*|\/\/.*)$/i
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || keep.test(name)))
}

function explain(output) {
  const reasons = [
    [/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH/, 'npm cannot reach its registry. Check the network, the proxy (npm config get proxy) and the registry (npm config get registry), then start again.'],
    [/ENOSPC/, 'The disk is full: the packages need about 700 MB. Free some space, then start again.'],
    [/EUSAGE|Missing: .* from lock file|can only install packages when/, 'package.json and package-lock.json disagree. Run npm install and commit the lockfile, or check out both again.'],
    [/E401|E403/, 'The npm registry refuses these credentials. Check npm config get registry and your login (npm whoami).'],
    [/E404|ETARGET/, 'The npm registry in use lacks a locked package. Check npm config get registry; the public one has it.'],
    [/EACCES|EPERM/, 'This user may not write to node_modules or to the npm cache. Give the folder to yourself: sudo chown -R $(id -u) node_modules, and ~/.npm.'],
    [/ENOENT.*npm|spawn npm/, 'npm was not found. Start with npm start, or install npm.'],
  ]
  const found = reasons.find(([pattern]) => pattern.test(output))
  return `${found?.[1] ?? 'npm ci failed.'}\n\nnpm said:\n${output.trim().split('\n').slice(-12).join('\n')}`
}
