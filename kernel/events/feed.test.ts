import { Type } from 'typebox'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { defineEvent, definePermission } from '../contract.js'
import { newId } from '../ids.js'
import { metricsToken } from '../metrics.js'
import { eventsOfOrganizationAfter } from './feed-queries.js'
import { comparePositions, feedPollMs, feedToken, parsePosition, type Feed, type FeedEvent } from './feed.js'
import { eventually, freshKernel, type FreshKernel } from '../testing/fresh-kernel.js'
import { stretchPolls } from '../testing/stretched-polls.js'
import { formatPosition } from './position.js'
import { wakeUpToken } from './wake-up.js'

type Process = Awaited<ReturnType<FreshKernel['process']>>

const see = definePermission('demo:see', 'viewer', 'See it.')
const happened = defineEvent('demo.happened', Type.Object({ n: Type.Integer() }), { description: 'It happened.', audience: see })

let kernel: FreshKernel
let one: Process
let two: Process

const emit = (process: Process, org: string, n: number, during: () => Promise<void> = async () => undefined) =>
  process.transactions.asSystem(org, 'test', async (work) => {
    await work.query({ text: 'select pg_current_xact_id()' })
    await during()
    process.recorder.emit(happened, { subject: { kind: 'thing', id: String(n) }, data: { n } })
  })

/** Collects what a process' feed hands out from now on. */
function collect(process: Process) {
  const got: FeedEvent[] = []
  const resets: string[] = []
  process.container.resolve(feedToken).subscribe({ events: (batch) => got.push(...batch), reset: (head) => resets.push(head) })
  return { got, resets, numbers: (org: string) => got.filter(({ org_id }) => org_id === org).map(({ data }) => data['n']) }
}

const feedOf = (process: Process): Feed => process.container.resolve(feedToken)

function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

async function startFeed(process: Process): Promise<void> {
  const wakeUp = process.container.resolve(wakeUpToken)
  wakeUp.start()
  process.kernel.onStop(() => wakeUp.stop())
  await feedOf(process).start()
  process.kernel.onStop(() => feedOf(process).stop())
}

beforeAll(async () => {
  kernel = await freshKernel()
  one = await kernel.process()
  two = await kernel.process()
  await startFeed(one)
  await startFeed(two)
})
afterAll(() => kernel.close())

describe('INV-12: order', () => {
  test('an event waits for older transactions that have not ended, then all come in the order of their transactions', async () => {
    const [first, org] = [collect(one), newId()]
    const [begun, held] = [gate(), gate()]
    const slow = emit(one, org, 1, async () => {
      begun.open()
      await held.opened
    })
    await begun.opened
    await emit(one, org, 2)
    await emit(two, org, 3)
    // The feed has looked since: it counted the transaction that holds it back.
    await eventually(async () => (await one.container.resolve(metricsToken).feedXminAge.get()).values[0]!.value, (age) => age > 0)
    expect(first.numbers(org)).toEqual([])
    held.open()
    await slow
    await eventually(() => first.numbers(org), (numbers) => numbers.length === 3)
    expect(first.numbers(org)).toEqual([1, 2, 3])
    await eventually(async () => (await one.container.resolve(metricsToken).feedXminAge.get()).values[0]!.value, (age) => age === 0)
  })

  test('random overlapping transactions, some of which roll back: two processes hand out exactly what was committed, once, in one order', async () => {
    const [first, second] = [collect(one), collect(two)]
    const orgs = [newId(), newId(), newId()]
    const committed = new Set<number>()
    const total = 300
    const random = (n: number) => ((n * 2_654_435_761) % 4_294_967_296) / 4_294_967_296
    let next = 0
    const client = async () => {
      for (let n = (next += 1); n <= total; n = next += 1) {
        const fails = random(n + 7) < 0.15
        const run = emit(n % 2 ? one : two, orgs[n % 3]!, n, async () => {
          for (let turn = Math.floor(random(n) * 8); turn > 0; turn -= 1) await new Promise((resolve) => setTimeout(resolve, 1))
          if (fails) throw new Error('rolled back')
        })
        await run.then(
          () => committed.add(n),
          (error: unknown) => expect(String(error)).toContain('rolled back'),
        )
      }
    }
    await Promise.all(Array.from({ length: 16 }, client))
    expect(committed.size).toBeLessThan(total)
    const mine = (events: FeedEvent[]) => events.filter(({ org_id }) => orgs.includes(org_id))
    await eventually(() => [mine(first.got).length, mine(second.got).length], ([a, b]) => a! >= committed.size && b! >= committed.size)
    expect(mine(first.got).map(({ data }) => data['n']).sort((a, b) => Number(a) - Number(b))).toEqual([...committed].sort((a, b) => a - b))
    expect(mine(second.got)).toEqual(mine(first.got))
    const positions = first.got.map(({ position }) => parsePosition(position)!)
    for (const [index, position] of positions.slice(1).entries()) expect(comparePositions(positions[index]!, position)).toBeLessThan(0)
    // Resuming after any event gives exactly the rest of that organisation.
    for (const cut of [0, 1, 17, 60, 99]) {
      const [org, events] = [orgs[cut % 3]!, mine(first.got)]
      const answer = await feedOf(two).read(org, events[cut]!.position, 1_000)
      expect(answer).toEqual({ kind: 'events', events: events.slice(cut + 1).filter(({ org_id }) => org_id === org) })
    }
  })

  test('what one process commits, another hands out without waiting for its poll', async () => {
    const [second, org] = [collect(two), newId()]
    const polls = stretchPolls(feedPollMs)
    onTestFinished(polls.restore)
    let polled = 0
    for (let n = 1; n <= 7; n += 1) {
      const before = polls.ended()
      await emit(one, org, n)
      await eventually(() => second.numbers(org).length, (length) => length === n)
      if (polls.ended() > before) polled += 1
    }
    // A wake-up may be lost, and a transaction in another database may hold the feed back: not again and again.
    expect(polled).toBeLessThan(4)
  })
})

