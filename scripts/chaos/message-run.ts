/**
 * Messages under kills: bookings are made while web, four workers and PostgreSQL are killed at random. Each booking is one mail and one delivery to each
 * of two endpoints. What came out is compared with what the database says was to go out, and with the answers the client holds.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Receiver, verified, type Received } from '#modules/webhooks/testing/receiver'
import { create, Organizations, renew } from './organizations.js'
import type { Chance } from './random.js'
import { post } from './request.js'
import { Site, type Program } from './site.js'

export interface MessageRunOptions {
  durable: boolean
  /** Bookings; three messages each. */
  bookings: number
  kills: number
  chance: Chance
  /** Stops killing after so long. */
  longestMs: number
  say: (line: string) => void
}

const workerNames = ['worker 1', 'worker 2', 'worker 3', 'worker 4'] as const

export type Victim = (typeof workerNames)[number] | 'web' | 'a session of PostgreSQL' | "PostgreSQL's first process"

/** Workers hold the messages, so they are killed most; PostgreSQL takes a second to recover each time. */
const shares: readonly (readonly [Victim, number])[] = [
  ...workerNames.map((name) => [name, 18] as const),
  ['web', 16],
  ['a session of PostgreSQL', 10],
  ["PostgreSQL's first process", 2],
]

const rooms = 8
const clients = 6
const endpoints = 2

export interface MessageResult {
  kills: Map<Victim, number>
  acknowledged: number
  mails: number
  deliveries: number
  /** Requests beyond the first of a mail or delivery, each under the id of the first. */
  repeatedMails: number
  repeatedDeliveries: number
  /** Brought back by an operator: five attempts were cut off. */
  replayed: number
  violations: string[]
}

export async function runMessages(options: MessageRunOptions): Promise<MessageResult> {
  const site = await Site.open({ durable: options.durable })
  const receivers: Receiver[] = []
  try {
    const web = await site.program('web')
    const workers: Program[] = []
    for (const _name of workerNames) workers.push(await site.program('worker'))
    await Promise.all([web, ...workers].map((program) => program.start()))
    const run = new MessageRun(options, site, web, workers)
    const organization = await founded(site)
    for (let n = 0; n < endpoints; n += 1) receivers.push(await new Receiver().start())
    return await run.run(organization, receivers)
  } finally {
    for (const receiver of receivers) await receiver.stop()
    await site.close()
  }
}

/** Its kernel is gone before the first kill. */
async function founded(site: Site) {
  const organizations = await Organizations.open(site.environment)
  try {
    return await organizations.found()
  } finally {
    await organizations.close()
  }
}

class MessageRun {
  private readonly acknowledged = new Set<string>()
  private readonly kills = new Map<Victim, number>()
  /** Killed and not up again. */
  private readonly starting = new Map<Victim, Promise<void>>()
  private killed = 0
  private made = 0
  private killing = true
  private unbelieved = 0
  private token = ''

  constructor(
    private readonly options: MessageRunOptions,
    private readonly site: Site,
    private readonly web: Program,
    private readonly workers: readonly Program[],
  ) {}

  async run(organization: { id: string; owner_token: string }, receivers: readonly Receiver[]): Promise<MessageResult> {
    const base = `http://127.0.0.1:${this.web.port}`
    const token = organization.owner_token
    this.token = token
    const renewing = setInterval(() => (this.token = renew(this.site.environment, token)), 300_000)
    const places: string[] = []
    for (let n = 0; n < rooms; n += 1) places.push((await create(base, token, '/v1/resources', { name: `Room ${n}` })).id)
    const secrets: string[] = []
    for (const receiver of receivers) secrets.push((await create<{ secret: string }>(base, token, '/v1/webhooks/endpoints', { url: receiver.url(), event_types: ['bookings.created'] })).secret)
    // As they come: a run is longer than a signature is believed.
    for (const [n, receiver] of receivers.entries()) {
      receiver.reply = (_request, response, received) => {
        if (!isBelieved(received, secrets[n]!)) this.unbelieved += 1
        response.writeHead(204).end()
      }
    }
    const booking = Promise.all(Array.from({ length: clients }, () => this.book(places)))
    await this.killAll()
    this.killing = false
    await booking
    clearInterval(renewing)
    await Promise.all(this.starting.values())
    const replayed = await this.drain(organization.id)
    return this.judge(organization.id, receivers, replayed)
  }

