/**
 * Says "there is something new" within the process and, debounced, to the others by NOTIFY outside of any transaction: inside one it would
 * halve the write path. Refuses to be relied on: a lost wake-up costs up to a poll interval, nothing else.
 */
import { Client } from 'pg'
import type { DataSource } from 'typeorm'
import { defineToken } from '../contract.js'
import { connectionOf } from '../database/connection.js'
import { keepAlive, sessionOptions } from '../database/session-settings.js'
import { newId } from '../ids.js'
import type { Log } from '../logger.js'
import { Loop } from './loop.js'

const channel = 'bookflow_wake'

/** NOTIFY takes a cluster-wide lock at its commit: at most one per process in this many milliseconds. */
const notifyIntervalMs = 10

/** The listening connection is asked for a sign of life this often, and given up after as long again: a black hole shows within 10 s. */
const heartbeatMs = 5_000

/** What a commit left behind. */
export interface News {
  events: boolean
  messages: boolean
}

export class WakeUp {
  private readonly listeners = new Set<(news: News) => void>()
  private readonly origin = newId()
  private readonly listening: Loop
  private client: Client | null = null
  private pending: News = { events: false, messages: false }
  private timer: NodeJS.Timeout | null = null
  private lastNotify = 0
  /** Null while none is under way: one connection is all that the line for connections leaves to wake-ups. */
  private sending: Promise<void> | null = null

  /** @param url of the application's role; the listener holds one connection beside the pool */
  constructor(
    private readonly url: string,
    private readonly dataSource: DataSource,
    private readonly log: Log,
  ) {
    this.listening = new Loop(
      () => this.attend(),
      (error) => {
        this.log.warn({ err: error }, 'wake-up listener: connecting again')
        this.client?.end().catch(() => undefined)
        this.client = null
      },
    )
  }

  /** @returns the function that takes the listener away */
  onWake(listener: (news: News) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Tells this process now and the others soon. Call it after a commit; never throws. */
  publish(news: News): void {
    this.tell(news)
    this.pending = { events: this.pending.events || news.events, messages: this.pending.messages || news.messages }
    this.notifySoon()
  }

  /** Hears the other processes from now on; connecting goes on in the background. */
  start(): void {
    this.listening.start()
  }

  async stop(): Promise<void> {
    this.pending = { events: false, messages: false }
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    await this.sending
    const client = this.client
    this.client = null
    await Promise.all([this.listening.stop(), client?.end().catch(() => undefined)])
  }

  private tell(news: News): void {
    for (const listener of this.listeners) listener(news)
  }

  private notifySoon(): void {
    if (this.timer || this.sending || !(this.pending.events || this.pending.messages)) return
    this.timer = setTimeout(() => this.notify(), Math.max(0, this.lastNotify + notifyIntervalMs - Date.now()))
  }

  private notify(): void {
    this.timer = null
    this.lastNotify = Date.now()
    const { events, messages } = this.pending
    this.pending = { events: false, messages: false }
    if (!this.dataSource.isInitialized) return
    const payload = `${events ? 'e' : ''}${messages ? 'm' : ''}:${this.origin}`
    this.sending = this.dataSource
      .query('select pg_notify($1, $2)', [channel, payload])
      .then(() => undefined, (error: unknown) => this.log.debug({ err: error }, 'wake-up not sent'))
      .finally(() => {
        this.sending = null
        this.notifySoon()
      })
  }

  /** Connects when there is no connection, then asks it for a sign of life at each pass. */
  private async attend(): Promise<number> {
    if (!this.client) {
      this.client = await this.connect()
      // What was said while nobody listened is lost: look once.
      this.tell({ events: true, messages: true })
    } else {
      await this.client.query('select 1')
    }
    return heartbeatMs
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      ...connectionOf(this.url),
      application_name: 'bookflow wake-up',
      options: sessionOptions({}),
      ...keepAlive,
      connectionTimeoutMillis: heartbeatMs,
      query_timeout: heartbeatMs,
    })
    client.on('error', () => this.lost(client))
    client.on('end', () => this.lost(client))
    client.on('notification', ({ payload = '' }) => {
      const [kinds = '', origin] = payload.split(':')
      if (origin !== this.origin) this.tell({ events: kinds.includes('e'), messages: kinds.includes('m') })
    })
    try {
      await client.connect()
      await client.query(`listen ${channel}`)
    } catch (error) {
      client.end().catch(() => undefined)
      throw error
    }
    return client
  }

  private lost(client: Client): void {
    if (this.client !== client) return
    this.client = null
    this.listening.wake()
  }
}

export const wakeUpToken = defineToken<WakeUp>('kernel.wakeUp')
