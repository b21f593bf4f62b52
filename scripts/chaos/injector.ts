/**
 * Rounds of the kill-point injector: one request stands still at each point at the same moment, then the fault strikes them all, and what everybody was
 * told is compared with what the database holds and what came out at the other end.
 */
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import * as books from './books.js'
import type { Books } from './books.js'
import type { Held } from './database-proxy.js'
import { Deliveries } from './deliveries.js'
import type { HeldMail } from './mail-provider.js'
import { Organizations, type Organization } from './organizations.js'
import { impossible, points, type Actor, type Kind, type Point } from './points.js'
import { post, postInPart, type Answer, type Order } from './request.js'
import { type Program, Site, type SiteOptions } from './site.js'

/** Longest until a client that tries again is served: a session behind a black hole holds its locks until PostgreSQL ends it after 10 s. */
const retryLimitMs = 20_000
/** How long PostgreSQL is unreachable in a black hole of its own. */
const darkMs = 7_000
const reachLimitMs = 60_000

interface Case {
  point: Point
  label: string
  organization: Organization
  order: Order
  /** True when the fault strikes whoever is at work at the point; otherwise it only happens meanwhile. */
  struck: boolean
  first: Promise<Answer & { ms: number }> | null
  held: Held | null
  mail: HeldMail | null
  socket: Socket | null
}

export interface InjectorOptions extends SiteOptions {
  /** Faults that are to be found, by the name of their file in planted/. */
  planted?: Partial<Record<'web' | 'worker', string>>
  limits?: Limits
}

/** Milliseconds. */
export interface Limits {
  /** Until a web process that lives has answered a request whose database fell silent. */
  answer: number
  /** Until a mail is with the provider, from the last thing that stood in its way. */
  delivery: number
}

/** What GUARANTEES promises, with room for the round trip. A suite that shares its machine asks for less. */
const promised: Limits = { answer: 8_000, delivery: 30_000 }

export class Injector {
  /** What should not have been. */
  readonly violations: string[] = []
  /** Requests that stood at a point when a fault struck. */
  strikes = 0
  /** Processes that were killed. */
  kills = 0
  readonly struck = new Map<string, number>()
  /** Milliseconds from the return of what was killed to the first answer. */
  readonly recovery: number[] = []
  /** What is being waited for, should it never come. */
  stage = 'opening'
  private expected: Books = books.nothing
  /** Messages that become mail, seen on their way into the outbox. */
  private readonly mails = new Set<string>()

  private constructor(
    readonly site: Site,
    private readonly organizations: Organizations,
    private readonly web: Program,
    private readonly worker: Program,
    readonly deliveries: Deliveries,
    private readonly limits: Limits,
  ) {
    web.proxy.onStatement = ({ name, values }) => {
      if (name !== 'kernel.insert_outbox') return
      for (const { id, channel } of JSON.parse(values[0] ?? '[]') as { id: string; channel: string }[]) if (channel === 'notifications.email') this.mails.add(id)
    }
  }

  static async open({ planted = {}, limits = promised, ...options }: InjectorOptions): Promise<Injector> {
    const site = await Site.open(options)
    try {
      const program = (name: 'web' | 'worker') => site.program(name, { preload: planted[name] === undefined ? [] : [`chaos/planted/${planted[name]}.js`] })
      const [web, worker] = [await program('web'), await program('worker')]
      await Promise.all([web.start(), worker.start()])
      const injector = new Injector(site, await Organizations.open(site.environment), web, worker, new Deliveries(site, limits.delivery), limits)
      await injector.learn()
      return injector
    } catch (error) {
      await site.close()
      throw error
    }
  }

  /** What a request leaves that nobody disturbs. */
  private async learn(): Promise<void> {
    const one = await this.prepare(points[0]!, 'control', false)
    const { status, body } = await post(one.order)
    if (status !== 201) throw new Error(`An undisturbed booking answered ${status}: ${body}`)
    this.expected = await this.booksOf(one)
    this.deliveries.expect('control', one.organization)
    const { bookings, approvals, steps, events, audit, outbox, keys } = this.expected
    if (bookings !== 1 || approvals !== 1 || steps !== 1 || keys !== 1 || events < 2 || audit !== events || outbox < 2) throw new Error(`An undisturbed booking leaves ${JSON.stringify(this.expected)}.`)
  }

