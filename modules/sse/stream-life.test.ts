import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'
import { boot, type Kernel } from '#kernel/boot'
import { eventRecorderToken } from '#kernel/events/recorder'
import type { App } from '#kernel/module'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import { startWeb } from '#kernel/web'
import { auth } from '#modules/auth/contract'
import { members } from '#modules/members/contract'
import { defineSse } from './module.js'
import { streamSettings } from './settings.js'
import { emitters, probeModule } from './testing/probe.js'
import { StreamReader, type Frame } from './testing/stream-reader.js'

const hurried = { ...streamSettings, heartbeat_ms: 150, verify_ms: 200, tick_ms: 30, page: 7 }
const ready = (frame: Frame) => frame.event === 'ready'
const closed = (frame: Frame) => frame.event === 'closed'
const stepOf = ({ data }: Frame) => data?.data?.['step']

const products: TestProduct[] = []
async function start(settings: typeof streamSettings): Promise<TestProduct & { emit: ReturnType<typeof emitters> }> {
  const product = await createTestApp({ modules: ['members'], extraModules: [defineSse(settings), probeModule] })
  products.push(product)
  await product.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...product, emit: emitters(product.container.resolve(eventRecorderToken)) }
}
afterAll(async () => {
  for (const product of products) await product.close()
})

const setMembership = (work: UnitOfWork, org: TestOrg, { user_id }: TestPerson, change: string) =>
  work.query({ text: `update memberships set ${change} where org_id = $1 and user_id = $2`, values: [org.id, user_id] })

describe('INV-12: two processes, many writers', () => {
  let product: Awaited<ReturnType<typeof start>>
  let second: { kernel: Kernel; app: App }
  beforeAll(async () => {
    product = await start(hurried)
    const kernel = await boot(product.kernel.config, product.kernel.modules)
    const app = await startWeb(kernel)
    await app.listen({ host: '127.0.0.1', port: 0 })
    second = { kernel, app }
  })
  afterAll(() => second.kernel.stop())

  it('tell every reader each committed event once and in one order, over commits out of order and cut connections', async () => {
    const [org, noise] = [await product.newOrg(), await product.newOrg()]
    const readers = [product.app, second.app, product.app].map((app) => ({ app, received: [] as unknown[], stop: false, cuts: 0, resets: 0 }))
    const person = org.owner
    const first = await Promise.all(readers.map(({ app }) => StreamReader.open(app, person.token)))
    await Promise.all(first.map((reader) => reader.next(ready)))

    const following = readers.map(async (state, index) => {
      let reader = first[index]!
      let resumeAfter = ''
      for (;;) {
        // Cut off at any moment, also in the middle of catching up.
        const cut = delay(20 + Math.random() * 120)
        await Promise.race([cut, reader.until(() => state.stop && reader.frames.some(({ event }) => event === 'probe.kept'))]).catch(() => undefined)
        const done = reader.frames.some(({ event }) => event === 'probe.kept')
        reader.close()
        const { facts, frames } = reader
        resumeAfter = reader.lastEventId || resumeAfter
        state.received.push(...facts.filter(({ event }) => event === 'probe.ticked').map(stepOf))
        state.resets += frames.filter(({ event }) => event === 'reset').length
        if (done) return
        state.cuts += 1
        reader = await StreamReader.open(state.app, person.token, { lastEventId: resumeAfter })
      }
    })

    let written = 0
    const committed = new Set<number>()
    const cuts = () => readers.reduce((sum, state) => sum + state.cuts, 0)
    const writer = async () => {
      for (let n = 0; n < 25 || cuts() <= 10; n += 1) {
        const steps = Array.from({ length: 1 + Math.floor(Math.random() * 3) }, () => (written += 1))
        const rollBack = Math.random() < 0.15
        const target = Math.random() < 0.2 ? noise : org
        await product
          .inTenant(target.id, async () => {
            for (const step of steps) product.emit.ticked(step)
            await delay(Math.random() * 25)
            if (rollBack) throw new Error('roll back')
          })
          .then(() => target === org && steps.forEach((step) => committed.add(step)), () => undefined)
      }
    }
    await Promise.all(Array.from({ length: 6 }, writer))
    for (const state of readers) state.stop = true
    await product.inTenant(org.id, async () => product.emit.kept(0))
    await Promise.all(following)

    for (const { received, resets } of readers) {
      expect(resets).toBe(0)
      expect(received).toHaveLength(committed.size)
      expect(new Set(received)).toEqual(committed)
      expect(received).toEqual(readers[0]!.received)
    }
    expect(committed.size).toBeGreaterThan(100)
    expect(cuts()).toBeGreaterThan(10)
  })
})

