/**
 * An installation to break: a PostgreSQL of its own, web and workers as the processes operators run, each behind a proxy of its own,
 * and a stand-in for the mail provider. What is killed is started again only when the driver says so.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Pool } from 'pg'
import { connectionOf } from '#kernel/database/connection'
import { startEmbedded, type EmbeddedCluster } from '#kernel/database/embedded'
import { createRoles } from '#kernel/database/roles'
import { productModules } from '#config/modules'
import { loadSecrets } from '../launcher/secrets-file.js'
import { processFlags } from '../process-flags.js'
import { projectRoot } from '../project-root.js'
import { release } from '../release.js'
import { DatabaseProxy } from './database-proxy.js'
import { MailProvider } from './mail-provider.js'
import { freePort } from '#kernel/testing/free-port'
import { scratchFolder } from '#kernel/testing/scratch-folder'

const database = 'chaos'

export interface SiteOptions {
  /** fsync on, as in production; tests do without. */
  durable: boolean
  /** Further settings of web and worker. */
  settings?: Readonly<Record<string, string>>
  /** Where PostgreSQL's data goes, e.g. a small file system; a folder of its own when absent. */
  folder?: string
}

export class Site {
  /** A superuser's connections past the proxies: looking and breaking. */
  readonly admin: Pool
  private readonly processes: Program[] = []
  private readonly proxies: DatabaseProxy[] = []

  private constructor(
    private cluster: EmbeddedCluster,
    private readonly folder: string,
    private readonly options: SiteOptions,
    /** Settings common to web and worker; DATABASE_URL leads past the proxies. */
    readonly environment: NodeJS.ProcessEnv,
    readonly mail: MailProvider,
  ) {
    this.admin = new Pool({ ...connectionOf(cluster.adminUrl(database)), max: 4 })
    this.admin.on('error', () => undefined)
  }

  static async open(options: SiteOptions): Promise<Site> {
    const folder = options.folder ?? (options.durable ? mkdtempSync(join(tmpdir(), 'bookflow-chaos-')) : scratchFolder('bookflow-chaos-'))
    const cluster = await startEmbedded(clusterOptions(folder, options))
    await administer(cluster.adminUrl('postgres'), `create database ${database}`)
    await createRoles(cluster.adminUrl(database), { owner: null, app: null })
    const app = cluster.url(database, 'bookflow_app')
    await release({ owner: cluster.url(database, 'bookflow_owner'), app }, productModules)
    const mail = await new MailProvider().start()
    const environment = {
      PATH: process.env['PATH'],
      BOOKFLOW_ENVIRONMENT: 'test',
      BOOKFLOW_LOG_LEVEL: 'warn',
      BOOKFLOW_PUBLIC_URL: 'http://localhost',
      BOOKFLOW_RATE_LIMIT_PER_MINUTE: '1000000',
      BOOKFLOW_AUTH_ATTEMPTS_PER_MINUTE: '1000000',
      BOOKFLOW_PASSWORD_COST: '4',
      BOOKFLOW_POOL_SIZE: '20',
      BOOKFLOW_WEBHOOK_ALLOW_CIDRS: '127.0.0.1/32',
      BOOKFLOW_MAIL_FROM: 'BookFlow <bookings@bookflow.test>',
      RESEND_API_KEY: 're_chaos',
      BOOKFLOW_RESEND_BASE_URL: mail.url,
      DATABASE_URL: app,
      ...loadSecrets(join(folder, 'secrets.json'), false),
      ...options.settings,
    }
    return new Site(cluster, folder, options, environment, mail)
  }

  /** A further process, not started yet. @param preload scripts below scripts/, loaded first @param node options of Node's own */
  async program(name: 'web' | 'worker', { settings = {}, preload = [], node = [] }: { settings?: Readonly<Record<string, string>>; preload?: readonly string[]; node?: readonly string[] } = {}): Promise<Program> {
    const proxy = await new DatabaseProxy(join(this.cluster.socketDir, `.s.PGSQL.${this.cluster.port}`)).start()
    this.proxies.push(proxy)
    const port = name === 'web' ? await freePort() : 0
    const environment = { ...this.environment, DATABASE_URL: proxy.url(database, 'bookflow_app'), PORT: String(port), ...settings }
    const imports = preload.flatMap((script) => ['--import', join(projectRoot, 'dist', 'scripts', script)])
    const program = new Program(name, port, proxy, environment, [...node, ...imports])
    this.processes.push(program)
    return program
  }

