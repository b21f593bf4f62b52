import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { testConfig } from '#kernel/testing/settings'
import { eventRecorderToken } from '#kernel/events/recorder'
import { createLogger } from '#kernel/logger'
import { metricsToken } from '#kernel/metrics'
import { defineSse } from './module.js'
import { streamSettings } from './settings.js'
import { emitters, probeModule } from './testing/probe.js'
import { StreamReader, type Frame } from './testing/stream-reader.js'

const hurried = { ...streamSettings, heartbeat_ms: 150, verify_ms: 200, tick_ms: 30, page: 7 }

let product: TestProduct
let emit: ReturnType<typeof emitters>
const open: StreamReader[] = []
beforeAll(async () => {
  product = await createTestApp({ modules: ['members'], extraModules: [defineSse(hurried), probeModule] })
  emit = emitters(product.container.resolve(eventRecorderToken))
  await product.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  for (const reader of open) reader.close()
  await product.close()
})

async function follow(token: string | null, options?: Parameters<typeof StreamReader.open>[2]): Promise<StreamReader> {
  const reader = await StreamReader.open(product.app, token, options)
  open.push(reader)
  return reader
}
const ready = (frame: Frame) => frame.event === 'ready'
const stepOf = ({ data }: Frame) => data?.data?.['step']
const saw = (step: number) => (frame: Frame) => stepOf(frame) === step
const happen = (org: TestOrg, what: () => void) => product.inTenant(org.id, async () => what())

/** What is committed may wait for an older transaction before the feed hands it out: a witness has seen it. */
async function inFeed(org: TestOrg, step: number): Promise<void> {
  const witness = await follow(org.owner.token)
  await witness.next(ready)
  await happen(org, () => emit.ticked(step))
  await witness.next(saw(step))
  witness.close()
}

describe('INV-12: GET /v1/stream', () => {
  it('tells committed events of the own organisation, and no others', async () => {
    const [org, other] = [await product.newOrg(), await product.newOrg()]
    const [reader, foreign] = [await follow(org.owner.token), await follow(other.owner.token)]
    await Promise.all([reader.next(ready), foreign.next(ready)])
    await happen(other, () => emit.ticked(1))
    await foreign.next(saw(1))
    await expect(product.inTenant(org.id, async () => {
      emit.ticked(2)
      throw new Error('roll back')
    })).rejects.toThrow('roll back')
    await happen(org, () => emit.ticked(3))
    const frame = await reader.next(saw(3))
    expect(frame).toEqual({
      event: 'probe.ticked', id: expect.stringMatching(/^\d+\.\d+\.\d+$/), comment: null, retry: null,
      data: { id: expect.any(String), type: 'probe.ticked', at: expect.any(String), subject: { kind: 'probe', id: 'p' }, actor: { kind: 'system', id: 'test' }, data: { step: 3 } },
    })
    expect(reader.facts.map(stepOf)).toEqual([3])
    expect(foreign.facts.map(stepOf)).toEqual([1])
  })

  it('answers with the headers of a stream and of the house', async () => {
    const org = await product.newOrg()
    const { status, headers, ...reader } = await follow(org.owner.token)
    expect(status).toBe(200)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no', 'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"), 'request-id': expect.any(String),
    })
    expect(reader.ended).toBe(false)
  })

  it('shows private fields and the actor to those concerned and to holders of the details only, and splits no frame', async () => {
    const org = await product.newOrg()
    const [concerned, bystander, admin] = [await org.person('member'), await org.person('viewer'), await org.person('admin')]
    const readers = await Promise.all([concerned, bystander, admin].map(({ token }) => follow(token)))
    await Promise.all(readers.map((reader) => reader.next(ready)))
    await happen(org, () => {
      emit.moved(1, [concerned.user_id])
      emit.kept(2)
      emit.ticked(3)
    })
    await Promise.all(readers.map((reader) => reader.next(saw(3))))
    const told = readers.map((reader) => reader.facts.map(({ data }) => [data?.data?.['step'], data?.data?.['title'], data?.actor]))
    const system = { kind: 'system', id: 'test' }
    expect(told[0]).toEqual([[1, 'Title\n\ndata: 1', system], [3, undefined, system]])
    expect(told[1]).toEqual([[1, null, null], [3, undefined, system]])
    expect(told[2]).toEqual([[1, 'Title\n\ndata: 1', system], [2, undefined, system], [3, undefined, system]])
    expect(JSON.stringify(readers[1]!.frames)).not.toContain('Title')
  })

  it('filters by types', async () => {
    const org = await product.newOrg()
    const [one, all] = [await follow(org.owner.token, { query: '?types=probe.kept' }), await follow(org.owner.token, { query: '?types=members.joined,probe.*' })]
    await Promise.all([one.next(ready), all.next(ready)])
    await happen(org, () => {
      emit.ticked(1)
      emit.kept(2)
    })
    await Promise.all([one.next(saw(2)), all.next(saw(2))])
    expect([one, all].map((reader) => reader.facts.map(stepOf))).toEqual([[2], [1, 2]])
    expect((await product.as(org.owner).get('/v1/stream?types=no spaces')).status).toBe(422)
  })

  it('beats, and lets a quiet client resume from the beat', async () => {
    const [org, busy] = [await product.newOrg(), await product.newOrg()]
    const reader = await follow(org.owner.token)
    const first = (await reader.next(ready)).id
    await happen(busy, () => emit.ticked(1))
    const beat = await reader.next(({ comment, id }) => comment === 'heartbeat' && id !== first)
    reader.close()
    await happen(org, () => emit.ticked(2))
    const again = await follow(org.owner.token, { lastEventId: beat.id! })
    // It may still wait for an older transaction when the stream is ready.
    await again.next(saw(2))
    expect(again.facts.map(stepOf)).toEqual([2])
  })
})

