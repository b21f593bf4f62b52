import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, mkdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { processFlags } from '../process-flags.js'
import { projectRoot } from '../project-root.js'
import { LaunchError } from './progress.js'

const LOG_LIMIT_BYTES = 10_000_000
const REPEAT_MS = 30_000
const STEADY_MS = 60_000
const LONGEST_PAUSE_MS = 30_000
const READY_MS = 60_000
const PATIENCE_MS = 35_000

export interface ChildOptions {
  name: 'web' | 'worker'
  /** Below dist/. */
  script: string
  environment: NodeJS.ProcessEnv
  logFile: string
  /** Resolves when the process does its work. */
  ready: (child: ChildProcess) => Promise<void>
  /** Lines worth the console: warnings, errors, restarts. */
  say: (line: string) => void
}

/**
 * A process type kept alive: restarted when it ends by itself, with growing pauses. It runs in a group of its own, so that Ctrl-C reaches the
 * launcher alone, which stops the processes in their order; it ends when the launcher does (leash.ts).
 */
export class Child {
  /** Called after each restart. */
  onRestart: () => void = () => undefined
  private process: ChildProcess | null = null
  private stopping = false
  private pause = 1_000
  private readonly lastLines: string[] = []
  /** When a kind of message was last on the console. */
  private readonly said = new Map<string, number>()
  private watching: Promise<void> = Promise.resolve()

  constructor(private readonly options: ChildOptions) {}

  get name(): string {
    return this.options.name
  }

  get pid(): number | undefined {
    return this.process?.pid
  }

  /** Starts it and waits until it is ready. @throws LaunchError with its last words when it ends instead */
  async start(): Promise<void> {
    const child = this.spawn()
    const ended = new Promise<never>((_, reject) => {
      child.once('close', (code, signal) => reject(new LaunchError(`${this.options.name} ended at its start (${signal ?? `exit ${code}`}):\n${this.lastLines.join('\n')}\nIts log is ${this.options.logFile}`)))
    })
    await Promise.race([this.options.ready(child), ended])
    ended.catch(() => undefined)
    this.watching = this.watch(child)
  }

  /** SIGTERM, then SIGKILL for one that does not stop. Resolves when it is gone. */
  async stop(): Promise<void> {
    this.stopping = true
    const child = this.process
    if (child && running(child)) {
      const gone = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGTERM')
      const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      await gone
      clearTimeout(patience)
    }
    await this.watching
  }

  /** For a second Ctrl-C. */
  kill(): void {
    this.stopping = true
    this.process?.kill('SIGKILL')
  }

  private spawn(): ChildProcess {
    const { script, environment, logFile, name } = this.options
    mkdirSync(dirname(logFile), { recursive: true })
    if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) rmSync(logFile)
    const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 })
    const leash = join(projectRoot, 'dist', 'scripts', 'launcher', 'leash.js')
    const child = spawn(process.execPath, [...processFlags, '--import', leash, join(projectRoot, 'dist', script)], {
      cwd: projectRoot,
      detached: true,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.process = child
    this.lastLines.length = 0
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`)
        this.lastLines.push(line)
        if (this.lastLines.length > 20) this.lastLines.shift()
        const short = forConsole(line)
        if (short && !this.saidLately(short)) this.options.say(`[${name}] ${short}`)
      })
    }
    child.once('close', () => log.end())
    return child
  }

  /** A server that is away is complained about many times a second; the log has them all. */
  private saidLately(text: string): boolean {
    const kind = text.slice(0, 40)
    const before = this.said.get(kind) ?? -Infinity
    if (Date.now() - before < REPEAT_MS) return true
    this.said.set(kind, Date.now())
    return false
  }

  private async watch(first: ChildProcess): Promise<void> {
    let child = first
    for (;;) {
      const begun = Date.now()
      const how = await new Promise<string>((resolve) => {
        if (!running(child)) resolve(`exit ${child.exitCode ?? child.signalCode}`)
        child.once('close', (code, signal) => resolve(signal ?? `exit ${code}`))
      })
      if (this.stopping) return
      if (Date.now() - begun > STEADY_MS) this.pause = 1_000
      this.options.say(`[${this.options.name}] ended (${how}); starting it again in ${this.pause / 1000} s. Its log is ${this.options.logFile}`)
      await delay(this.pause)
      if (this.stopping) return
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS)
      child = this.spawn()
      this.onRestart()
    }
  }
}

/** Resolves with the message config/process.ts sends once the process does its work. */
export function whenReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new LaunchError(`It has not become ready within ${READY_MS / 1000} s.`)), READY_MS)
    child.on('message', (message) => {
      if (typeof message !== 'object' || !('ready' in message)) return
      clearTimeout(timer)
      resolve()
    })
    child.once('close', () => clearTimeout(timer))
  })
}

const running = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null

/** Log lines are JSON for machines; of warnings and worse the console gets the message. Text that is no log line is shown as it is. */
function forConsole(line: string): string | null {
  if (!line.startsWith('{')) return line.trim() === '' ? null : line
  try {
    const entry = JSON.parse(line) as { level?: number; msg?: string; err?: { message?: string } }
    return (entry.level ?? 0) >= 40 ? [entry.msg, entry.err?.message].filter(Boolean).join(': ') : null
  } catch {
    return line
  }
}
