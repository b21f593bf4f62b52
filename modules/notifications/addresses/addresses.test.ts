/** From a signed report of the provider to the state of a mail, to an address that gets no more, and back. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'svix'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'
import { testConfig } from '#kernel/testing/settings'
import { members } from '#modules/members/contract'
import { Stage } from '../testing/stage.js'

const secret = `whsec_${Buffer.from('a signing secret of thirty-two bytes').toString('base64')}`
const sent: { id: string; to: string; subject: string }[] = []
let provider: Server
let product: TestProduct
beforeAll(async () => {
  provider = createServer((request, response) => {
    let text = ''
    request.on('data', (piece) => (text += String(piece)))
    request.on('end', () => {
      const { to, subject } = JSON.parse(text) as { to: string; subject: string }
      sent.push({ id: `re_${sent.length + 1}`, to, subject })
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ id: sent.at(-1)?.id }))
    })
  })
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  const { port } = provider.address() as AddressInfo
  product = await createTestApp({
    modules: ['notifications', 'webhooks', 'audit'],
    config: { mail: { ...testConfig('').mail, resend_api_key: 're_test', resend_base_url: `http://127.0.0.1:${port}`, resend_webhook_secrets: [secret] } },
  })
})
afterAll(async () => {
  await product.close()
  provider.close()
})

let count = 0
/** What the provider says, minutes from now. */
async function report(provider_id: string, type: string, minutes = 0, bounce: string | null = 'Permanent'): Promise<void> {
  const id = `msg_${(count += 1)}`
  const body = JSON.stringify({ type: `email.${type}`, created_at: new Date(Date.now() + minutes * 60_000).toISOString(), data: { email_id: provider_id, to: ['x@example.test'], ...(bounce === null ? {} : { bounce: { type: bounce } }) } })
  const at = new Date()
  const headers = { 'content-type': 'application/json', 'svix-id': id, 'svix-timestamp': String(Math.floor(at.getTime() / 1_000)), 'svix-signature': new Webhook(secret).sign(id, at, body) }
  const answer = await product.anonymous.post('/v1/webhooks/inbound/resend', body, headers)
  expect(answer.status).toBe(200)
  await product.drain()
}

/** Books and gives the provider's name of the mail that confirms it. */
async function confirmed(stage: Stage, person: TestPerson): Promise<string> {
  const before = sent.length
  await stage.book(person, 10_000)
  await product.drain()
  const mail = sent.slice(before).find(({ to }) => to === person.email)
  return mail?.id ?? ''
}

const outboxItem = async (org: TestOrg, provider_id: string) => (await product.as(org.owner).get('/v1/outbox?limit=100&channel=notifications.email')).body.items.find((item: { provider_id: string }) => item.provider_id === provider_id)
const addressOf = async (person: TestPerson) => (await product.as(person).get('/v1/notifications/address')).body.state
const listed = async (org: TestOrg) => (await product.as(org.owner).get('/v1/mail-addresses')).body.items.map(({ id, state }: { id: string; state: string }) => [id, state])

describe('what the provider reports', () => {
  it.each<[string, (readonly [string, number])[], string]>([
    ['delivered', [['delivered', 0]], 'delivered'],
    ['put off, then delivered', [['delivery_delayed', 0], ['delivered', 1]], 'delivered'],
    ['delivered, heard of before it was put off', [['delivered', 1], ['delivery_delayed', 0]], 'delivered'],
    ['delivered, then complained of', [['delivered', 0], ['complained', 5]], 'complained'],
    ['complained of, heard of before it was delivered', [['complained', 5], ['delivered', 0]], 'complained'],
    ['bounced, heard of before it was delivered', [['bounced', 1], ['delivered', 0]], 'bounced'],
  ])('moves a mail: %s', async (_, reports, state) => {
    const stage = await Stage.in(product)
    const id = await confirmed(stage, stage.member)
    expect((await outboxItem(stage.org, id)).delivery).toBeNull()
    for (const [type, minutes] of reports) await report(id, type, minutes)
    const item = await outboxItem(stage.org, id)
    expect(item).toMatchObject({ status: 'sent', delivery: { state, at: expect.stringMatching(/^\d{4}-.*Z$/) as unknown } })
  })
})

