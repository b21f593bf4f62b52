/** What the mail provider reported, as an organisation reads it: its own, and nothing of anybody else's. */
import { Webhook } from 'svix'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testConfig } from '#kernel/testing/settings'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { eventRecorderToken } from '#kernel/events/recorder'
import { accountMailToken } from '#kernel/mail/account-mail'
import { newSigningSecret } from './signature.js'
import { probeModule } from './testing/mail-probe.js'

const secret = newSigningSecret()
let product: TestProduct
let org: TestOrg
let other: TestOrg
beforeAll(async () => {
  product = await createTestApp({ modules: ['webhooks'], extraModules: [probeModule], config: { mail: { ...testConfig('').mail, resend_webhook_secrets: [secret] } } })
  ;[org, other] = [await product.newOrg(), await product.newOrg()]
})
afterAll(() => product.close())

let count = 0

/** Sends a mail and has the provider speak of it. @returns its id in the outbox */
async function told(of: TestOrg, type: string, id = `msg_list_${(count += 1)}`): Promise<{ outbox_id: string; id: string; again: (more?: object) => Promise<void> }> {
  const provider_id = `re_list_${(count += 1)}`
  await product.inTenant(of.id, async () => product.container.resolve(eventRecorderToken).send({ channel: 'probe.mail', payload: { provider_id } }))
  await product.drain()
  const again = (more: object = {}) => report(id, { type, created_at: '2026-11-23T10:00:00.123Z', data: { email_id: provider_id, bounce: { type: 'Permanent' } }, ...more })
  await again()
  await product.drain()
  const { rows } = await product.admin.query<{ id: string }>('select id from outbox where provider_id = $1', [provider_id])
  return { outbox_id: rows[0]!.id, id, again }
}

async function report(id: string, message: object): Promise<void> {
  const [body, at] = [JSON.stringify(message), new Date()]
  const headers = { 'content-type': 'application/json', 'svix-id': id, 'svix-timestamp': String(Math.floor(at.getTime() / 1_000)), 'svix-signature': new Webhook(secret).sign(id, at, body) }
  const { status } = await product.anonymous.post('/v1/webhooks/inbound/resend', body, headers)
  if (status !== 200) throw new Error(`The report was answered ${status}.`)
}

const list = async (query = '', who = org) => (await product.as(who.owner).get(`/v1/webhooks/inbound-events?${query}`)).body as { items: { id: string; mail: { outbox_id: string } }[]; next_cursor: string | null }
const idsOf = ({ items }: { items: readonly { id: string }[] }) => items.map(({ id }) => id)

describe('the list of what the provider reported', () => {
  it('says what became of which mail, when, and what came twice or in two versions', async () => {
    const { id, outbox_id, again } = await told(org, 'email.bounced')
    await again()
    await again({ created_at: '2026-11-23T11:00:00.000Z' })
    const [item] = (await list(`outbox_id=${outbox_id}`)).items
    expect(item).toEqual({
      source: 'resend', id, type: 'email.bounced', bounce_type: 'Permanent', occurred_at: '2026-11-23T10:00:00.123Z', received_at: expect.any(String) as unknown, settled_at: expect.any(String) as unknown,
      copies: 2, differing_copies: 1,
      mail: { outbox_id, provider_id: expect.stringMatching(/^re_list_/) as unknown, channel: 'probe.mail', kind: null, recipient_user_id: null, invitation_id: null },
    })
  })

  it('is newest first, in pages, and can be narrowed by type, time, message and repetition', async () => {
    const fresh = await product.newOrg()
    const events = [await told(fresh, 'email.delivery_delayed'), await told(fresh, 'email.delivered'), await told(fresh, 'email.complained')]
    await events[1]!.again()
    const newest = events.map(({ id }) => id).reverse()
    expect(idsOf(await list('', fresh))).toEqual(newest)
    const paged: string[] = []
    for (let cursor = ''; ; ) {
      const page = await list(`limit=1${cursor}`, fresh)
      paged.push(...idsOf(page))
      if (page.next_cursor === null) break
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`
    }
    expect(paged).toEqual(newest)
    expect(idsOf(await list('type=email.delivered', fresh))).toEqual([events[1]!.id])
    expect(idsOf(await list('repeated=true', fresh))).toEqual([events[1]!.id])
    expect(idsOf(await list(`outbox_id=${events[2]!.outbox_id}`, fresh))).toEqual([events[2]!.id])
    await product.admin.query(`update webhook_events set received_at = '2026-11-20T12:00:00Z' where event_id = $1`, [events[0]!.id])
    expect(idsOf(await list('from=2026-11-20T12:00:00Z&to=2026-11-20T12:00:01Z', fresh))).toEqual([events[0]!.id])
    expect(idsOf(await list('to=2026-11-20T12:00:00Z', fresh))).toEqual([])
    for (const wrong of ['type=email.opened', 'repeated=false', 'from=soon', 'outbox_id=7', 'cursor=x.y']) expect((await product.as(fresh.owner).get(`/v1/webhooks/inbound-events?${wrong}`)).status, wrong).toBe(422)
  })

  it('is for admins', async () => {
    expect((await product.as(await org.person('admin')).get('/v1/webhooks/inbound-events')).status).toBe(200)
    expect((await product.as(await org.person('approver')).get('/v1/webhooks/inbound-events')).body.code).toBe('forbidden')
  })
})

describe('INV-1: another organisation’s reports', () => {
  it('are not there, under no filter, and leave with the row security even from a statement that forgot whose they are', async () => {
    const theirs = await told(other, 'email.bounced')
    expect(idsOf(await list('', other))).toContain(theirs.id)
    for (const query of ['', `outbox_id=${theirs.outbox_id}`, 'type=email.bounced', 'limit=100']) expect(idsOf(await list(query)), query).not.toContain(theirs.id)
    const forgetful = (orgId: string) => product.inTenant(orgId, (work) => work.query<{ event_id: string; org_id: string }>({ text: 'select event_id, org_id from webhook_events' }))
    const [seen, own] = [await forgetful(org.id), await forgetful(other.id)]
    expect(own.map(({ event_id }) => event_id)).toContain(theirs.id)
    expect([...new Set(seen.map(({ org_id }) => org_id))]).toEqual([org.id])
    const change = product.inTenant(org.id, (work) => work.execute({ text: 'update webhook_events set copies = 9 where event_id = $1', values: [theirs.id] }))
    expect((await change).rowCount).toBe(0)
  })

  it('nor those about mail of nobody; an invitation’s are its organisation’s', async () => {
    const mail = product.container.resolve(accountMailToken)
    await mail.send({ channel: 'probe.account', payload: { provider_id: 're_nobody' } })
    const invitation_id = '019a0000-0000-7000-8000-000000000001'
    await mail.send({ channel: 'probe.account', payload: { provider_id: 're_invited', org_id: org.id, invitation_id } })
    await product.drain()
    for (const email_id of ['re_nobody', 're_invited', 're_never_sent']) await report(`msg_of_${email_id}`, { type: 'email.bounced', data: { email_id } })
    await product.drain()
    const mine = (await list('limit=100')).items
    expect(mine.map(({ id }) => id).filter((id) => id.startsWith('msg_of_'))).toEqual(['msg_of_re_invited'])
    expect(mine.find(({ id }) => id === 'msg_of_re_invited')?.mail).toMatchObject({ channel: 'probe.account', invitation_id, recipient_user_id: null })
    expect(idsOf(await list('limit=100', other)).filter((id) => id.startsWith('msg_of_'))).toEqual([])
  })
})