  /** Strikes every point at which the combination can exist. @param chosen fewer points */
  async round(actor: Actor, kind: Kind, chosen: readonly Point[] = points): Promise<void> {
    const at = (stage: string): void => void (this.stage = `${actor} x ${kind}: ${stage}`)
    at('preparing')
    const possible = chosen.filter((point) => impossible(point, actor, kind) === null)
    const cases: Case[] = []
    for (const point of possible) cases.push(await this.prepare(point, `${point.name} x ${actor} x ${kind}`, strikes(point, actor)))
    at('bringing the requests to their points')
    if (!(await this.bringAll(cases, actor, kind))) return
    at('striking')
    await this.strike(cases, actor, kind)
    // The mails of earlier rounds that still wait are hit by it as well.
    if (actor !== 'web') this.deliveries.disturbed()
    for (const each of cases) this.struck.set(each.label, (this.struck.get(each.label) ?? 0) + 1)
    this.strikes += cases.length
    at('hearing the first answers')
    await Promise.all(cases.map((each) => this.judgeFirst(each)))
    at('comparing')
    const left = await books.read(this.site.admin, cases.map(({ organization }) => organization.id))
    for (const each of cases) this.compare(each, 'before any retry', left.get(each.organization.id), leaves(each) === 'nothing' ? books.nothing : this.expected)
    at('trying again')
    await Promise.all(cases.map((each) => this.retry(each)))
    at('comparing once more')
    const after = await books.read(this.site.admin, cases.map(({ organization }) => organization.id))
    for (const each of cases) this.compare(each, 'after the retry', after.get(each.organization.id), this.expected)
    for (const fault of await books.faults(this.site.admin)) this.violations.push(`${actor} x ${kind}: ${fault}`)
  }

  /** Waits for everything that is to come out. */
  async settle(): Promise<void> {
    this.stage = 'waiting for the mails'
    this.violations.push(...(await this.deliveries.settle()))
  }

  async close(): Promise<void> {
    this.stage = 'closing'
    await this.organizations.close()
    await this.site.close()
  }

  private async prepare(point: Point, label: string, struck: boolean): Promise<Case> {
    const organization = await this.organizations.furnished(`http://127.0.0.1:${this.web.port}`)
    const from = Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 86_400_000
    const body = JSON.stringify({ resource_id: organization.room_id, title: label, starts_at: new Date(from).toISOString(), ends_at: new Date(from + 3_600_000).toISOString() })
    return { point, label, organization, order: { port: this.web.port, token: organization.token, key: `key-${organization.id}`, body }, struck, first: null, held: null, mail: null, socket: null }
  }

  /** @returns false when one did not get there, which is a violation; the others then go their ways */
  private async bringAll(cases: readonly Case[], actor: Actor, kind: Kind): Promise<boolean> {
    try {
      for (const group of turns) await Promise.all(cases.filter(({ point }) => group(point)).map((each) => this.bring(each, actor, kind)))
      return true
    } catch (error) {
      this.violations.push(`${error instanceof Error ? error.message : String(error)} Last words of web: ${this.web.log.slice(-1_500) || 'none'}; of the worker: ${this.worker.log.slice(-1_500) || 'none'}`)
      for (const proxy of [this.web.proxy, this.worker.proxy]) proxy.disarm()
      this.site.mail.disarm()
      for (const each of cases) release(each)
      await Promise.all(cases.flatMap(({ first }) => first ?? []))
      return false
    }
  }

  /** Lets a request run until it stands at its point. */
  private async bring(each: Case, actor: Actor, kind: Kind): Promise<void> {
    const { point, organization } = each
    if (point.name === 'K0') {
      each.socket = await postInPart(each.order)
      return
    }
    const proxy = point.holder === 'web' ? this.web.proxy : this.worker.proxy
    // The server can only fail a statement it has not answered yet.
    const when = actor === 'postgres' && kind === 'error' && point.leaves === 'nothing' ? 'before' : point.when
    const held = point.match ? proxy.trap(when, point.match(organization.id, this.mails)) : null
    const mail = point.holder === 'provider' ? this.site.mail.trap((to) => to === organization.email) : null
    const sent = performance.now()
    const first = post(each.order).then((answer) => ({ ...answer, ms: performance.now() - sent }))
    each.first = first
    // Told at once: when another point is not reached, what stands here already has to be let go.
    void held?.then((standing) => (each.held = standing))
    void mail?.then((standing) => (each.mail = standing))
    const reached = Promise.all([held, mail, ...(point.name === 'K10' ? [first] : [])])
    // Who is held before his answer and answers has passed by: nothing is left to wait for.
    const passedBy = point.holder === 'web' && point.name !== 'K11' ? first.then(() => delay(1_000)) : reached
    const outcome = await Promise.race([reached, passedBy, delay(reachLimitMs)])
    if (outcome) return
    const answer = await Promise.race([first, delay(0)])
    throw new Error(`${each.label}: the point was not reached (${answer ? `answered ${answer.status} ${answer.body.slice(0, 200)}` : `no answer within ${reachLimitMs / 1_000} s`}); is its statement called otherwise by now?`)
  }

