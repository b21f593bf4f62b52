import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser, openWatched, type Watched } from '../testing/browser.js'
import { consoleProduct, type ConsoleProduct } from '../testing/console-product.js'

let browser: Browser
let product: ConsoleProduct

beforeAll(async () => {
  product = await consoleProduct()
  browser = await launchBrowser({ plainPaint: true })
})
afterAll(async () => {
  await browser?.close()
  await product?.close()
})

/** REST with the session of a browser, for what has no screen yet. */
async function rest(page: Page, method: 'get' | 'post', path: string, data?: object): Promise<Record<string, unknown>> {
  const answer = await page.request[method](path, { headers: { origin: product.url }, ...(data ? { data } : {}) })
  expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true)
  return (await answer.json()) as Record<string, unknown>
}

async function signUp(): Promise<Watched> {
  const visitor = await openWatched(browser, { baseURL: product.url, locale: 'en-GB' })
  const { page } = visitor
  await page.goto('/')
  await page.getByRole('link', { name: 'Sign up' }).first().click()
  await page.getByLabel('Organisation').fill('Analytical Engines')
  await page.getByLabel('Time zone').selectOption('Europe/Berlin')
  await page.getByLabel('Your name').fill('Ada Byron')
  await page.getByLabel('E-mail').fill('ada@engines.test')
  await page.getByLabel('Password').fill('a long sentence')
  await page.getByRole('button', { name: 'Create organisation' }).click()
  await page.getByRole('heading', { name: 'Check your e-mail' }).waitFor()
  await page.goto(await product.mailedLink('ada@engines.test'))
  await page.getByRole('button', { name: 'Confirm and open' }).click()
  await page.waitForURL('**/app')
  return visitor
}

async function joinByMail(email: string, name: string): Promise<Watched> {
  const visitor = await openWatched(browser, { baseURL: product.url, locale: 'en-GB' })
  const { page } = visitor
  await page.goto(await product.mailedLink(email))
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Choose a password').fill('another long sentence')
  await page.getByRole('button', { name: 'Create account and join' }).click()
  await page.waitForURL('**/app')
  await page.getByRole('status').getByText('Live').waitFor()
  return visitor
}

async function book(page: Page, times: { date: string; start: string; end: string; title: string }): Promise<void> {
  await page.goto(`/app/bookings/new?${new URLSearchParams(times)}`)
  await page.getByRole('button', { name: 'Book', exact: true }).click()
}

it('goes the whole way: browser, database, worker, and back over the live stream', async () => {
  const ada = await signUp()
  ada.expectRefusal('POST /app/bookings/new')
  await ada.page.getByRole('link', { name: 'Add the first resource' }).waitFor()
  await rest(ada.page, 'post', '/v1/resources', { name: 'Atlas', timezone: 'Europe/Berlin' })
  await rest(ada.page, 'post', '/v1/invitations', { email: 'bo@engines.test', role: 'member' })
  const bo = await joinByMail('bo@engines.test', 'Bo Diaz')
  bo.expectRefusal('POST /app/bookings/new')
  const date = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)

  // One browser books, the other sees it without being told to look.
  await ada.page.goto('/app/bookings')
  await ada.page.getByRole('status').getByText('Live').waitFor()
  await book(bo.page, { date, start: '09:00', end: '10:00', title: 'Stand-up' })
  await bo.page.getByText('Booked: Stand-up').waitFor()
  await ada.page.getByText('Stand-up').waitFor()

  // The database refuses an overlap; the offered time is taken instead.
  await book(bo.page, { date, start: '09:30', end: '10:30', title: 'Review' })
  const refusal = bo.page.getByRole('alert')
  await refusal.getByText('Somebody has that time').waitFor()
  await refusal.getByText('Stand-up').waitFor()
  await refusal.getByRole('link').first().click()
  await bo.page.waitForURL('**start=10%3A00**')
  await bo.page.getByRole('button', { name: 'Book', exact: true }).click()
  await bo.page.getByText('Booked: Review').waitFor()

  // A rule asks for approval; the decision arrives live.
  await rest(ada.page, 'post', '/v1/workflow-rules', {
    name: 'Over four hours',
    priority: 10,
    conditions: [{ kind: 'duration', is: 'more_than', minutes: 240 }],
    outcome: { kind: 'require_approval', steps: [{ mode: 'any', approvers: [{ kind: 'role', role: 'owner' }] }] },
  })
  await book(bo.page, { date, start: '12:00', end: '17:00', title: 'Workshop' })
  await bo.page.getByText('Waiting for approval: Workshop').waitFor()
  await bo.page.goto(`/app/bookings?from=${date}`)
  await bo.page.getByRole('status').getByText('Live').waitFor()
  const row = bo.page.getByRole('listitem').filter({ hasText: 'Workshop' })
  await row.getByText('Waiting for approval').waitFor()
  const { items } = (await rest(ada.page, 'get', '/v1/approvals')) as { items: { id: string }[] }
  await rest(ada.page, 'post', `/v1/approvals/${items[0]?.id}/decision`, { decision: 'approve' })
  await row.getByText('Confirmed').waitFor()

  // Cancelling frees the time, and the other browser sees that too.
  await bo.page.getByRole('link', { name: /^Cancel it: Stand-up/ }).click()
  await bo.page.getByLabel('Reason').fill('Nobody can come')
  await bo.page.getByRole('button', { name: 'Cancel booking' }).click()
  await bo.page.getByText('Cancelled: Stand-up').waitFor()
  await ada.page.getByRole('listitem').filter({ hasText: 'Stand-up' }).getByText('Cancelled').waitFor()

  ada.assertClean()
  bo.assertClean()
})