describe('INV-12: resuming', () => {
  it('goes on after the last id, over several pages, whole or masked, then live', async () => {
    const org = await product.newOrg()
    const viewer = await org.person('viewer')
    const before = await follow(viewer.token)
    await before.next(ready)
    await happen(org, () => emit.ticked(0))
    await before.next(saw(0))
    before.close()
    for (let step = 1; step <= 20; step += 1) await happen(org, () => (step % 2 ? emit.moved(step) : emit.ticked(step)))
    const after = await follow(viewer.token, { lastEventId: before.lastEventId })
    await after.next(ready)
    await happen(org, () => emit.ticked(21))
    await after.next(saw(21))
    expect(after.facts.map(stepOf)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1))
    expect(after.frames.filter(({ event }) => event === 'reset')).toEqual([])
    expect(JSON.stringify(after.frames)).not.toContain('Title')
  })

  it.each([
    ['forged', '999999999999'], ['of the future', '1.99999999999999.1'], ['of another epoch', '7.1.1'], ['negative', '-1.2.3'], ['long', '9'.repeat(8_000)], ['text', "' or 1=1 --"],
  ])('answers a %s id with reset and goes on from now', async (_, lastEventId) => {
    const org = await product.newOrg()
    await inFeed(org, 1)
    const reader = await follow(org.owner.token, { lastEventId })
    await reader.next(({ event }) => event === 'reset')
    await reader.next(ready)
    await happen(org, () => emit.ticked(2))
    await reader.next(saw(2))
    expect(reader.facts.map(stepOf)).toEqual([2])
  })

  it('answers an id older than a day with reset', async () => {
    const org = await product.newOrg()
    const reader = await follow(org.owner.token)
    const { id } = await reader.next(ready)
    reader.close()
    await inFeed(org, 1)
    await product.admin.query(`update events set at = now() - interval '25 hours' where org_id = $1`, [org.id])
    const late = await follow(org.owner.token, { lastEventId: id! })
    await late.next(({ event }) => event === 'reset')
    expect(late.facts).toEqual([])
  })

  it('tells nothing of another organisation whatever position is brought', async () => {
    const [org, other] = [await product.newOrg(), await product.newOrg()]
    const foreign = await follow(other.owner.token)
    const { id } = await foreign.next(ready)
    await happen(other, () => emit.ticked(1))
    await foreign.next(saw(1))
    const reader = await follow(org.owner.token, { lastEventId: id! })
    await reader.next(ready)
    expect(reader.facts.map(stepOf)).not.toContain(1)
  })
})

describe('INV-17: bounds of streams', () => {
  it('give a person five streams, and another when one has gone', async () => {
    const org = await product.newOrg()
    const readers = await Promise.all([1, 2, 3, 4, 5].map(() => follow(org.owner.token)))
    await Promise.all(readers.map((reader) => reader.next(ready)))
    // Over a socket: one that were let in would not end.
    expect((await follow(org.owner.token)).status).toBe(429)
    const sixth = await product.as(org.owner).get('/v1/stream')
    expect([sixth.status, sixth.body.code]).toEqual([429, 'rate_limited'])
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(0)
    readers[0]!.close()
    await expect.poll(async () => {
      const reader = await follow(org.owner.token)
      if (reader.status !== 200) return reader.status
      readers.push(reader)
      return 200
    }).toBe(200)
  })

  it('drop a reader that takes nothing, and nobody else', { timeout: 180_000 }, async () => {
    const org = await product.newOrg()
    const healthy = await follow(org.owner.token)
    await healthy.next(ready)
    const { port } = product.app.server.address() as AddressInfo
    const lazy = connect({ host: '127.0.0.1', port })
    lazy.on('error', () => undefined)
    lazy.write(`GET /v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${org.owner.token}\r\n\r\n`)
    await new Promise((resolve) => lazy.once('readable', resolve))
    lazy.pause()
    const dropped = async () => (await product.container.resolve(metricsToken).registry.getMetricsAsJSON()).find(({ name }) => name === 'bookflow_sse_dropped_total')
      ?.values.find((value) => (value as { labels: { reason?: string } }).labels.reason === 'slow')?.value ?? 0
    const before = await dropped()
    let step = 0
    // Sockets buffer some megabytes before the process has to; forty are more than any of them takes.
    while ((await dropped()) === before && step < 40) {
      const last = (step += 1)
      await product.inTenant(org.id, async () => {
        for (let n = 0; n < 20; n += 1) emit.moved(0, [], 'x'.repeat(50_000))
        emit.ticked(last)
      })
      await healthy.next(saw(last))
    }
    expect(await dropped()).toBe(before + 1)
    expect(healthy.ended).toBe(false)
    expect(healthy.facts).toHaveLength(step * 21)
    lazy.destroy()
  })

  it('keep tokens out of URLs, and out of the log when somebody puts one there', async () => {
    let log = ''
    const logged = await createTestApp({ modules: ['sse'], logger: createLogger({ ...testConfig(''), log_level: 'trace' }, { write: (line) => (log += line) }) })
    const org = await logged.newOrg()
    await logged.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = logged.app.server.address() as AddressInfo
    for (const headers of [{}, { authorization: `Bearer ${org.owner.token}` }] as Record<string, string>[]) {
      const answer = await fetch(`http://127.0.0.1:${port}/v1/stream?access_token=${org.owner.token}`, { headers })
      expect(answer.status).toBe(401)
      expect(await answer.text()).not.toContain(org.owner.token)
    }
    await logged.close()
    expect(log).toContain('"path":"/v1/stream"')
    expect(log).not.toContain(org.owner.token)
  })
})
