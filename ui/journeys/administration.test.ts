import type { Browser } from 'playwright-core'
import { Webhook } from 'svix'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testConfig } from '#kernel/testing/settings'
import { launchBrowser, type Watched } from '../testing/browser.js'
import { consoleProduct, type ConsoleProduct } from '../testing/console-product.js'
import { furnish, joinByMail, signUp } from '../testing/product-people.js'

/** By which the mail provider signs. */
const secret = `whsec_${Buffer.from('a signing secret of thirty-two bytes').toString('base64')}`

let browser: Browser
let product: ConsoleProduct
let ada: Watched

beforeAll(async () => {
  product = await consoleProduct({ mail: { ...testConfig('').mail, resend_webhook_secrets: [secret] } })
  browser = await launchBrowser({ plainPaint: true })
  ada = await signUp(browser, product, 'Ada Byron')
})
afterAll(async () => {
  await browser?.close()
  await product?.close()
})

it('invites, gives a role, keeps the last owner, and lets nobody in who is deactivated', async () => {
  const { page } = ada
  ada.expectRefusal('POST /app/members/')
  await page.goto('/app/members/invite')
  await page.getByLabel('E-mail').fill('bo@engines.test')
  await page.getByRole('button', { name: 'Send invitation' }).click()
  await page.getByText('The invitation is on its way by e-mail.').waitFor()
  const first = await product.mailedLink('bo@engines.test')
  await page.getByRole('button', { name: 'Send again' }).click()
  await page.getByText('Sent again with a new link').waitFor()
  await expect.poll(() => product.mailedLink('bo@engines.test')).not.toBe(first)
  const bo = await joinByMail(browser, product, 'Bo Diaz')
  // Whoever is deactivated hears it from the live stream, before the next click.
  for (const refused of ['GET /v1/stream', 'POST /session']) bo.expectRefusal(refused)

  await page.goto('/app/members')
  await page.getByRole('link', { name: 'Ada Byron' }).click()
  await page.getByRole('button', { name: 'Deactivate' }).click()
  await page.getByText('Make somebody else an owner first').waitFor()

  await page.goto('/app/members?q=bo')
  await page.getByRole('link', { name: 'Bo Diaz' }).click()
  await page.getByLabel('New role').selectOption('admin')
  await page.getByRole('button', { name: 'Change role' }).click()
  await page.getByText('The role is changed.').waitFor()
  await bo.page.goto('/app/audit')
  await bo.page.getByRole('listitem').filter({ hasText: 'Role changed' }).getByText('admin').waitFor()

  await page.getByRole('button', { name: 'Deactivate' }).click()
  await page.getByText('Every session here has ended').waitFor()
  await bo.page.waitForURL('**/login**')
  await bo.page.goto('/app/members')
  await bo.page.waitForURL('**/login**')
  ada.assertClean()
  bo.assertClean()
})

it('switches modules with what depends on them, and asks what becomes of what waits', async () => {
  const { page } = ada
  ada.expectRefusal('POST /app/settings/modules')
  ada.expectRefusal('GET /app/rules')
  const atlas = await furnish(page, product, '/v1/resources', { name: 'Atlas', timezone: 'Europe/Berlin' })
  await furnish(page, product, '/v1/workflow-rules', { name: 'All', priority: 1, conditions: [], outcome: { kind: 'require_approval', steps: [{ mode: 'any', approvers: [{ kind: 'role', role: 'admin' }] }] } })
  await furnish(page, product, '/v1/bookings', { resource_id: atlas.id, title: 'Waiting', starts_at: new Date(Date.now() + 86_400_000), ends_at: new Date(Date.now() + 90_000_000) })
  await page.goto('/app/settings/modules')
  await page.getByText('Rules needs it: switch it off first.').waitFor()
  expect(await page.getByRole('switch', { name: 'Approvals' }).isDisabled()).toBe(true)
  await page.getByRole('switch', { name: 'Rules' }).click()
  await page.getByText('Rules is switched off.').waitFor()
  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Rules' }).waitFor({ state: 'detached' })
  await page.getByRole('switch', { name: 'Approvals' }).click()
  await page.getByText('1 request still waits in Approvals').waitFor()
  await page.getByRole('button', { name: 'Confirm it and switch off' }).click()
  await page.getByText('Approvals is switched off.').waitFor()
  await page.goto('/app/rules')
  await page.getByText('An owner can switch it on again').waitFor()
  ada.assertClean()
})

