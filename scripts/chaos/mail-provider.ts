/**
 * A server that stands in for Resend: takes each Idempotency-Key once, answers a repeat with the first answer, refuses a second request while the first
 * is under way (https://resend.com/docs/dashboard/emails/idempotency-keys). Counts what it took, and can be told to stand still or be rude.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TakenMail {
  key: string
  to: string
  subject: string
  /** Requests with this key. */
  requests: number
  /** Milliseconds of the process' clock at the first. */
  at: number
  id: string
}

/** A request the provider has read and not answered. */
export interface HeldMail {
  key: string
  /** Takes the mail and answers. */
  answer(): void
  /** Neither takes the mail nor answers, as if the request had never come out of the wire. */
  silence(): void
  /** Does not take it; the connection ends. */
  reset(): void
}

interface Body {
  to: string | string[]
  subject: string
}

type Trap = { match(to: string): boolean; caught(held: HeldMail): void }

export class MailProvider {
  /** By Idempotency-Key; a mail is taken once. */
  readonly taken = new Map<string, TakenMail>()
  /** Mails that a key was used for again with other words: the provider would refuse, and somebody would get the wrong one. */
  readonly conflicts: string[] = []
  private readonly traps = new Set<Trap>()
  private readonly underWay = new Set<string>()
  private readonly server: Server

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => this.serve(request, response, Buffer.concat(chunks).toString()))
    })
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return this
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Stands still at the first mail to a matching address. */
  trap(match: (to: string) => boolean): Promise<HeldMail> {
    return new Promise((resolve) => this.traps.add({ match, caught: resolve }))
  }

  disarm(): void {
    this.traps.clear()
  }

  /** Mails taken for an address. */
  to(address: string): TakenMail[] {
    return [...this.taken.values()].filter(({ to }) => to === address)
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise<void>((resolve) => this.server.close(() => resolve()))
  }

  private serve(request: IncomingMessage, response: ServerResponse, text: string): void {
    const key = String(request.headers['idempotency-key'] ?? '')
    const { to, subject } = JSON.parse(text) as Body
    const address = [to].flat().join(',')
    const known = this.taken.get(key)
    if (known) {
      known.requests += 1
      if (known.to !== address || known.subject !== subject) this.conflicts.push(key)
      return answer(response, 200, { id: known.id })
    }
    if (key === '' || this.underWay.has(key)) return answer(response, key === '' ? 422 : 409, { statusCode: key === '' ? 422 : 409, name: key === '' ? 'invalid_idempotency_key' : 'concurrent_idempotent_requests', message: 'refused' })
    const take = (): TakenMail => {
      const mail = { key, to: address, subject, requests: 1, at: performance.now(), id: `mail-${this.taken.size + 1}` }
      this.taken.set(key, mail)
      this.underWay.delete(key)
      return mail
    }
    const trap = [...this.traps].find(({ match }) => match(address))
    if (!trap) return answer(response, 200, { id: take().id })
    this.traps.delete(trap)
    this.underWay.add(key)
    let silent = false
    // A client that went away while the provider was at work: the mail was handed over all the same.
    request.socket.once('close', () => {
      if (silent) this.underWay.delete(key)
      else if (this.underWay.has(key)) take()
    })
    trap.caught({
      key,
      answer: () => answer(response, 200, { id: take().id }),
      silence: () => void (silent = true),
      reset: () => {
        this.underWay.delete(key)
        request.socket.destroy()
      },
    })
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