  /** Goes on as kills go on, so that there is always work to lose. */
  private async book(places: readonly string[]): Promise<void> {
    const { bookings, kills } = this.options
    for (;;) {
      if (this.made >= bookings) return
      if (this.killing && this.made >= (bookings * (this.killed + 1)) / kills) {
        await delay(5)
        continue
      }
      const n = (this.made += 1)
      const from = Math.ceil(Date.now() / 3_600_000 + 72 + Math.floor(n / places.length)) * 3_600_000
      const body = JSON.stringify({ resource_id: places[n % places.length], title: `Booking ${n}`, starts_at: new Date(from).toISOString(), ends_at: new Date(from + 900_000).toISOString() })
      for (;;) {
        const answer = await post({ port: this.web.port, token: this.token, key: `booking-${n}`, body })
        if (answer.status === 201) this.acknowledged.add((JSON.parse(answer.body) as { id: string }).id)
        else if (answer.status === 0 || answer.status >= 500 || answer.body.includes('idempotency_in_progress')) {
          await delay(20)
          continue
        } else throw new Error(`Booking ${n} answered ${answer.status}: ${answer.body}`)
        break
      }
    }
  }

  private async killAll(): Promise<void> {
    const { chance, kills, longestMs, say } = this.options
    const begun = performance.now()
    let said = begun
    while (this.killed < kills && performance.now() - begun < longestMs) {
      await delay(chance.between(20, 600))
      // On a machine so busy that processes die before they have done anything, kills go on as bookings do.
      while (this.acknowledged.size < (this.options.bookings * this.killed) / kills - clients && performance.now() - begun < longestMs) await delay(20)
      await this.kill(await this.victim(chance))
      this.killed += 1
      if (performance.now() - said < 10_000) continue
      said = performance.now()
      say(`${this.killed} of ${kills} kills, ${this.acknowledged.size} of ${this.options.bookings} bookings, ${this.site.mail.taken.size} mails`)
    }
  }

  /** What is not up again cannot be killed: another process dies in its place. */
  private async victim(chance: Chance): Promise<Victim> {
    const first = chance.pick(shares)
    if (!this.starting.has(first)) return first
    const processes = shares.slice(0, workerNames.length + 1)
    while (this.starting.size === processes.length) await Promise.race(this.starting.values())
    return chance.pick(processes.filter(([victim]) => !this.starting.has(victim)))
  }

  private async kill(victim: Victim): Promise<void> {
    this.kills.set(victim, (this.kills.get(victim) ?? 0) + 1)
    if (victim === 'a session of PostgreSQL') return this.site.crashDatabase()
    if (victim === "PostgreSQL's first process") {
      await this.site.killDatabase()
      await this.site.startDatabase()
      return this.site.databaseBack()
    }
    const program = victim === 'web' ? this.web : this.workers[workerNames.indexOf(victim)]!
    await program.kill('SIGKILL')
    this.starting.set(victim, startAgain(program).finally(() => this.starting.delete(victim)))
  }

  /** Until nothing is due: retries do not wait for their hour, and what five crashes made dead is brought back as an operator would. @returns how many of those */
  private async drain(org: string): Promise<number> {
    const { admin } = this.site
    let replayed = 0
    const limit = performance.now() + 180_000
    for (;;) {
      await admin.query(`update outbox set not_before = now() where org_id = $1 and status = 'pending' and enqueued_at is null and not_before > now() and channel = any($2)`, [org, channels])
      const dead = await admin.query(`update outbox set status = 'pending', attempts = 0, enqueued_at = null, finished_at = null, not_before = now() where org_id = $1 and status = 'dead' and channel = any($2)`, [org, channels])
      replayed += dead.rowCount ?? 0
      const { rows } = await admin.query<{ n: number }>(`select count(*)::int as n from outbox where org_id = $1 and status <> 'sent' and channel = any($2)`, [org, channels])
      if (rows[0]?.n === 0) return replayed
      if (performance.now() > limit) return replayed
      await delay(250)
    }
  }

