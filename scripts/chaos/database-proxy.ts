/**
 * Stands between one process of the product and PostgreSQL and can stop the world at a chosen statement: before it reaches the server, or once the
 * server has answered it and the process has not heard. What happens then is the driver's choice: go on, cut, fall silent, fail.
 * The product carries no hook for any of this.
 */
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { backendOf, failingGroup, fatal, Frames, Statements, type Frame, type Statement } from './wire.js'

/** A statement on its way, with the values and names the connection has sent since its transaction began. */
export interface Passing extends Statement {
  seen: ReadonlySet<string>
  names: ReadonlySet<string>
}

export type Match = (passing: Passing) => boolean

/** A connection that stands still at a statement. */
export interface Held {
  statement: Passing
  /** The server's process for this connection. */
  backend: number
  release(): void
  /** Both sides see the connection end. */
  cut(): void
  /** Neither side hears from the other again, nor of its end. */
  silence(): void
  /** The server answers this statement with an error; held `before` only. */
  fail(sqlstate: string): void
  /** The server ends the session, saying so to the process. */
  end(sqlstate: string): void
}

interface Trap {
  match: Match
  when: 'before' | 'after'
  caught(held: Held): void
}

interface Group {
  bytes: Buffer
  /** The part that only prepares. */
  prepares: Buffer
  statement: Passing | null
  after: Trap | null
}

export class DatabaseProxy {
  private readonly server: Server
  private readonly connections = new Set<Connection>()
  private readonly traps = new Set<Trap>()
  private dark = false
  /** Every statement that passed, for those who look. */
  onStatement: (passing: Passing) => void = () => undefined

  /** @param target path of PostgreSQL's socket */
  constructor(private readonly target: string) {
    this.server = createServer((client) => {
      const connection = new Connection(client, this.target, this.traps, (passing) => this.onStatement(passing))
      this.connections.add(connection)
      connection.onEnd = () => this.connections.delete(connection)
      if (this.dark) connection.silence()
    })
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return this
  }

  /** The database's URL by way of this proxy. */
  url(database: string, role: string): string {
    return `postgres://${role}@127.0.0.1:${(this.server.address() as AddressInfo).port}/${database}`
  }

  /** Stops the first connection that sends a matching statement. */
  trap(when: Trap['when'], match: Match): Promise<Held> {
    return new Promise((resolve) => {
      this.traps.add({ when, match, caught: resolve })
    })
  }

  disarm(): void {
    this.traps.clear()
  }

  cutAll(): void {
    for (const connection of [...this.connections]) connection.cut()
  }

  /** Every connection falls silent, and new ones are taken and never answered, until {@link lighten}; those that fell silent stay so. */
  darken(): void {
    this.dark = true
    for (const connection of this.connections) connection.silence()
  }

  lighten(): void {
    this.dark = false
  }

  async stop(): Promise<void> {
    this.cutAll()
    await new Promise<void>((resolve) => this.server.close(() => resolve()))
  }
}

class Connection {
  onEnd: () => void = () => undefined
  private readonly upstream: Socket
  private readonly asked = new Frames(false)
  private readonly answered = new Frames(true)
  private readonly statements = new Statements()
  private readonly seen = new Set<string>()
  private readonly names = new Set<string>()
  private collecting: Frame[] = []
  private readonly waiting: Group[] = []
  private readonly underWay: Group[] = [{ bytes: Buffer.alloc(0), prepares: Buffer.alloc(0), statement: null, after: null }]
  private answer: Buffer[] = []
  private backend = 0
  private still = false
  private silent = false

  constructor(
    private readonly client: Socket,
    target: string,
    private readonly traps: Set<Trap>,
    private readonly tell: (passing: Passing) => void,
  ) {
    this.upstream = createConnection(target)
    for (const socket of [this.client, this.upstream]) {
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
    }
    this.client.on('data', (chunk: Buffer) => this.silent || this.asked.push(chunk).forEach((frame) => this.ask(frame)))
    this.upstream.on('data', (chunk: Buffer) => this.silent || this.answered.push(chunk).forEach((frame) => this.hear(frame)))
    this.client.on('close', () => this.silent || this.cut())
    this.upstream.on('close', () => {
      if (this.silent) return this.onEnd()
      this.client.write(Buffer.concat(this.answer))
      this.client.end()
      this.cut()
    })
  }

  cut(): void {
    this.client.destroySoon()
    this.upstream.destroy()
    this.onEnd()
  }

  silence(): void {
    this.silent = true
  }

  private ask(frame: Frame): void {
    if (frame.type === '' || frame.type === 'X' || frame.type === 'p') {
      this.upstream.write(frame.bytes)
      return
    }
    this.collecting.push(frame)
    if (frame.type !== 'S' && frame.type !== 'Q') return
    const frames = this.collecting
    this.collecting = []
    const joined = (some: readonly Frame[]): Buffer => Buffer.concat(some.map(({ bytes }) => bytes))
    this.waiting.push({ bytes: joined(frames), prepares: joined(frames.filter(({ type }) => type === 'P')), statement: this.passing(this.statements.of(frames)), after: null })
    this.forward()
  }

  private passing(statement: Statement | null): Passing | null {
    if (!statement) return null
    if (/^\s*begin\b/i.test(statement.text)) {
      this.seen.clear()
      this.names.clear()
    }
    this.names.add(statement.name)
    for (const value of statement.values) if (value !== null) this.seen.add(value)
    return { ...statement, seen: new Set(this.seen), names: new Set(this.names) }
  }

  private forward(): void {
    while (!this.still && !this.silent) {
      const group = this.waiting.shift()
      if (!group) return
      const { statement } = group
      if (statement) this.tell(statement)
      const trap = statement && [...this.traps].find(({ match }) => match(statement))
      if (trap) this.traps.delete(trap)
      if (trap?.when === 'before') return this.hold(trap, group, (bytes) => this.send({ ...group, bytes }))
      group.after = trap ?? null
      this.send(group)
      if (trap) this.still = true
    }
  }

  private send(group: Group): void {
    this.underWay.push(group)
    this.upstream.write(group.bytes)
  }

  private hear(frame: Frame): void {
    if (frame.type === 'K') this.backend = backendOf(frame)
    // What a server says unasked (notifications, notices, settings) belongs to no statement.
    if (this.underWay.length === 0) {
      this.client.write(frame.bytes)
      return
    }
    this.answer.push(frame.bytes)
    if (frame.type !== 'Z') return
    const answer = Buffer.concat(this.answer)
    this.answer = []
    const group = this.underWay.shift()!
    if (group.after) this.hold(group.after, group, () => this.client.write(answer))
    else this.client.write(answer)
  }

  private hold(trap: Trap, { statement, bytes, prepares }: Group, goOn: (bytes: Buffer) => void): void {
    this.still = true
    const resume = (next: Buffer): void => {
      this.still = false
      goOn(next)
      this.forward()
    }
    trap.caught({
      statement: statement!,
      backend: this.backend,
      release: () => this.silent || resume(bytes),
      cut: () => this.cut(),
      silence: () => this.silence(),
      // What the process hears to be prepared has to be: a server fails in executing.
      fail: (sqlstate) => resume(Buffer.concat([prepares, failingGroup(sqlstate)])),
      end: (sqlstate) => {
        this.client.write(fatal(sqlstate))
        this.cut()
      },
    })
  }
}
