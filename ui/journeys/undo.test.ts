import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser, openWatched, type Watched } from '../testing/browser.js'
import { consoleProduct, type ConsoleProduct } from '../testing/console-product.js'
import { furnish, joinByMail, signUp } from '../testing/product-people.js'

let browser: Browser
let product: ConsoleProduct
let ada: Watched
let room: string

const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
beforeAll(async () => {
  product = await consoleProduct()
  browser = await launchBrowser({ plainPaint: true })
  ada = await signUp(browser, product, 'Ada Byron', { timezoneId: 'UTC' })
  await ada.page.request.patch('/v1/auth/me', { headers: { origin: product.url }, data: { timezone: 'UTC' } })
  room = (await furnish(ada.page, product, '/v1/resources', { name: 'Atlas', timezone: 'UTC' })).id
})
afterAll(async () => {
  await browser?.close()
  await product?.close()
})

const said = (page: Page, text: string) => page.getByRole('status').getByText(text).waitFor()
const book = (title: string, hour: number) => furnish(ada.page, product, '/v1/bookings', { resource_id: room, title, starts_at: `${day}T${hour}:00:00Z`, ends_at: `${day}T${hour + 1}:00:00Z` })
const startOf = async (id: string): Promise<string> => ((await (await ada.page.request.get(`/v1/bookings/${id}`)).json()) as { starts_at: string }).starts_at

/** Moves a booking on the board by a quarter of an hour, with keys. */
async function carry(page: Page, id: string): Promise<void> {
  await page.goto(`/app/calendar?date=${day}`)
  await page.locator(`[data-bar="${id}"]`).focus()
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
}

it('moves a booking back that was moved on the board, by one key', async () => {
  const { page } = ada
  const { id } = await book('Review', 10)
  await carry(page, id)
  await said(page, 'Moved: Review')
  expect(await startOf(id)).toBe(`${day}T10:15:00.000Z`)
  await page.keyboard.press('z')
  await said(page, 'Moved back: Review')
  expect(await startOf(id)).toBe(`${day}T10:00:00.000Z`)
  // Taken back once, there is nothing left to take back.
  await page.keyboard.press('z')
  expect(await page.getByRole('button', { name: 'Move it back' }).count()).toBe(0)
  ada.assertClean()
})

it('says that a booking cannot be moved back when somebody took its place, and when somebody changed it', async () => {
  const { page } = ada
  const { id } = await book('Planning', 13)
  await carry(page, id)
  await said(page, 'Moved: Planning')
  await furnish(page, product, '/v1/bookings', { resource_id: room, title: 'Faster', starts_at: `${day}T13:00:00Z`, ends_at: `${day}T13:15:00Z` })
  await page.getByRole('button', { name: 'Move it back' }).click()
  await said(page, 'It could not be moved back')
  await said(page, 'Somebody has that time: Faster')
  expect(await startOf(id)).toBe(`${day}T13:15:00.000Z`)

  await carry(page, id)
  await said(page, 'Moved: Planning')
  await page.request.patch(`/v1/bookings/${id}`, { headers: { origin: product.url, 'if-match': '*' }, data: { title: 'Planning II' } })
  await page.getByRole('button', { name: 'Move it back' }).click()
  await said(page, 'Somebody changed this booking meanwhile')
  expect(await startOf(id)).toBe(`${day}T13:30:00.000Z`)
  ada.assertClean()
})

it.each([
  ['with scripts', true],
  ['without scripts', false],
])('moves a booking back that was changed on its page, %s', async (_name, javaScriptEnabled) => {
  const visitor = await openWatched(browser, { baseURL: product.url, javaScriptEnabled, storageState: await ada.context.storageState() })
  const { page } = visitor
  const { id } = await book('Retro', javaScriptEnabled ? 16 : 18)
  const before = await startOf(id)
  await page.goto(`/app/bookings/${id}/change`)
  await page.getByLabel('To', { exact: true }).fill(javaScriptEnabled ? '17:30' : '19:30')
  await page.getByRole('button', { name: 'Save' }).click()
  await said(page, 'Moved: Retro')
  await page.getByRole('button', { name: 'Move it back' }).click()
  await said(page, 'Moved back: Retro')
  const { starts_at, ends_at } = (await (await ada.page.request.get(`/v1/bookings/${id}`)).json()) as { starts_at: string; ends_at: string }
  expect([starts_at, Date.parse(ends_at) - Date.parse(starts_at)]).toEqual([before, 3_600_000])
  visitor.assertClean()
  await visitor.context.close()
})

it('switches a rule off and on again, and says when somebody changed it meanwhile', async () => {
  const { page } = ada
  const rule = await furnish(page, product, '/v1/workflow-rules', { name: 'Long ones', priority: 10, conditions: [{ kind: 'duration', is: 'more_than', minutes: 240 }], outcome: { kind: 'refuse', reason: 'Too long.' } })
  const enabled = async (): Promise<boolean> => ((await (await page.request.get(`/v1/workflow-rules/${rule.id}`)).json()) as { enabled: boolean }).enabled
  await page.goto('/app/rules')
  await page.getByRole('button', { name: 'Switch off: Long ones' }).click()
  await said(page, 'The rule “Long ones” is out of use.')
  expect(await enabled()).toBe(false)
  await page.keyboard.press('z')
  await said(page, 'The rule “Long ones” is in use again.')
  expect(await enabled()).toBe(true)

  await page.goto(`/app/rules/${rule.id}`)
  await page.getByLabel('In use').uncheck()
  await page.getByRole('button', { name: 'Save as a new version' }).click()
  await said(page, 'The rule “Long ones” is out of use.')
  await page.request.patch(`/v1/workflow-rules/${rule.id}`, { headers: { origin: product.url, 'if-match': '*' }, data: { priority: 11 } })
  await page.getByRole('button', { name: 'Undo' }).click()
  await said(page, 'That could not be undone')
  await said(page, 'Somebody changed it meanwhile.')
  expect(await enabled()).toBe(false)
  ada.assertClean()
})

it('gives a member the role of before back, and an endpoint its messages', async () => {
  const { page } = ada
  await furnish(page, product, '/v1/invitations', { email: 'bo@engines.test', role: 'member' })
  const bo = await joinByMail(browser, product, 'Bo Diaz')
  await bo.context.close()
  const { items } = (await (await page.request.get('/v1/members?q=Bo')).json()) as { items: { id: string }[] }
  await page.goto(`/app/members/${items[0]?.id}`)
  await page.getByLabel('New role').selectOption('admin')
  await page.getByRole('button', { name: 'Change role' }).click()
  await said(page, 'The role is changed.')
  await page.getByRole('button', { name: 'Undo' }).click()
  await said(page, 'Bo Diaz has the role of before again.')
  expect(await (await page.request.get(`/v1/members/${items[0]?.id}`)).json()).toMatchObject({ role: 'member' })

  const endpoint = await furnish(page, product, '/v1/webhooks/endpoints', { url: 'https://example.com/hook' })
  await page.goto(`/app/webhooks/${endpoint.id}`)
  await page.getByRole('button', { name: 'Switch off' }).click()
  await said(page, 'It is off.')
  await page.getByRole('button', { name: 'Undo' }).click()
  await said(page, 'It is switched on again.')
  expect(await (await page.request.get(`/v1/webhooks/endpoints/${endpoint.id}`)).json()).toMatchObject({ enabled: true })
  ada.assertClean()
})