describe('INV-12: while somebody looks', () => {
  let product: Awaited<ReturnType<typeof start>>
  /** Never asks by the clock: what ends here, ends because of an event. */
  let unhurried: Awaited<ReturnType<typeof start>>
  beforeAll(async () => {
    ;[product, unhurried] = [await start(hurried), await start({ ...hurried, verify_ms: 600_000, trust_ms: 600_000 })]
  })
  afterEach(() => vi.useRealTimers())

  const follow = async (at: TestProduct, person: TestPerson) => {
    const reader = await StreamReader.open(at.app, person.token)
    await reader.next(ready)
    return reader
  }

  it('tells a deactivated member nothing of what was committed with or after the deactivation', async () => {
    const org = await unhurried.newOrg()
    const member = await org.person('member')
    const [gone, stays] = [await follow(unhurried, member), await follow(unhurried, org.owner)]
    await unhurried.inTenant(org.id, async (work) => {
      await setMembership(work, org, member, `status = 'deactivated'`)
      unhurried.container.resolve(eventRecorderToken).emit(members.events.deactivated, { subject: { kind: 'member', id: member.user_id }, data: { user_id: member.user_id, role: 'member' } })
      unhurried.emit.ticked(1)
    })
    await unhurried.inTenant(org.id, async () => unhurried.emit.ticked(2))
    expect((await gone.next(closed)).data).toEqual({ reason: 'revoked' })
    await gone.end()
    expect(gone.facts).toEqual([])
    await stays.next((frame) => stepOf(frame) === 2)
    expect(stays.facts.map(stepOf)).toEqual([1, 2])
    expect(stays.frames.filter(({ event }) => event === 'members.deactivated')).toHaveLength(1)
    expect(stays.frames.filter(ready)).toHaveLength(1)
    expect((await unhurried.as(member).get('/v1/stream')).status).toBe(401)
  })

  it('shows a lowered role what the lower role sees, from that event on', async () => {
    const org = await unhurried.newOrg()
    const admin = await org.person('admin')
    const reader = await follow(unhurried, admin)
    await unhurried.inTenant(org.id, async () => unhurried.emit.moved(1))
    await reader.next((frame) => stepOf(frame) === 1)
    await unhurried.inTenant(org.id, async (work) => {
      await setMembership(work, org, admin, `role = 'viewer'`)
      unhurried.container.resolve(eventRecorderToken).emit(members.events.role_changed, { subject: { kind: 'member', id: admin.user_id }, data: { user_id: admin.user_id, role: 'viewer' } })
      unhurried.emit.kept(2)
      unhurried.emit.moved(3)
    })
    await reader.next((frame) => stepOf(frame) === 3)
    expect(reader.facts.map((frame) => [stepOf(frame), frame.data?.data?.['title']])).toEqual([[1, 'Title\n\ndata: 1'], [3, null]])
  })

  it('ends soon after the session does, though no event says so', async () => {
    const org = await product.newOrg()
    const reader = await follow(product, org.owner)
    await product.container.resolve(auth.port).revokeSessions(org.owner.user_id)
    expect((await reader.next(closed)).data).toEqual({ reason: 'revoked' })
    await reader.end()
  })

  it('ends when the module is switched off', async () => {
    const org = await product.newOrg()
    const reader = await follow(product, org.owner)
    await product.admin.query(`insert into org_modules (org_id, module, enabled) values ($1, 'sse', false)`, [org.id])
    expect((await reader.next(closed)).data).toEqual({ reason: 'revoked' })
    expect((await product.as(org.owner).get('/v1/stream')).body.code).toBe('module_disabled')
  })

  it('ends when the token expires', async () => {
    const org = await unhurried.newOrg()
    const reader = await follow(unhurried, org.owner)
    const { exp } = JSON.parse(Buffer.from(org.owner.token.split('.')[1] ?? '', 'base64url').toString()) as { exp: number }
    vi.useFakeTimers({ toFake: ['Date'], now: exp * 1_000 - 5_000 })
    await reader.next(({ comment }) => comment === 'heartbeat')
    expect(reader.frames.some(closed)).toBe(false)
    vi.setSystemTime(exp * 1_000 + 1)
    const last = await reader.next(closed)
    expect(last.data).toEqual({ reason: 'token_expired' })
    expect(last.retry).toBeGreaterThan(0)
    await reader.end()
  })

  it('outlives a short absence of the database and not a long one', async () => {
    const at = await start({ ...hurried, trust_ms: 6_000 })
    const org = await at.newOrg()
    const reader = await follow(at, org.owner)
    const database = /\/([a-z0-9_]+)\?/.exec(at.urls.app)![1]!
    /** A connection that passed the limit just before it fell shows up after the first look: looked at again until nobody is left. */
    const cutOff = async () => {
      await at.admin.query(`alter database ${database} connection limit 0`)
      const end = async () => (await at.admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = 'bookflow_app'`, [database])).rowCount
      for (let quiet = 0; quiet < 5; quiet = (await end()) === 0 ? quiet + 1 : 0) await delay(50)
    }
    await cutOff()
    await delay(400)
    await at.admin.query(`alter database ${database} connection limit -1`)
    await expect.poll(async () => at.inTenant(org.id, async () => at.emit.ticked(1)).then(() => true, () => false)).toBe(true)
    await reader.next((frame) => stepOf(frame) === 1)
    await cutOff()
    expect((await reader.next(closed)).data).toEqual({ reason: 'unverified' })
    await at.admin.query(`alter database ${database} connection limit -1`)
  })
})

describe('a process', () => {
  it('holds so many streams and no more', async () => {
    const product = await start({ ...hurried, per_process: 2 })
    const org = await product.newOrg()
    const people = [await org.person('viewer'), await org.person('viewer'), await org.person('viewer')]
    const readers = await Promise.all(people.slice(0, 2).map(({ token }) => StreamReader.open(product.app, token)))
    await Promise.all(readers.map((reader) => reader.next(ready)))
    const third = await product.as(people[2]!).get('/v1/stream')
    expect([third.status, third.body.code, third.headers['retry-after']]).toEqual([503, 'unavailable', '5'])
    for (const reader of readers) reader.close()
  })

  it('that stops says so, tells when to come back, and does not wait for readers', async () => {
    const product = await start(hurried)
    const org = await product.newOrg()
    const reader = await StreamReader.open(product.app, org.owner.token)
    await reader.next(ready)
    // The reader goes on reading: a process that waited for it would wait for ever.
    await product.app.close()
    const last = await reader.next(closed)
    expect(last).toMatchObject({ data: { reason: 'shutdown' }, retry: expect.any(Number) })
    await reader.end()
  })
})
