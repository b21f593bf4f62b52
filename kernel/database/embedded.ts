/**
 * A real PostgreSQL from npm for zero-set-up use: started detached, found again and shared by whoever asks for the same data folder,
 * stopped by the last one that leaves. Serves a unix socket in a private folder (trust); TCP on 127.0.0.1 (scram) only when a port is asked for.
 * Refuses, with the fix, a foreign or damaged folder, a taken port, a full disk. It never removes a live server's files.
 * Without it `npm start` and `npm test` need a database set up by hand.
 */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, fchownSync, fstatSync, mkdirSync, openSync, rmSync, statSync, truncateSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { chooseAccount, socketFolder, type Account } from './embedded-account.js'
import { locateBinaries, type Binaries } from './embedded-binaries.js'
import { explainFailure, explainSystemError, tailSince, willPass } from './embedded-failure.js'
import { folderArgument, prepareFolder, serverEnvironment, SUPERUSER } from './embedded-folder.js'
import { withFileLock } from './embedded-lock.js'
import { signOn } from './embedded-owners.js'
import { processMark, readPidFile, servesFolder, type PidFile } from './embedded-process.js'

const SOCKET_PORT = 5432
const START_MS = 60_000
const LOG_LIMIT_BYTES = 20_000_000

export interface EmbeddedOptions {
  /** PostgreSQL's data folder; made when missing. */
  dataDir: string
  /** Also listen on 127.0.0.1 with passwords. Left out: socket only. */
  port?: number
  /** Server settings (`shared_buffers: '256MB'`); a server that already runs keeps its own. */
  settings?: Readonly<Record<string, string | number>>
}

export interface EmbeddedCluster {
  socketDir: string
  port: number
  /** The superuser's URL over the socket. */
  adminUrl(database: string): string
  /** Any role's URL over the socket, for pg. */
  url(database: string, role: string, password?: string): string
  /** Signs off; the last user of the server stops it. Resolves when that is done. Safe to call twice. */
  stop(): Promise<void>
  /** False when a running server was joined. */
  started: boolean
  pid: number
  logFile: string
}

/** Starts or joins the server of a data folder; ready for connections when it resolves. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedCluster> {
  const dataDir = resolve(options.dataDir)
  const lock = `${dataDir}.lock`
  try {
    mkdirSync(dirname(dataDir), { recursive: true })
    return await withFileLock(lock, async () => {
      const account = chooseAccount(dataDir)
      const running = await runningServer(dataDir)
      const server = running ?? (await launch(dataDir, options, account))
      return cluster(dataDir, lock, server, running === null)
    })
  } catch (error) {
    throw explainSystemError(error, dirname(dataDir))
  }
}

function cluster(dataDir: string, lock: string, server: PidFile, started: boolean): EmbeddedCluster {
  const leave = signOn(dataDir)
  const url = (database: string, role: string, password?: string): string => {
    const who = [role, ...(password === undefined ? [] : [password])].map(encodeURIComponent).join(':')
    return `postgresql://${who}@localhost/${encodeURIComponent(database)}?host=${encodeURIComponent(server.socketDir)}&port=${server.port}`
  }
  let stopped: Promise<void> | null = null
  return {
    socketDir: server.socketDir,
    port: server.port,
    pid: server.pid,
    started,
    logFile: join(dataDir, 'server.log'),
    url,
    adminUrl: (database) => url(database, SUPERUSER),
    stop: () => (stopped ??= withFileLock(lock, async () => (leave() ? shutDown(dataDir, server) : undefined))),
  }
}

/** The folder's live server once it is ready, or null. Clears what a dead one left. */
async function runningServer(dataDir: string): Promise<PidFile | null> {
  const deadline = Date.now() + START_MS
  for (;;) {
    const found = readPidFile(dataDir)
    if (!found || !servesFolder(found.pid, dataDir)) {
      if (existsSync(join(dataDir, 'postmaster.pid'))) rmSync(join(dataDir, 'postmaster.pid'))
      return null
    }
    if (found.ready && (await answers(found))) return found
    if (Date.now() > deadline) throw new Error(`The PostgreSQL of ${dataDir} (pid ${found.pid}) has not become ready within ${START_MS / 1000} s. See ${join(dataDir, 'server.log')}`)
    await delay(50)
  }
}

