/**
 * `npm start`: the whole product on one machine. Without DATABASE_URL it brings its own PostgreSQL, secrets and demo data (kept in .data/);
 * with it, it uses that server and seeds nothing. Ends web, worker and database in this order on Ctrl-C.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readConfig, readLauncherConfig } from '#config/env'
import { externalModules } from '#config/external-modules'
import { productModules } from '#config/modules'
import { SettingsError } from '#config/setting-reader'
import type { EmbeddedCluster } from '#kernel/database/embedded'
import { harbour } from './demo/people.js'
import { Child, whenReady } from './launcher/child.js'
import { openLocalDatabase } from './launcher/local-database.js'
import { refuseTakenPort } from './launcher/port.js'
import { LaunchError, step } from './launcher/progress.js'
import { projectRoot } from './project-root.js'
import { release } from './release.js'
import { checkServer } from './server-version.js'

// Piped into something that ended (`npm start | head`), it goes on in silence.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
const say = (line: string): void => void process.stdout.write(`${line}\n`)
/** npm and the terminal may each pass one Ctrl-C on: what comes within this time is the same one. */
const SAME_PRESS_MS = 1_500

interface Ground {
  environment: NodeJS.ProcessEnv
  demo: string | null
}

async function main(): Promise<void> {
  const begun = performance.now()
  const settings = readLauncherConfig()
  const folder = resolve(projectRoot, settings.dataDir)
  const stops: (() => Promise<void>)[] = []
  const children: Child[] = []
  const stop = stopOnce(stops, children)
  say('BookFlow')
  await refuseTakenPort(settings.host, settings.port, runningFrom(folder))
  try {
    const opened = (cluster: EmbeddedCluster): void => void stops.push(() => step('Stopping PostgreSQL', () => cluster.stop()))
    const ground = settings.databaseUrl === null ? await ownDatabase(folder, settings, opened) : await givenDatabase(settings.databaseUrl)
    const config = readConfig(ground.environment)
    for (const name of ['worker', 'web'] as const) {
      if (stop.requested()) return
      const child = new Child({ name, script: `config/${name}.js`, environment: ground.environment, logFile: join(folder, 'log', `${name}.log`), ready: whenReady, say })
      children.push(child)
      stops.push(() => step(`Stopping ${name}`, () => child.stop()))
      await step(name, () => child.start(), () => 'ready')
    }
    noteRunning(folder, config.public_url, children)
    announce(folder, config.public_url, ground.demo, performance.now() - begun)
  } catch (error) {
    if (stop.requested()) return
    await stop.now()
    throw error
  }
}

/** The embedded PostgreSQL and what belongs to it. */
async function ownDatabase(folder: string, { port, host, publicUrl, externalModules: further, sendsMail }: ReturnType<typeof readLauncherConfig>, opened: (cluster: EmbeddedCluster) => void): Promise<Ground> {
  mkdirSync(folder, { recursive: true })
  const modules = [...productModules, ...(await externalModules(further))]
  const settings = {
    BOOKFLOW_ENVIRONMENT: 'development',
    BOOKFLOW_PUBLIC_URL: publicUrl ?? `http://localhost:${port}`,
    BOOKFLOW_HOST: host,
    PORT: String(port),
    // Whoever starts it on their own machine runs it: the demo's first owner, unless somebody was named.
    ...(process.env['BOOKFLOW_INSTALLATION_OWNERS'] === undefined && !sendsMail ? { BOOKFLOW_INSTALLATION_OWNERS: harbour.people[0]?.email ?? '' } : {}),
  }
  return openLocalDatabase({ folder, settings, modules, seed: sendsMail ? null : seedIn, say, opened })
}

/** A server somebody else runs: checked, migrated when the owner's URL is given, never seeded. */
async function givenDatabase(url: string): Promise<Ground> {
  const config = readConfig()
  const modules = [...productModules, ...(await externalModules(config.external_modules))]
  await step('PostgreSQL of DATABASE_URL', () => checkServer(url), (version) => `version ${version}`)
  const owner = config.database.migration_url
  if (owner) await step('Schema', () => release({ owner, app: url }, modules), (names) => (names.length === 0 ? 'up to date' : `${names.length} migrations`))
  // The owner's URL belongs to the release; web and worker run without it.
  const { MIGRATION_DATABASE_URL: _, BOOKFLOW_ADMIN_DATABASE_URL: __, ...environment } = process.env
  return { environment, demo: null }
}

/** Seeds in a process of its own, as `npm run seed` does. @returns what it printed: the logins */
async function seedIn(environment: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, ['--enable-source-maps', join(projectRoot, 'dist', 'scripts', 'seed.js')], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  const code = await new Promise((ended, failed) => child.on('error', failed).on('close', ended))
  if (code !== 0) throw new LaunchError(`The demo data could not be made:\n${said.err || said.out}`)
  return said.out.trim()
}

/** One orderly stop, last started first; a second Ctrl-C ends the processes at once. */
function stopOnce(stops: (() => Promise<void>)[], children: readonly Child[]): { now(): Promise<void>; requested(): boolean } {
  let stopping: Promise<void> | null = null
  let first = 0
  const now = (): Promise<void> =>
    (stopping ??= (async () => {
      for (let close = stops.pop(); close; close = stops.pop()) await close()
    })())
  const onSignal = (): void => {
    if (stopping) {
      if (Date.now() - first > SAME_PRESS_MS) for (const child of children) child.kill()
      return
    }
    first = Date.now()
    say('')
    now().then(
      () => process.exit(0),
      (error: unknown) => {
        say(String(error))
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  return { now, requested: () => stopping !== null }
}

function announce(folder: string, url: string, demo: string | null, elapsed: number): void {
  const kept = join(folder, 'demo.txt')
  if (demo) writeFileSync(kept, `${demo}\n`, { mode: 0o600 })
  const logins = demo ?? readIfThere(kept)
  say(`\nBookFlow is ready at ${url} (${(elapsed / 1000).toFixed(1)} s)`)
  if (logins) say(logins)
  say(`Logs are in ${join(folder, 'log')}. Ctrl-C stops everything.`)
}

/** .data/run.json says what runs from this folder, and under which process ids. */
function noteRunning(folder: string, url: string, children: readonly Child[]): void {
  const path = join(folder, 'run.json')
  const note = (): void => writeFileSync(path, JSON.stringify({ pid: process.pid, url, ...Object.fromEntries(children.map(({ name, pid }) => [name, pid])) }))
  note()
  for (const child of children) child.onRestart = note
  process.on('exit', () => rmSync(path, { force: true }))
}

/** The launcher that runs in this folder, for the message about its port. */
function runningFrom(folder: string): string | null {
  try {
    const { pid, url } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as { pid: number; url: string }
    process.kill(pid, 0)
    return `pid ${pid}, ${url}`
  } catch {
    return null
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}

try {
  await main()
} catch (error) {
  const expected = error instanceof LaunchError || error instanceof SettingsError || (error instanceof Error && !(error instanceof TypeError) && !('code' in error))
  process.stderr.write(`\n${error instanceof Error ? (expected ? error.message : error.stack) : String(error)}\n`)
  await delay(0)
  process.exit(1)
}