  /** Kills one session with SIGKILL: the whole server then throws every session out and recovers from its log. */
  async crashDatabase(backend?: number): Promise<void> {
    // The server goes on for a moment before it notices; that a session of ours was thrown out says that it has.
    const witness = await this.admin.connect()
    const thrownOut = new Promise((resolve) => witness.once('error', resolve).once('end', resolve))
    // A session may have ended on its own meanwhile.
    while (!signal(backend ?? (await this.anySession()), 'SIGKILL')) backend = undefined
    await thrownOut
    witness.release(true)
    await this.databaseBack()
  }

  /** Kills the server's first process; its sessions notice and go. */
  async killDatabase(): Promise<void> {
    const { pid } = this.cluster
    const sessions = childrenOf(pid)
    process.kill(pid, 'SIGKILL')
    // Each ends when it looks up from what it does; one that does not would keep the next server from starting.
    const patience = performance.now() + 2_000
    for (let left = sessions; left.length > 0; left = left.filter(isAlive)) {
      if (performance.now() > patience) for (const session of left) signal(session, 'SIGKILL')
      await delay(10)
    }
  }

  /** The server as after a power cut, or after an orderly stop. */
  async startDatabase(): Promise<void> {
    await this.cluster.stop()
    this.cluster = await startEmbedded(clusterOptions(this.folder, this.options))
  }

  /** An orderly stop, as for maintenance: sessions are ended. */
  async stopDatabase(): Promise<void> {
    await this.cluster.stop()
  }

  async databaseBack(): Promise<void> {
    for (;;) {
      const answered = await this.admin.query('select 1').then(() => true, () => false)
      if (answered) return
      await delay(20)
    }
  }

  async close(): Promise<void> {
    for (const program of this.processes) await program.kill('SIGKILL')
    for (const proxy of this.proxies) await proxy.stop()
    await this.admin.end()
    await this.mail.stop()
    await this.cluster.stop()
    if (this.options.folder === undefined) rmSync(this.folder, { recursive: true, force: true })
  }

  /** Of the product; waits for one, since killing the first process instead would be another fault, from which nobody comes back by himself. */
  private async anySession(): Promise<number> {
    for (;;) {
      const { rows } = await this.admin.query<{ pid: number }>(`select pid from pg_stat_activity where backend_type = 'client backend' and usename = 'bookflow_app' order by random() limit 1`)
      if (rows[0]) return rows[0].pid
      await delay(20)
    }
  }
}

/** A web or worker process and what stands between it and the database. */
export class Program {
  private child: ChildProcess | null = null
  private ended: Promise<number | null> = Promise.resolve(null)
  /** What it said of warnings and errors, the last part. */
  log = ''

  constructor(
    readonly name: 'web' | 'worker',
    readonly port: number,
    readonly proxy: DatabaseProxy,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly node: readonly string[],
  ) {}

  get pid(): number {
    return this.child?.pid ?? -1
  }

  get running(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null
  }

  /** Resolves when it does its work. @throws with its last words when it ends instead */
  async start(): Promise<this> {
    const child = spawn(process.execPath, [...processFlags, ...this.node, join(projectRoot, 'dist', 'config', `${this.name}.js`)], { cwd: projectRoot, env: this.environment, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    this.child = child
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (this.log = (this.log + chunk.toString()).slice(-20_000)))
    this.ended = new Promise((resolve) => child.once('close', (code) => resolve(code)))
    await new Promise<void>((ready, failed) => {
      child.once('message', () => ready())
      child.once('close', (code, signal) => failed(new Error(`${this.name} ended at its start (${signal ?? code}):\n${this.log.slice(-2_000)}`)))
    })
    return this
  }

  /** @returns its exit code once it is gone; null when a signal ended it */
  async kill(signal: NodeJS.Signals): Promise<number | null> {
    if (this.running) this.child?.kill(signal)
    return this.ended
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal)
  }
}

function clusterOptions(folder: string, { durable }: SiteOptions) {
  return { dataDir: join(folder, 'postgres'), settings: { max_connections: 200, shared_buffers: '128MB', fsync: durable ? 'on' : 'off' } }
}

async function administer(url: string, statement: string): Promise<void> {
  const pool = new Pool({ ...connectionOf(url), max: 1 })
  await pool.query(statement)
  await pool.end()
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) && parentOf(Number(name)) === pid ? [Number(name)] : []))
}

function parentOf(pid: number): number {
  return Number(statOf(pid)[1] ?? -1)
}

function isAlive(pid: number): boolean {
  const [state] = statOf(pid)
  return state !== undefined && state !== 'Z'
}

/** @returns false when there is no such process any more */
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

/** State, parent and so on, after the name in brackets. */
function statOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