describe('INV-12: resuming', () => {
  let org: string
  let start: string

  beforeEach(async () => {
    org = newId()
    const marker = newId()
    await emit(one, marker, 0)
    const [{ position }] = (await kernel.sql<{ position: string }>(`select concat_ws('.', epoch, xid, seq) as position from events where org_id = $1`, [marker])) as [{ position: string }]
    const head = async () => {
      const answer = await feedOf(one).read(marker, 'garbage', 1)
      return answer.kind === 'reset' ? answer.head : ''
    }
    // A transaction in another database of the cluster may hold the feed back for a moment.
    start = await eventually(head, (found) => found === position)
  })

  const read = (after: string, limit = 100) => feedOf(one).read(org, after, limit)

  const decided = (events: number) => eventually(() => read(start), (answer) => answer.kind === 'events' && answer.events.length >= events)

  test('from the head: nothing yet; then page by page, own organisation only', async () => {
    expect(await read(start)).toEqual({ kind: 'events', events: [] })
    for (let n = 1; n <= 5; n += 1) {
      await emit(one, org, n)
      await emit(one, newId(), n)
    }
    await decided(5)
    const seen: unknown[] = []
    for (let after = start; ; ) {
      const answer = await read(after, 2)
      if (answer.kind === 'reset') throw new Error('reset')
      if (answer.events.length === 0) break
      for (const event of answer.events) {
        expect(event).toMatchObject({ org_id: org, type: 'demo.happened', subject: { kind: 'thing' }, actor: { kind: 'system', id: 'test' }, people: [] })
        seen.push(event.data['n'])
        after = event.position
      }
    }
    expect(seen).toEqual([1, 2, 3, 4, 5])
  })

  test('garbage, the future, another epoch: reset with a head that can be resumed from', async () => {
    const { epoch, xid } = parsePosition(start)!
    const wrong = ['', '1', '1.2', '1.2.3.4', 'a.b.c', '01.2.3', '-1.2.3', '1.2.3 ', `${epoch}.${xid + 1_000_000n}.1`, `${epoch + 1}.1.1`, `${epoch - 1}.1.1`, `1.${2n ** 64n}.1`, '9'.repeat(10_000)]
    for (const position of wrong) {
      const answer = await read(position)
      expect(answer, position.slice(0, 40)).toMatchObject({ kind: 'reset' })
      if (answer.kind === 'reset') expect(await read(answer.head)).toEqual({ kind: 'events', events: [] })
    }
    for (const position of [null, undefined, 7, {}]) expect(parsePosition(position)).toBeNull()
  })

  test('24 hours', async () => {
    await emit(one, org, 1)
    await kernel.sql(`update events set at = now() - interval '23 hours' where org_id = $1`, [org])
    expect(await decided(1)).toMatchObject({ events: [{ data: { n: 1 } }] })
    await kernel.sql(`update events set at = now() - interval '25 hours' where org_id = $1`, [org])
    expect(await read(start)).toMatchObject({ kind: 'reset' })
    await kernel.sql(`update events set at = now() where org_id = $1`, [org])
  })

  test('10,000 events of the organisation, however many others have', async () => {
    const fill = (count: number, into: string) =>
      kernel.sql(
        `insert into events (org_id, id, type, subject_kind, subject_id, actor, request_id, data)
         select $2, gen_random_uuid(), 'demo.happened', 'thing', n::text, '{"kind":"system","id":"test"}', 'r', jsonb_build_object('n', n) from generate_series(1, $1::int) n`,
        [count, into],
      )
    await fill(12_000, newId())
    await fill(10_000, org)
    await decided(100)
    expect(await read(start, 3)).toMatchObject({ kind: 'events', events: [{ data: { n: 1 } }, { data: { n: 2 } }, { data: { n: 3 } }] })
    await fill(1, org)
    await eventually(() => read(start, 3), ({ kind }) => kind === 'reset')
  })

  test('a resumption reads its own organisation by index, as the role that asks', async () => {
    await kernel.sql(
      `insert into events (org_id, id, type, subject_kind, subject_id, actor, request_id, data)
       select ('00000000-0000-7000-8000-' || lpad((n % 200)::text, 12, '0'))::uuid, gen_random_uuid(), 'demo.happened', 'thing', n::text, '{}', 'r', '{}' from generate_series(1, 40000) n`,
    )
    await kernel.sql('analyze events')
    const { text, values = [] } = eventsOfOrganizationAfter('00000000-0000-7000-8000-000000000007', { epoch: 1, xid: 0n, seq: 0n }, 100)
    const rows = await one.transactions.crossTenant('event feed', (work) => work.query<{ 'QUERY PLAN': string }>({ text: `explain ${text}`, values }))
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/Index Scan using events_feed_of_org[^]*Index Cond: .*org_id.*epoch.*xid.*pg_snapshot_xmin/)
    expect(plan).not.toContain('Seq Scan')
  })
})