it('changes the organisation, orders its deletion and calls it off', async () => {
  const { page } = ada
  ada.expectRefusal('POST /app/settings')
  await page.goto('/app/settings')
  await page.getByLabel('Name', { exact: true }).fill('Difference Engines')
  await page.getByLabel('Own accent colour').fill('#0a7d3c')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  await page.getByRole('banner').getByText('Difference Engines').waitFor()
  await page.locator('link[rel=stylesheet][href="/accent/0a7d3c.css"]').waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Delete in 14 days' }).click()
  await page.getByText('name exactly: Difference Engines').waitFor()
  await page.getByLabel(/^Type “Difference Engines”/).fill('Difference Engines')
  await page.getByRole('button', { name: 'Delete in 14 days' }).click()
  await page.getByText('The deletion is ordered.').waitFor()
  await page.getByRole('button', { name: 'Call the deletion off' }).click()
  await page.getByText('The deletion is called off.').waitFor()
  ada.assertClean()
})

it('shows kept mail in a frame that can do nothing, the outbox, and one’s own choices', async () => {
  const { page } = ada
  await page.goto('/app/notifications')
  await page.getByRole('listitem').filter({ hasText: 'to You' }).first().waitFor()
  await page.getByRole('link', { name: 'Kept mail' }).click()
  await page.waitForURL('**/mailbox')
  const kept = page.getByRole('link', { name: /Atlas/ })
  // The worker sends in its own time.
  await expect.poll(async () => (await page.reload(), kept.count())).toBeGreaterThan(0)
  await kept.first().click()
  const frame = page.frameLocator('iframe')
  await frame.getByText('Atlas').first().waitFor()
  const document = await page.request.get(`${page.url().split('?')[0]}/html`)
  expect(document.headers()['content-security-policy']).toMatch(/default-src 'none'.*sandbox$/)
  await page.getByRole('link', { name: 'As text' }).click()
  await page.locator('pre').getByText('Atlas').waitFor()

  await page.goto('/app/me/mail')
  await page.getByRole('checkbox', { name: 'A booking you are part of is confirmed' }).uncheck()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  expect(await page.getByRole('checkbox', { name: 'A booking you are part of is confirmed' }).isChecked()).toBe(false)
  await page.goto('/app/me/sessions')
  await page.getByText('This one').waitFor()
  ada.assertClean()
})

it('shows on a person that no mail reaches them, once the provider has said so, and how that ends', async () => {
  const { page } = ada
  const sent = async () => {
    const { items } = (await (await page.request.get('/v1/outbox?limit=100&channel=notifications.email')).json()) as { items: { provider_id: string | null }[] }
    return items.find(({ provider_id }) => provider_id !== null)?.provider_id
  }
  await expect.poll(sent).toBeDefined()
  const email_id = await sent()
  const body = JSON.stringify({ type: 'email.bounced', created_at: new Date().toISOString(), data: { email_id, bounce: { type: 'Permanent' } } })
  const at = new Date()
  const headers = { 'content-type': 'application/json', 'svix-id': 'msg_1', 'svix-timestamp': String(Math.floor(at.getTime() / 1_000)), 'svix-signature': new Webhook(secret).sign('msg_1', at, body) }
  expect((await fetch(`${product.url}/v1/webhooks/inbound/resend`, { method: 'POST', headers, body })).status).toBe(200)
  await page.goto('/app/members?q=ada')
  await page.getByRole('link', { name: 'Ada Byron' }).click()
  await page.getByRole('heading', { name: 'Ada Byron' }).waitFor()
  const told = page.getByText('Nothing is sent to ada@engines.test')
  // The worker notes it in its own time.
  await expect.poll(async () => (await page.reload(), told.count())).toBe(1)
  await page.getByText(/^A mail to this address bounced for good on /).waitFor()
  await page.getByRole('main').getByRole('link', { name: 'Stopped addresses' }).click()
  await page.getByRole('button', { name: 'Ada Byron: it works again' }).click()
  await page.getByText('Mail is sent there again.').waitFor()
  ada.assertClean()
})
