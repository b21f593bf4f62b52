/**
 * `npm run chaos -- latency`: from the COMMIT of a booking to the first byte at a webhook receiver and to the mail's handing over; then the same with one
 * dead endpoint that has a backlog, beside nine healthy ones (W6). The instant of COMMIT is the proxy's: when the server said so.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Receiver } from '#modules/webhooks/testing/receiver'
import { create, Organizations, type Organization } from './organizations.js'
import { post } from './request.js'
import { quantile, table, writeSection } from './report.js'
import { Site, type Program } from './site.js'

const paceMs = 150
const healthyEndpoints = 9

interface Sample {
  /** Milliseconds from COMMIT. */
  webhook: number[]
  mail: number[]
}

export async function latency(samples: number, backlog: number, say: (line: string) => void): Promise<boolean> {
  const site = await Site.open({ durable: true })
  const receivers: Receiver[] = []
  try {
    const [web, worker] = [await site.program('web'), await site.program('worker')]
    await Promise.all([web.start(), worker.start()])
    const organizations = await Organizations.open(site.environment)
    const [quiet, crowded] = [await organizations.found(), await organizations.found()]
    await organizations.close()
    const base = `http://127.0.0.1:${web.port}`
    const endpoint = async (token: string): Promise<Receiver> => {
      const receiver = await new Receiver().start()
      receivers.push(receiver)
      await create(base, token, '/v1/webhooks/endpoints', { url: receiver.url(), event_types: ['bookings.created'] })
      return receiver
    }
    const alone = await measure(site, web, base, quiet, [await endpoint(quiet.owner_token)], samples)
    say(`commit to webhook p50 ${of(alone.webhook, 0.5)} p95 ${of(alone.webhook, 0.95)}, to mail p50 ${of(alone.mail, 0.5)} p95 ${of(alone.mail, 0.95)}`)
    const healthy: Receiver[] = []
    for (let n = 0; n < healthyEndpoints; n += 1) healthy.push(await endpoint(crowded.owner_token))
    const dead = await endpoint(crowded.owner_token)
    // It takes the connection and never answers: the slowest way to fail.
    dead.reply = () => undefined
    await addBacklog(site, crowded.id, dead.url(), backlog)
    const beside = await measure(site, web, base, crowded, healthy, Math.ceil(samples / 2))
    say(`beside a dead endpoint with ${backlog} events: p50 ${of(beside.webhook, 0.5)} p95 ${of(beside.webhook, 0.95)}`)
    const rows = [
      ['commit to first byte at a receiver', alone.webhook.length, of(alone.webhook, 0.5), of(alone.webhook, 0.95), 'p50 300 ms, p95 1 s'],
      ['commit to mail handed over', alone.mail.length, of(alone.mail, 0.5), of(alone.mail, 0.95), ''],
      [`the same at ${healthyEndpoints} healthy endpoints beside a dead one with ${backlog} events (W6)`, beside.webhook.length, of(beside.webhook, 0.5), of(beside.webhook, 0.95), 'p95 2 s'],
    ]
    writeSection('Time to the receiver', `npm run chaos -- latency --messages ${backlog}`, `${table(['', 'samples', 'p50', 'p95', 'promised'], rows)}\n\nThe dead endpoint was asked ${dead.received.length} times meanwhile.`)
    return quantile(alone.webhook, 0.5) <= 300 && quantile(alone.webhook, 0.95) <= 1_000 && quantile(beside.webhook, 0.95) <= 2_000
  } finally {
    for (const receiver of receivers) await receiver.stop()
    await site.close()
  }
}

async function measure(site: Site, web: Program, base: string, { owner_token, token, email }: Omit<Organization, 'room_id'>, receivers: readonly Receiver[], samples: number): Promise<Sample> {
  const room = await create(base, owner_token, '/v1/resources', { name: 'Room' })
  const sample: Sample = { webhook: [], mail: [] }
  for (let n = 0; n < samples; n += 1) {
    const from = Math.ceil(Date.now() / 3_600_000 + 72 + n) * 3_600_000
    const key = `latency-${room.id}-${n}`
    const committed = web.proxy.trap('after', ({ text, seen }) => text === 'commit' && seen.has(key))
    const before = receivers.map(({ received }) => received.length)
    const mails = site.mail.to(email).length
    const answer = post({ port: web.port, token, key, body: JSON.stringify({ resource_id: room.id, title: 'Latency', starts_at: new Date(from).toISOString(), ends_at: new Date(from + 3_600_000).toISOString() }) })
    const held = await committed
    const [at, clock] = [performance.now(), Date.now()]
    held.release()
    await answer
    const limit = performance.now() + 30_000
    while ((receivers.some(({ received }, i) => received.length === before[i]) || site.mail.to(email).length === mails) && performance.now() < limit) await delay(2)
    for (const [i, { received }] of receivers.entries()) sample.webhook.push((received[before[i]!]?.at ?? clock + 30_000) - clock)
    sample.mail.push((site.mail.to(email)[mails]?.at ?? at + 30_000) - at)
    await delay(paceMs)
  }
  return sample
}

/** What an endpoint that died in the night has waiting in the morning: rows as the dispatcher writes them. */
async function addBacklog({ admin }: Site, org: string, url: string, count: number): Promise<void> {
  await admin.query(
    `with target as (select id from webhook_endpoints where org_id = $1 and url = $2),
          made as (insert into webhook_messages (org_id, id, type, body)
                   select $1, gen_random_uuid(), 'bookings.created', '{"type":"bookings.created","timestamp":"2026-01-01T00:00:00.000Z","data":{}}' from generate_series(1, $3) returning id)
     insert into outbox (org_id, id, channel, payload, not_before, lane)
     select $1, gen_random_uuid(), 'webhooks.delivery', jsonb_build_object('endpoint_id', target.id, 'message_id', made.id), now(), target.id from made, target`,
    [org, url, count],
  )
}

const of = (values: readonly number[], q: number): string => `${quantile(values, q).toFixed(0)} ms`
