/** INV-3 to INV-6 and INV-12, INV-13: what leaves with a change, what comes in, what is told. */
import { edit, test, type Removals } from '../removal.js'

const believed = 'modules/webhooks/signature.test.ts'
const inbound = 'modules/webhooks/inbound.test.ts'
const signature = 'modules/webhooks/inbound-signature.ts'
const pipeline = 'kernel/http/pipeline.test.ts'
const delivery = 'kernel/events/delivery.test.ts'
const feed = 'kernel/events/feed.test.ts'
const stream = 'modules/sse/stream.test.ts'
const life = 'modules/sse/stream-life.test.ts'
const write = test('config/invariants/write-path.test.ts', 'INV-5: a statement of the write path that is')

export const messageRemovals: Removals = {
  'INV-3': [
    { guard: 'Nothing is taken without its signature.', remove: [edit('modules/webhooks/inbound.routes.ts', 'const id = Buffer.isBuffer(body) ? verifiedId(request.headers, body, secrets, Date.now()) : null', "const id = String(request.headers['svix-id'] ?? secrets[0])")], test: test(inbound, 'INV-3: a forgery', 'is answered 401 before anything') },
    { guard: 'Nothing is parsed before its signature was checked.', remove: [edit('modules/webhooks/inbound.routes.ts', 'const body = request.body as Buffer | undefined\n', 'const body = request.body as Buffer | undefined\n          parsed(body as Buffer)\n')], test: test(inbound, 'INV-3: a forgery', 'is answered 401 before anything') },
    { guard: 'More than 256 kB is not read.', remove: [edit('modules/webhooks/inbound.routes.ts', 'const bodyLimit = 256 * 1024', 'const bodyLimit = 512 * 1024')], test: test(inbound, 'INV-3: a forgery', 'of more than 256 kB') },
    { guard: 'A message older or newer than five minutes is none.', remove: [edit(signature, 'const toleranceSeconds = 300', 'const toleranceSeconds = 3_000')], test: test(believed, 'INV-3: who is believed', 'is not:', '301 s late') },
    { guard: 'The timestamp is ten digits and nothing more.', remove: [edit(signature, '!/^\\d{10}$/.test(timestamp)', '!/^\\d{10}/.test(timestamp)'), edit(signature, 'Number(timestamp)) > toleranceSeconds', 'Number.parseInt(timestamp, 10)) > toleranceSeconds')], test: test(believed, 'INV-3: who is believed', 'is not:', 'a timestamp with letters, signed') },
    { guard: 'An id holds no dot, which would let bytes move between id, time and body.', remove: [edit(signature, '[A-Za-z0-9_-]{1,64}', '[A-Za-z0-9_.-]{1,64}')], test: test(believed, 'INV-3: who is believed', 'is not:', 'an id with a dot') },
    { guard: 'At most sixteen signatures are looked at.', remove: [edit(signature, 'const signatureLimit = 16', 'const signatureLimit = 16_000')], test: test(believed, 'INV-3: who is believed', 'is not:', 'sixteen wrong ones before it') },
    { guard: 'The signature covers the bytes of the body.', remove: [edit(signature, '.update(`${id}.${timestamp}.`).update(body).digest()', ".update(`${id}.${timestamp}.`).update(body.toString('utf8')).digest()")], test: test(believed, 'INV-3: who is believed', 'hangs on every byte') },
  ],
  'INV-4': [
    { guard: 'The ledger takes each id once.', remove: [edit('modules/webhooks/inbound.service.ts', 'if (inserted.length === 0) {', 'if (inserted.length < 0) {'), edit('modules/webhooks/inbound.service.ts', '|| event.settled_at !== null) return', ') return')], test: test(inbound, 'INV-4: a copy', 'a hundred at once') },
    { guard: 'The ledger is kept longer than a provider repeats itself.', remove: [edit('modules/webhooks/purge.schedule.ts', 'where received_at < now() - ${age} order by', "where received_at < now() - interval '28 days' order by")], test: test(inbound, 'INV-4: a copy', 'after 29 days') },
    { guard: 'The same id with another body raises an alert.', remove: [edit('modules/webhooks/inbound.service.ts', '        await this.noteCopy(work, id, sha256)\n', '')], test: test(inbound, 'INV-4: a copy', 'with another body') },
  ],
  'INV-5': [
    { guard: 'An answer of 2xx means that the server said COMMIT.', remove: [edit('kernel/tenancy/unit-of-work.ts', "if (last?.status !== 'fulfilled' || last.value.command !== 'COMMIT') throw", "if (last === undefined) throw")], test: test(pipeline, 'INV-5: change, event and answer', 'never answers 2xx when the server answered ROLLBACK') },
    { guard: 'No answer leaves before the COMMIT.', remove: [edit('kernel/http/pipeline.ts', "if (access === 'public' || transaction === false || request.committed || reply.statusCode >= 400) return null", 'if (access !== undefined) return null')], test: test(pipeline, 'INV-5: change, event and answer', 'never lets an answer leave') },
    { guard: 'A deadlock is tried again, the work having rolled back whole.', remove: [edit('kernel/tenancy/transactions.ts', 'if (attempt >= attempts || !isTransient(error)) throw error', 'throw error')], test: test(pipeline, 'INV-5: change, event and answer', 'tries a deadlocked transaction again') },
    { guard: 'Events leave in the transaction of their change.', remove: [edit('kernel/events/recorder.ts', '      statements.push(insertEvents(events))\n', '')], test: write },
    { guard: 'Messages leave in the transaction of their change.', remove: [edit('kernel/events/recorder.ts', '    if (messages.length > 0) statements.push(insertMessages(messages))\n', '')], test: write },
    { guard: 'A row is marked enqueued exactly when its job exists.', remove: [edit('kernel/events/relay.ts', '        await this.queue.insert(work, outboxQueue(channel), jobs)\n', '')], test: test(delivery, 'INV-5: relay', 'marks the row and makes the job') },
    { guard: 'Two relays never claim the same row.', remove: [edit('kernel/events/relay.ts', "text: `with due as materialized (\n           select org_id, id from outbox where status = 'pending' and enqueued_at is null and lane is null and not_before <= now()\n           order by not_before, seq limit ${batchSize} for update skip locked)", "text: `with due as materialized (\n           select org_id, id from outbox where status = 'pending' and enqueued_at is null and lane is null and not_before <= now()\n           order by not_before, seq limit ${batchSize})")], test: test(delivery, 'INV-5: relay', 'two relays at once') },
  ],
  'INV-6': [
    { guard: 'No handler of a web process sends by itself.', remove: [edit('modules/bookings/booking.service.ts', '    return this.placing.create(input)\n', "    void fetch('http://127.0.0.1:39999/').catch(() => undefined)\n    return this.placing.create(input)\n")], test: test('config/invariants/egress.test.ts', 'INV-6: the web process opens no connection') },
    { guard: 'The fifth failure is the last.', remove: [edit('kernel/events/outbox-rows.ts', 'export const attemptLimit = 5', 'export const attemptLimit = 4')], test: test(delivery, 'INV-6: delivery', 'the fifth is dead') },
    { guard: 'An attempt is counted and committed before the provider is called.', remove: [edit('kernel/events/delivery.ts', '    await countAttempt(work, job)\n', '')], test: test(delivery, 'INV-6: delivery', 'the attempt is committed when') },
    { guard: 'What is sent is never sent again.', remove: [edit('kernel/events/delivery.ts', "if (!row || row.status !== 'pending' || !row.enqueued) return null", 'if (!row) return null')], test: test(delivery, 'INV-6: delivery', 'what is sent is never sent again') },
    { guard: 'A dead row and its dead-letter job are one thing.', remove: [edit('kernel/events/delivery.ts', '    await this.queue.insert(work, deadQueue(channel.name), [{ org_id: job.org_id, id: job.id }])\n', '')], test: test(delivery, 'INV-6: delivery', 'the fifth is dead') },
    { guard: 'A message whose job is gone is found again.', remove: [edit('kernel/events/sweeper.ts', "    await work.query(requeue('outbox', again.filter((row) => row.org_id !== null)))\n", '')], test: test('kernel/events/sweeper.test.ts', 'INV-6: sweeper', 'an emptied job table') },
    { guard: 'A provider cannot put us off for longer than a day.', remove: [edit('kernel/events/delivery.ts', 'const seconds = Math.min(longestSnoozeSeconds, Math.max(1, error.seconds))', 'const seconds = error.seconds')], test: test(delivery, 'INV-6: delivery', 'a provider cannot put us off') },
  ],
  'INV-12': [
    { guard: 'The feed waits for transactions that have not ended.', remove: [edit('kernel/events/feed-queries.ts', 'const belowHorizon = `e.xid < pg_snapshot_xmin(pg_current_snapshot())`', 'const belowHorizon = `true`')], test: test(feed, 'INV-12: order', 'an event waits for older transactions') },
    { guard: 'Events come in the order of their transactions.', remove: [edit('kernel/events/feed-queries.ts', 'const inOrder = `order by e.epoch, e.xid, e.seq`', 'const inOrder = `order by e.epoch, e.seq desc`')], test: test(feed, 'INV-12: order', 'random overlapping transactions') },
    { guard: 'Beyond ten thousand events a resumption is a reset.', remove: [edit('kernel/events/feed-queries.ts', 'missed)::int > $4 as far', 'missed)::int > $4 + 10 as far')], test: test(feed, 'INV-12: resuming', '10,000 events of the organisation') },
    { guard: 'Beyond a day a resumption is a reset.', remove: [edit('kernel/events/feed-queries.ts', "interval '24 hours'", "interval '24 days'")], test: test(feed, 'INV-12: resuming', '24 hours') },
    { guard: 'Private fields are for those concerned.', remove: [edit('modules/sse/audience.ts', "return whole ? 'whole' : 'masked'", "return whole ? 'whole' : 'whole'")], test: test(stream, 'INV-12: GET /v1/stream', 'shows private fields') },
    { guard: 'An event is for those who hold the permission it names.', remove: [edit('modules/sse/audience.ts', "if (!definition || !permissions.has(definition.audience.name)) return 'nothing'", "if (!definition) return 'nothing'")], test: test(life, 'INV-12: while somebody looks', 'shows a lowered role') },
    { guard: 'A stream tells events of its own organisation.', remove: [edit('modules/sse/stream-hub.ts', 'for (const stream of this.streams.get(orgId) ?? []) {', 'for (const stream of orgId === null ? [] : this.all()) {')], test: test(stream, 'INV-12: GET /v1/stream', 'tells committed events of the own organisation') },
    { guard: 'Whoever may see less is asked about before anything more is told.', remove: [edit('modules/sse/stream-hub.ts', 'const doubtful = events.some(({ type }) => decisive.has(type))', 'const doubtful = events.length < 0')], test: test(life, 'INV-12: while somebody looks', 'tells a deactivated member nothing') },
    { guard: 'Nothing is told twice.', remove: [edit('modules/sse/stream.ts', 'if (comparePositions(position, this.position) <= 0) continue', 'if (comparePositions(position, this.position) < -1) continue'), edit('kernel/events/feed-queries.ts', 'and (e.xid, e.seq) > ($2::text::xid8, $3::bigint)', 'and (e.xid, e.seq) >= ($2::text::xid8, $3::bigint)')], test: test(life, 'INV-12: two processes, many writers', 'tell every reader each committed event once') },
  ],
  'INV-13': [
    { guard: 'A committed answer is on disk.', remove: [edit('kernel/database/data-source.ts', "synchronous_commit: 'on', ", '')], test: test('kernel/database/roles.test.ts', 'INV-13: an answered COMMIT is on disk') },
    { guard: 'A request under way gets its answer when the process stops.', remove: [edit('kernel/http/lingering-connections.ts', "  app.server.on('request', (request: IncomingMessage) => asked.set(request.socket, request))\n", '')], test: test('kernel/http/lingering-connections.test.ts', 'INV-13: (F14) a request that was under way') },
  ],
}