describe('INV-12: survival', () => {
  test('connections cut: nothing is lost or repeated', async () => {
    const [first, org] = [collect(one), newId()]
    for (let n = 1; n <= 30; n += 1) {
      await eventually(
        () => emit(two, org, n).then(() => true, () => false),
        Boolean,
      )
      if (n % 10 === 0) await kernel.sql(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'bookflow_app'`)
    }
    const committed = (await kernel.sql<{ n: number }>(`select (data->>'n')::int as n from events where org_id = $1 order by xid, seq`, [org])).map(({ n }) => n)
    await eventually(() => first.numbers(org).length, (length) => length >= committed.length)
    expect(first.numbers(org)).toEqual(committed)
  })

  test('a restored database bumps the epoch: listeners are told, old positions are refused, new events flow', async () => {
    const [first, org] = [collect(one), newId()]
    const before = feedOf(one).head()
    await kernel.sql('update feed_epoch set epoch = epoch + 1')
    // Rows of the older epoch whose xid lies in this cluster's future are history all the same.
    await kernel.sql(
      `insert into events (org_id, id, epoch, xid, type, subject_kind, subject_id, actor, request_id, data)
       values ($1, $2, 1, '99999999999', 'demo.happened', 'thing', '9', '{"kind":"system","id":"test"}', 'r', '{"n": 9}')`,
      [org, newId()],
    )
    await eventually(() => first.resets.length, (count) => count === 1)
    expect(feedOf(one).head()).toBe(first.resets[0])
    expect(parsePosition(first.resets[0])!.epoch).toBe(2)
    expect(await feedOf(one).read(org, before, 10)).toMatchObject({ kind: 'reset' })
    await emit(one, org, 10)
    await eventually(() => first.numbers(org), (numbers) => numbers.length > 0)
    expect(first.numbers(org)).toEqual([10])
    expect(await feedOf(two).read(org, first.resets[0]!, 10)).toMatchObject({ kind: 'events', events: [{ data: { n: 10 } }] })
  })
})

describe('position', () => {
  test('survives its text form', () => {
    const position = { epoch: 3, xid: 2n ** 63n + 5n, seq: 2n ** 62n }
    expect(parsePosition(formatPosition(position))).toEqual(position)
  })
})