  private async strike(cases: readonly Case[], actor: Actor, kind: Kind): Promise<void> {
    if (kind === 'SIGKILL') return this.kill(actor, cases)
    for (const { held, mail, struck, point } of cases) {
      if (!struck) continue
      if (kind === 'black hole') [held, mail].forEach((each) => each?.silence())
      else if (actor === 'postgres') point.leaves === 'nothing' || point.when === 'before' ? held?.fail('53100') : held?.end('57P01')
      else {
        held?.cut()
        mail?.reset()
      }
    }
    if (kind === 'black hole' && actor === 'postgres') await this.darken()
  }

  private async kill(actor: Actor, cases: readonly Case[]): Promise<void> {
    this.kills += 1
    if (actor === 'postgres') await this.site.crashDatabase(cases.find(({ held }) => held)?.held?.backend)
    else await this[actor].kill('SIGKILL')
    for (const each of cases) if (!each.struck || each.mail) release(each)
    if (actor !== 'postgres') await this[actor].start()
    const back = performance.now()
    while (!(await fetch(`http://127.0.0.1:${this.web.port}/readyz`, { signal: AbortSignal.timeout(reachLimitMs) }).catch(() => null))?.ok) await delay(20)
    this.recovery.push(performance.now() - back)
  }

  private async darken(): Promise<void> {
    this.web.proxy.darken()
    this.worker.proxy.darken()
    await delay(darkMs)
    this.web.proxy.lighten()
    this.worker.proxy.lighten()
  }

  /** What the client was told at first must be true. */
  private async judgeFirst(each: Case): Promise<void> {
    if (!each.first) return
    const { status, body, ms } = await each.first
    const said = `${each.label}: answered ${status} ${body.slice(0, 200)}`
    if (leaves(each) === 'nothing' && status > 0 && status < 500) this.violations.push(`${said} although the request was not done`)
    if (leaves(each) === 'everything' && !each.struck && status !== 201) this.violations.push(`${said} although nothing happened to the request`)
    if (status >= 500 && leaves(each) === 'everything' && body.includes('Nothing was changed')) this.violations.push(`${said}, which is not so`)
    if (ms > this.limits.answer && status > 0 && each.struck) this.violations.push(`${each.label}: the answer took ${(ms / 1_000).toFixed(1)} s`)
  }

  /** The same request again until it is served, then once more. */
  private async retry(each: Case): Promise<void> {
    const begun = performance.now()
    let answer = await post(each.order)
    while (performance.now() - begun < retryLimitMs && (answer.status === 0 || answer.status >= 500 || answer.body.includes('idempotency_in_progress'))) {
      await delay(50)
      answer = await post(each.order)
    }
    each.socket?.destroy()
    if (answer.status !== 201) return void this.violations.push(`${each.label}: the retry answered ${answer.status} ${answer.body.slice(0, 200)}`)
    this.deliveries.expect(each.label, each.organization)
    const first = await each.first
    const done = leaves(each) === 'everything'
    if (done && each.first && !answer.replayed) this.violations.push(`${each.label}: the retry was executed again`)
    if (!done && answer.replayed) this.violations.push(`${each.label}: the retry was answered from the past although nothing was there`)
    if (first?.status === 201 && first.body !== answer.body) this.violations.push(`${each.label}: the replay differs from the answer`)
    const again = await post(each.order)
    if (!again.replayed || again.body !== answer.body) this.violations.push(`${each.label}: the second replay (${again.status}) differs from the first`)
  }

  private compare({ label }: Case, when: string, found: Books | undefined, expected: Books): void {
    if (JSON.stringify(found) !== JSON.stringify(expected)) this.violations.push(`${label}: ${when} there is ${JSON.stringify(found)} and should be ${JSON.stringify(expected)}`)
  }

  private async booksOf({ organization }: Case): Promise<Books> {
    return (await books.read(this.site.admin, [organization.id])).get(organization.id) ?? books.nothing
  }
}

/** PostgreSQL serves everybody; web and worker only their own points. */
function strikes({ holder }: Point, actor: Actor): boolean {
  if (actor === 'postgres') return true
  return actor === 'worker' ? holder === 'worker' || holder === 'provider' : holder === 'web' || holder === 'client'
}

/** What is in the database before anybody tries again. A request that was not struck has gone on to its end. */
function leaves({ point, struck }: Case): Point['leaves'] {
  return struck ? point.leaves : 'everything'
}

function release({ held, mail, socket, order: { body } }: Case): void {
  held?.release()
  mail?.answer()
  socket?.write(body.slice(-1))
}

/**
 * Who is brought to their points together. K11 is the wake-up of whichever request commits first, so it goes before others commit; messages take longest,
 * and nobody may stand longer than a statement may take; the answer of K10 is the moment of the strike.
 */
const turns: readonly ((point: Point) => boolean)[] = [
  ({ name }) => name === 'K11',
  ({ holder }) => holder === 'worker' || holder === 'provider',
  ({ name, holder }) => holder === 'web' && name !== 'K11',
  ({ name }) => name === 'K0',
  ({ name }) => name === 'K10',
]
