/**
 * The log of one request. Its child logger, which copies the serializers and redactions of its parent, is made when the first line is written: most
 * requests write none. Without it that copy would be a twentieth of a small read, and lines of the answer would not name who asked.
 */
import type { FastifyBaseLogger } from 'fastify'

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace'
type Line = [object: unknown, message?: string, ...rest: unknown[]]

export class RequestLog implements FastifyBaseLogger {
  private child_: FastifyBaseLogger | null = null

  constructor(
    private readonly parent: FastifyBaseLogger,
    private bindings: Readonly<Record<string, unknown>>,
    private readonly options: object,
  ) {}

  /** Who asks, on every line from now on. */
  bind(more: Readonly<Record<string, unknown>>): void {
    this.bindings = { ...this.bindings, ...more }
    this.child_ = null
  }

  get level(): string {
    return this.parent.level
  }

  get silent(): FastifyBaseLogger['silent'] {
    return this.made.silent
  }

  child(...args: Parameters<FastifyBaseLogger['child']>): FastifyBaseLogger {
    return this.made.child(...args)
  }

  fatal(...line: Line): void {
    this.write('fatal', line)
  }

  error(...line: Line): void {
    this.write('error', line)
  }

  warn(...line: Line): void {
    this.write('warn', line)
  }

  info(...line: Line): void {
    this.write('info', line)
  }

  debug(...line: Line): void {
    this.write('debug', line)
  }

  trace(...line: Line): void {
    this.write('trace', line)
  }

  private get made(): FastifyBaseLogger {
    return (this.child_ ??= this.parent.child(this.bindings, this.options))
  }

  private write(level: Level, [object, message, ...rest]: Line): void {
    const { isLevelEnabled } = this.parent as Partial<{ isLevelEnabled(level: Level): boolean }>
    if (isLevelEnabled && !isLevelEnabled.call(this.parent, level)) return
    ;(this.made[level] as (object: unknown, message?: string, ...rest: unknown[]) => void)(object, message, ...rest)
  }
}
