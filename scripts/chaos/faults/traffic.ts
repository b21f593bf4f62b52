/** Load with a ledger: bookings at a steady rate, each under a key of its own, over kept connections, spread over the web processes that take requests. */
import { Agent, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'

export interface Tally {
  sent: number
  /** By status; 0 for no answer. */
  statuses: Map<number, number>
  /** 503s without Retry-After, and failures that are no problem+json. */
  unexplained: number
  slowestMs: number
}

export interface Place {
  token: string
  room_id: string
}

export class Traffic {
  readonly acknowledged = new Set<string>()
  readonly tally: Tally = { sent: 0, statuses: new Map(), unexplained: 0, slowestMs: 0 }
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 400 })
  private readonly open = new Set<Promise<void>>()
  private running: Promise<void> | null = null
  private stopping = false

  /** @param ports of the web processes; one that refuses connections is passed over, as a proxy does @param perSecond bookings */
  constructor(
    private readonly ports: readonly number[],
    private readonly places: readonly Place[],
    private readonly perSecond: number,
  ) {}

  start(): this {
    this.running = this.run()
    return this
  }

  /** Resolves when the last request is answered or given up. */
  async stop(): Promise<Tally> {
    this.stopping = true
    await this.running
    await Promise.all(this.open)
    this.agent.destroy()
    return this.tally
  }

  count(status: number): number {
    return this.tally.statuses.get(status) ?? 0
  }

  /** Acknowledged bookings the database does not hold. */
  async lost(admin: Pool): Promise<number> {
    const ids = [...this.acknowledged]
    const { rows } = await admin.query<{ n: number }>('select count(*)::int as n from bookings where id = any($1::uuid[])', [ids])
    return ids.length - (rows[0]?.n ?? 0)
  }

  private async run(): Promise<void> {
    const begun = performance.now()
    while (!this.stopping) {
      const due = Math.floor(((performance.now() - begun) / 1_000) * this.perSecond)
      while (this.tally.sent < due) {
        const one = this.book((this.tally.sent += 1))
        this.open.add(one)
        void one.finally(() => this.open.delete(one))
      }
      await delay(5)
    }
  }

  private async book(n: number): Promise<void> {
    const place = this.places[n % this.places.length]!
    const from = Math.ceil(Date.now() / 3_600_000 + 72) * 3_600_000 + Math.floor(n / this.places.length) * 900_000
    const body = JSON.stringify({ resource_id: place.room_id, title: `Load ${n}`, starts_at: new Date(from).toISOString(), ends_at: new Date(from + 900_000).toISOString() })
    const begun = performance.now()
    let answer = { status: 0, refused: true, text: '', type: '', retryAfter: '' }
    for (let turn = 0; turn < this.ports.length && answer.refused; turn += 1) answer = await this.send(this.ports[(n + turn) % this.ports.length]!, place.token, `${n}-${place.room_id}`, body)
    this.tally.slowestMs = Math.max(this.tally.slowestMs, performance.now() - begun)
    this.tally.statuses.set(answer.status, this.count(answer.status) + 1)
    if (answer.status === 201) this.acknowledged.add((JSON.parse(answer.text) as { id: string }).id)
    else if (answer.status > 0 && (!answer.type.startsWith('application/problem+json') || (answer.status === 503 && answer.retryAfter === ''))) this.tally.unexplained += 1
  }

  private send(port: number, token: string, key: string, body: string): Promise<{ status: number; refused: boolean; text: string; type: string; retryAfter: string }> {
    return new Promise((resolve) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'idempotency-key': key }
      const call = request({ agent: this.agent, host: '127.0.0.1', port, method: 'POST', path: '/v1/bookings', timeout: 30_000, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => (text += part))
        const done = (status: number): void => resolve({ status, refused: false, text, type: String(response.headers['content-type']), retryAfter: response.headers['retry-after'] ?? '' })
        response.on('end', () => done(response.statusCode ?? 0))
        response.on('error', () => done(0))
      })
      call.on('timeout', () => call.destroy())
      // Refused before a byte was sent, or a kept connection that ended while idle: any proxy goes to the next process then.
      call.on('error', (error: NodeJS.ErrnoException) => {
        const refused = error.code === 'ECONNREFUSED' || (call.reusedSocket && error.code === 'ECONNRESET')
        resolve({ status: 0, refused, text: '', type: '', retryAfter: '' })
      })
      call.end(body)
    })
  }
}