describe('a bounce for good', () => {
  it('shows on the person, stops mail from every organisation, and ends when they say that mail arrives', async () => {
    const [stage, other] = [await Stage.in(product), await Stage.in(product)]
    const { member, org } = stage
    await product.inTenant(other.org.id, () => product.container.resolve(members.port).add({ user_id: member.user_id, role: 'member' }))
    await report(await confirmed(stage, member), 'bounced')
    expect(await addressOf(member)).toBe('bounced')
    expect(await listed(org)).toEqual([[member.user_id, 'bounced']])
    expect(await listed(other.org)).toEqual([[member.user_id, 'bounced']])
    expect(await confirmed(stage, member)).toBe('')
    expect((await stage.outbox('booking_confirmed'))[0]).toMatchObject({ status: 'cancelled', reason: expect.stringContaining('bounced') as unknown })
    await other.book(other.org.owner, 10_000, { attendee_ids: [member.user_id] })
    await product.drain()
    expect(sent.filter(({ to }) => to === member.email)).toHaveLength(1)
    // Account mail goes all the same: it is how somebody gets back in.
    await product.anonymous.post('/v1/auth/password-reset', { email: member.email })
    await product.drain()
    expect(sent.filter(({ to }) => to === member.email)).toHaveLength(2)
    expect((await product.as(member).post('/v1/notifications/address/confirmation')).body).toEqual({ email: member.email, state: 'ok', since: null })
    expect(await listed(org)).toEqual([])
    expect(await confirmed(stage, member)).not.toBe('')
    const log = (await product.as(org.owner).get('/v1/audit-log?subject_id=' + member.user_id)).body.items.filter(({ action }: { action: string }) => action.startsWith('notifications.'))
    expect(log.map(({ action, changes }: { action: string; changes: unknown }) => [action, changes])).toEqual([
      ['notifications.address_confirmed', { state: { from: 'bounced', to: 'ok' } }],
      ['notifications.address_stopped', { state: { from: 'ok', to: 'bounced' } }],
    ])
  })

  it('is not one that passes', async () => {
    const stage = await Stage.in(product)
    for (const type of ['Transient', 'Undetermined']) await report(await confirmed(stage, stage.member), 'bounced', 0, type)
    expect(await addressOf(stage.member)).toBe('ok')
    await report(await confirmed(stage, stage.member), 'bounced', 0, null)
    expect(await addressOf(stage.member)).toBe('bounced')
  })

  it('reported late, of before the address was confirmed, stops nothing; one of after does', async () => {
    const stage = await Stage.in(product)
    const [first, second] = [await confirmed(stage, stage.member), await confirmed(stage, stage.member)]
    await report(first, 'bounced')
    await product.as(stage.member).post('/v1/notifications/address/confirmation')
    await report(second, 'bounced', -5)
    expect(await addressOf(stage.member)).toBe('ok')
    await report(await confirmed(stage, stage.member), 'bounced', 5)
    expect(await addressOf(stage.member)).toBe('bounced')
  })

  it('an admin may end, of members of the own organisation; nobody below, and nobody else', async () => {
    const [stage, other] = [await Stage.in(product), await Stage.in(product)]
    const admin = await stage.org.person('admin')
    await report(await confirmed(stage, stage.member), 'bounced')
    const path = `/v1/mail-addresses/${stage.member.user_id}/confirmation`
    expect((await product.as(stage.member).post(path)).status).toBe(403)
    expect((await product.as(stage.member).get('/v1/mail-addresses')).status).toBe(403)
    const about = async (asking: TestPerson, { user_id }: TestPerson) => (await product.as(asking).get(`/v1/mail-addresses?user_id=${user_id}`)).body.items.map(({ id }: { id: string }) => id)
    expect([await about(admin, stage.member), await about(admin, admin), await about(other.org.owner, stage.member)]).toEqual([[stage.member.user_id], [], []])
    expect((await product.as(other.org.owner).post(path)).status).toBe(404)
    expect((await product.as(admin).post(path)).status).toBe(204)
    expect((await product.as(admin).post(path)).status).toBe(404)
    expect(await addressOf(stage.member)).toBe('ok')
  })
})

describe('a complaint', () => {
  it('stops mail, is worse than a bounce, and is the person’s own to take back', async () => {
    const stage = await Stage.in(product)
    const [first, second, third] = [await confirmed(stage, stage.member), await confirmed(stage, stage.member), await confirmed(stage, stage.member)]
    await report(first, 'bounced')
    await report(second, 'complained', 1)
    await report(third, 'bounced', 2)
    expect(await addressOf(stage.member)).toBe('complained')
    const refused = await product.as(stage.org.owner).post(`/v1/mail-addresses/${stage.member.user_id}/confirmation`)
    expect([refused.status, refused.body.code]).toEqual([409, 'state_conflict'])
    expect((await product.as(stage.member).post('/v1/notifications/address/confirmation')).body.state).toBe('ok')
    expect(await confirmed(stage, stage.member)).not.toBe('')
  })

  it('of account mail counts as well', async () => {
    const stage = await Stage.in(product)
    await product.anonymous.post('/v1/auth/password-reset', { email: stage.member.email })
    await product.drain()
    await report(sent.at(-1)!.id, 'complained')
    expect(await addressOf(stage.member)).toBe('complained')
  })
})

it('an address that was changed is not the one that bounced', async () => {
  const stage = await Stage.in(product)
  await report(await confirmed(stage, stage.member), 'bounced')
  await product.admin.query('update users set email = $2 where id = $1', [stage.member.user_id, `new-${stage.member.email}`])
  expect(await addressOf(stage.member)).toBe('ok')
})