/** A server that was killed a moment ago still looks alive; only an answer proves that it is. */
async function answers(server: PidFile): Promise<boolean> {
  const client = new pg.Client({ host: server.socketDir, port: server.port, user: SUPERUSER, database: 'postgres', connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function launch(dataDir: string, options: EmbeddedOptions, account: Account): Promise<PidFile> {
  const binaries = await locateBinaries(account)
  await prepareFolder(dataDir, binaries, account)
  if (options.port !== undefined) await refuseTakenPort(options.port)
  const socketDir = socketFolder(dataDir, account)
  const deadline = Date.now() + 15_000
  for (;;) {
    clearSocket(socketDir, options.port ?? SOCKET_PORT)
    const outcome = await attempt(dataDir, socketDir, options, account, binaries)
    if (typeof outcome !== 'string') return outcome
    if (!willPass(outcome) || Date.now() > deadline) {
      rmSync(socketDir, { recursive: true, force: true })
      throw new Error(explainFailure(`The embedded PostgreSQL did not start in ${dataDir}`, outcome, join(dataDir, 'server.log')))
    }
    await delay(200)
  }
}

/** @returns the ready server, or what PostgreSQL printed before it ended. */
async function attempt(dataDir: string, socketDir: string, options: EmbeddedOptions, account: Account, binaries: Binaries): Promise<PidFile | string> {
  const logFile = join(dataDir, 'server.log')
  if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT_BYTES) truncateSync(logFile)
  const log = openSync(logFile, 'a', 0o600)
  if (account.switched) fchownSync(log, account.uid, account.gid)
  const from = fstatSync(log).size
  const child = spawn(binaries.postgres, ['-D', folderArgument(dataDir, account), ...serverSettings(socketDir, options)], {
    cwd: dataDir,
    detached: true,
    stdio: ['ignore', log, log],
    ...(account.switched ? { uid: account.uid, gid: account.gid } : {}),
    env: serverEnvironment(),
  })
  closeSync(log)
  const state: { failure: string | null } = { failure: null }
  child.on('error', (error) => (state.failure = error.message))
  child.on('exit', (code, signal) => (state.failure ??= `(exit ${code ?? signal ?? '?'})`))
  const deadline = Date.now() + START_MS
  while (state.failure === null && Date.now() < deadline) {
    const found = readPidFile(dataDir)
    if (found?.ready && found.pid === child.pid) {
      child.unref()
      return found
    }
    await delay(20)
  }
  if (state.failure === null) child.kill('SIGQUIT')
  return tailSince(logFile, from) || (state.failure ?? `not ready within ${START_MS / 1000} s`)
}

function serverSettings(socketDir: string, { port, settings }: EmbeddedOptions): string[] {
  const all: Record<string, string | number> = {
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %q%u@%d ',
    ...settings,
    listen_addresses: port === undefined ? '' : '127.0.0.1',
    port: port ?? SOCKET_PORT,
    unix_socket_directories: socketDir,
  }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** The lock and socket of a server that is known to be gone: the lock file of a killed one outlives it. */
function clearSocket(socketDir: string, port: number): void {
  for (const name of [`.s.PGSQL.${port}`, `.s.PGSQL.${port}.lock`]) rmSync(join(socketDir, name), { force: true })
}

async function refuseTakenPort(port: number): Promise<void> {
  await new Promise<void>((free, taken) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      taken(error.code === 'EADDRINUSE' ? new Error(`Port ${port} on 127.0.0.1 is taken by another program. Choose another port for the embedded PostgreSQL, or leave it out to use the socket only.`) : error),
    )
    probe.listen(port, '127.0.0.1', () => probe.close(() => free()))
  })
}

/** Fast shutdown (SIGINT), then immediate (SIGQUIT) after 30 s: https://www.postgresql.org/docs/18/server-shutdown.html */
async function shutDown(dataDir: string, { pid, socketDir }: PidFile): Promise<void> {
  if (!servesFolder(pid, dataDir)) return
  const mark = processMark(pid)
  for (const [signal, patience] of [['SIGINT', 30_000], ['SIGQUIT', 10_000]] as const) {
    process.kill(pid, signal)
    for (const deadline = Date.now() + patience; Date.now() < deadline; ) {
      if (processMark(pid) !== mark) return rmSync(socketDir, { recursive: true, force: true })
      await delay(20)
    }
  }
  throw new Error(`The PostgreSQL of ${dataDir} (pid ${pid}) does not stop. See ${join(dataDir, 'server.log')}`)
}