  private async judge(org: string, receivers: readonly Receiver[], replayed: number): Promise<MessageResult> {
    const { admin, mail } = this.site
    const violations: string[] = []
    const bookings = (await admin.query<{ id: string; event: string }>(`select b.id, e.id as event from bookings b join events e on e.org_id = b.org_id and e.subject_id = b.id::text and e.type = 'bookings.created' where b.org_id = $1`, [org])).rows
    const known = new Set(bookings.map(({ id }) => id))
    const lost = [...this.acknowledged].filter((id) => !known.has(id)).length
    if (lost > 0) violations.push(`${lost} acknowledged bookings are gone`)
    if (known.size !== this.options.bookings) violations.push(`${known.size} bookings were made of ${this.options.bookings}`)
    const { rows: left } = await admin.query<{ channel: string; status: string; n: number }>(`select channel, status, count(*)::int as n from outbox where org_id = $1 and status <> 'sent' and channel = any($2) group by 1, 2`, [org, channels])
    for (const { channel, status, n } of left) violations.push(`${n} messages of ${channel} are still ${status}`)
    const { rows: written } = await admin.query<{ id: string }>(`select id from outbox where org_id = $1 and channel = 'notifications.email' and payload ->> 'kind' = 'booking_confirmed'`, [org])
    const unsent = written.filter(({ id }) => !mail.taken.has(id)).length
    if (unsent > 0) violations.push(`${unsent} mails never reached the provider`)
    if (written.length !== bookings.length) violations.push(`${written.length} mails were written for ${bookings.length} bookings`)
    if (mail.taken.size !== written.length) violations.push(`${mail.taken.size} mails were taken for ${written.length} that were written`)
    if (mail.conflicts.length > 0) violations.push(`${mail.conflicts.length} keys were used for two mails`)
    if (this.unbelieved > 0) violations.push(`${this.unbelieved} deliveries were not believed`)
    let [deliveries, repeatedDeliveries] = [0, 0]
    for (const [n, receiver] of receivers.entries()) {
      const copies = Map.groupBy(receiver.received, ({ headers }) => String(headers['webhook-id']))
      const missing = bookings.filter(({ event }) => !copies.has(event)).length
      if (missing > 0) violations.push(`endpoint ${n + 1} never got ${missing} events`)
      if (copies.size !== bookings.length) violations.push(`endpoint ${n + 1} got ${copies.size} ids for ${bookings.length} events`)
      const altered = [...copies.values()].filter((same) => new Set(same.map(({ body }) => body)).size > 1).length
      if (altered > 0) violations.push(`endpoint ${n + 1} got ${altered} repeats with other bytes`)
      deliveries += copies.size
      repeatedDeliveries += receiver.received.length - copies.size
    }
    const repeatedMails = [...mail.taken.values()].reduce((sum, { requests }) => sum + requests - 1, 0)
    return { kills: this.kills, acknowledged: this.acknowledged.size, mails: mail.taken.size, deliveries, repeatedMails, repeatedDeliveries, replayed, violations }
  }
}

function isBelieved(received: Received, secret: string): boolean {
  try {
    verified(received, secret)
    return true
  } catch {
    return false
  }
}

const channels = ['webhooks.dispatch', 'webhooks.delivery', 'notifications.email']

/** A process that finds no database ends, as it should; whoever keeps it alive starts it again. */
async function startAgain(program: Program): Promise<void> {
  for (;;) {
    const started = await program.start().then(() => true, () => false)
    if (started) return
    await delay(200)
  }
}
