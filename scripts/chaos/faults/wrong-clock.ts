/** F15: the clock of a process is wrong. It decides nothing but whether a token has expired. */
import { setTimeout as delay } from 'node:timers/promises'
import { Receiver, verified } from '#modules/webhooks/testing/receiver'
import { create, renew } from '../organizations.js'
import { post, type Answer } from '../request.js'
import type { Program } from '../site.js'
import { base, outcome, seconds, type Finding, type Stage } from './stage.js'

const patienceMs = 60_000
const dayMinutes = 24 * 60

/** @param minutes by which the clocks of a further web process and of the only worker are wrong */
export async function wrongClock(stage: Stage, minutes: number): Promise<Finding> {
  const wrong = { settings: { CHAOS_CLOCK_MS: String(minutes * 60_000) }, preload: ['chaos/clock-shift.js'] }
  const [web, worker] = [await stage.site.program('web', wrong), await stage.site.program('worker', wrong)]
  const receiver = await new Receiver().start()
  await stage.worker.kill('SIGTERM')
  try {
    await Promise.all([web.start(), worker.start()])
    return await judged(stage, web, receiver, minutes)
  } finally {
    await receiver.stop()
    await Promise.all([web.kill('SIGTERM'), worker.kill('SIGTERM')])
    await stage.worker.start()
  }
}

async function judged(stage: Stage, web: Program, receiver: Receiver, minutes: number): Promise<Finding> {
  const { site, organizations, webs } = stage
  const organization = await organizations.found()
  const room = await create(base(webs[1]), organization.owner_token, '/v1/resources', { name: 'Room' })
  const { secret } = await create<{ secret: string }>(base(webs[1]), organization.owner_token, '/v1/webhooks/endpoints', { url: receiver.url(), event_types: ['bookings.created'] })
  const soon = await bookAt(web, organization.token, room.id, 5)
  // A booking may start one day in the past at most: five minutes on either side of that, with a clock that is ten minutes wrong.
  const within = await bookAt(web, organization.token, room.id, 5 - dayMinutes)
  const beyond = await bookAt(web, organization.token, room.id, -5 - dayMinutes)
  // Issued twelve minutes ago by a right clock: it has two to live, at ten minutes too many none.
  const aged = renew(site.environment, organization.token, new Date(Date.now() - 12 * 60_000))
  const old = await fetch(`${base(web)}/v1/bookings?limit=1`, { headers: { authorization: `Bearer ${aged}` } }).then(({ status }) => status, () => 0)
  const begun = performance.now()
  while ((receiver.received.length === 0 || site.mail.to(organization.email).length === 0) && performance.now() - begun < patienceMs) await delay(50)
  const [delivery] = receiver.received
  const mails = site.mail.to(organization.email).length
  const off = delivery ? Math.abs(Number(delivery.headers['webhook-timestamp']) - delivery.at / 1_000) : Number.NaN
  const believed = delivery !== undefined && believes(() => verified(delivery, secret).type === 'bookings.created')
  const created = soon.status === 201 ? Math.abs(Date.parse((JSON.parse(soon.body) as { created_at: string }).created_at) - Date.now()) / 1_000 : Number.NaN
  const emptied = await stage.drained(patienceMs)
  return {
    fault: `F15 clock ${minutes > 0 ? '+' : ''}${minutes} min on web and on worker`,
    expected: 'a start within the last 24 hours is taken and one before refused, to five minutes; times, mails and signatures by the database clock; a token with two minutes left is judged by the clock that reads it',
    seen: `${within.status} and ${beyond.status}${beyond.body.includes('in_the_past') ? ' (in_the_past)' : ''}, ${soon.status} for one to come; created_at off by ${created.toFixed(0)} s; webhook signed ${off.toFixed(0)} s off and ${believed ? 'verified' : 'not believed'}; ${mails} mail to the member, all mail drained after ${seconds(emptied)}${emptied === null ? ` (${await waiting(stage)})` : ''}; the old token ${old}`,
    outcome: outcome(soon.status === 201 && within.status === 201 && beyond.status === 422 && beyond.body.includes('in_the_past') && created < 60 && off < 60 && believed && mails === 1 && emptied !== null && old === (minutes > 0 ? 401 : 200)),
  }
}

function believes(check: () => boolean): boolean {
  try {
    return check()
  } catch {
    return false
  }
}

function bookAt(web: Program, token: string, room: string, minutes: number): Promise<Answer> {
  const from = Math.ceil(Date.now() / 60_000 + minutes) * 60_000
  const body = JSON.stringify({ resource_id: room, title: 'Clock', starts_at: new Date(from).toISOString(), ends_at: new Date(from + 1_800_000).toISOString() })
  return post({ port: web.port, token, key: `clock${minutes}`, body })
}

/** What has not left, and why. */
async function waiting({ site }: Stage): Promise<string> {
  const { rows } = await site.admin.query<{ what: string }>(
    `select format('%s %s after %s attempts, due in %s s%s', status, payload->>'kind', attempts, round(extract(epoch from not_before - now())), ': ' || reason) as what
     from outbox where channel = 'notifications.email' and status not in ('sent', 'cancelled') limit 3`,
  )
  return rows.map(({ what }) => what).join('; ')
}
