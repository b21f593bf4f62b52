/** What the faults are played on: one installation with two web processes, a worker, an organisation with rooms; and how a fault reports. */
import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { create, Organizations, type Organization } from '../organizations.js'
import { Site, type Program, type SiteOptions } from '../site.js'
import { Traffic, type Place } from './traffic.js'

export interface Finding {
  fault: string
  expected: string
  seen: string
  /** `not tried`: this machine does not allow it, which `seen` explains. */
  outcome: 'held' | 'broke' | 'not tried'
}

export const outcome = (held: boolean): Finding['outcome'] => (held ? 'held' : 'broke')

export class Stage {
  private constructor(
    readonly site: Site,
    readonly organizations: Organizations,
    readonly webs: readonly [Program, Program],
    readonly worker: Program,
    readonly organization: Omit<Organization, 'room_id'>,
    readonly places: readonly Place[],
  ) {}

  static async open(options: SiteOptions, rooms = 20): Promise<Stage> {
    const site = await Site.open(options)
    try {
      return await Stage.furnish(site, rooms)
    } catch (error) {
      await site.close()
      throw error
    }
  }

  private static async furnish(site: Site, rooms: number): Promise<Stage> {
    const webs = [await site.program('web', { preload: ['chaos/heap-hog.js'], node: ['--max-old-space-size=256'] }), await site.program('web')] as const
    const worker = await site.program('worker')
    await Promise.all([...webs, worker].map((program) => program.start()))
    const organizations = await Organizations.open(site.environment)
    const organization = await organizations.found()
    const places: Place[] = []
    for (let n = 0; n < rooms; n += 1) places.push({ token: organization.token, room_id: (await create(base(webs[0]), organization.owner_token, '/v1/resources', { name: `Room ${n}` })).id })
    return new Stage(site, organizations, webs, worker, organization, places)
  }

  /** Fresh load; each call books other rooms. */
  async traffic(perSecond: number, webs: readonly Program[] = this.webs): Promise<Traffic> {
    const fresh: Place[] = []
    for (const { token } of this.places) fresh.push({ token, room_id: (await create(base(this.webs[1]), this.organization.owner_token, '/v1/resources', { name: 'Room' })).id })
    return new Traffic(webs.map(({ port }) => port), fresh, perSecond).start()
  }

  /** Mails of the outbox that have not left; what lost its point on the way, as that of a booking that is over, will not. */
  async unsent(): Promise<number> {
    const { rows } = await this.site.admin.query<{ n: number }>(`select count(*)::int as n from outbox where channel = 'notifications.email' and status not in ('sent', 'cancelled')`)
    return rows[0]?.n ?? -1
  }

  /** @returns milliseconds until no mail waits, or null after `limit` */
  async drained(limit: number): Promise<number | null> {
    const begun = performance.now()
    while (performance.now() - begun < limit) {
      if ((await this.unsent()) === 0) return performance.now() - begun
      await delay(50)
    }
    return null
  }

  async close(): Promise<void> {
    await this.organizations.close().catch(() => undefined)
    await this.site.close()
  }
}

export const base = ({ port }: Program): string => `http://127.0.0.1:${port}`

/** Status of a GET, 0 for none. */
export function probe(program: Program, path: string, patience = 10_000): Promise<number> {
  return fetch(`${base(program)}${path}`, { signal: AbortSignal.timeout(patience) }).then(({ status }) => status, () => 0)
}

/** @returns milliseconds until the process says it is ready, or null after 30 s */
export async function readyAgain(program: Program): Promise<number | null> {
  const begun = performance.now()
  while (performance.now() - begun < 30_000) {
    if ((await probe(program, '/readyz')) === 200) return performance.now() - begun
    await delay(20)
  }
  return null
}

/** An open stream: what came, and how it ended. */
export interface Stream {
  text(): string
  ended: Promise<void>
  close(): void
}

export function stream(program: Program, token: string): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: program.port, path: '/v1/stream', agent: false, headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' } }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`The stream answered ${response.statusCode}.`))
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      const ended = new Promise<void>((over) => response.once('close', over))
      response.on('error', () => undefined)
      resolve({ text: () => text, ended, close: () => call.destroy() })
    })
    call.on('error', reject)
    call.end()
  })
}

export const seconds = (ms: number | null): string => (ms === null ? 'not at all' : `${(ms / 1_000).toFixed(1)} s`)
