import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../testing/accessibility.js'
import { launchBrowser, openWatched, type Watched } from '../testing/browser.js'
import { consoleProduct, type ConsoleProduct } from '../testing/console-product.js'
import { furnish, signUp } from '../testing/product-people.js'

let browser: Browser
let product: ConsoleProduct
let ada: Watched

beforeAll(async () => {
  product = await consoleProduct()
  browser = await launchBrowser({ plainPaint: true })
  ada = await signUp(browser, product, 'Ada Byron', { timezoneId: 'Europe/Berlin' })
  for (const [name, seats] of [['Atlas', 4], ['Borealis', 10]] as const) await furnish(ada.page, product, '/v1/resources', { name, seats, timezone: 'Europe/Berlin' })
})
afterAll(async () => {
  await browser?.close()
  await product?.close()
})

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const views = (page: Page) => page.getByRole('navigation', { name: 'Saved views' })
const said = (page: Page, text: string) => page.getByRole('status').getByText(text).waitFor()
/** What was sent closes it a moment after it is answered: a click before that would close it instead. */
const open = (page: Page, what: string) => page.locator('details:not([open]) > summary').getByText(what).click()
const current = (page: Page) => views(page).locator('[aria-current=page]').innerText()

/** Keeps what the list shows. With scripts what is done stands in a toast, without them on the page. */
async function keep(page: Page, name: string): Promise<void> {
  await open(page, 'Keep this view')
  // Nothing on the screen may lie over it.
  await page.getByLabel('Name of the view').click()
  await page.getByLabel('Name of the view').fill(name)
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await said(page, `The view “${name}” is kept.`)
}

it.each([
  { screen: 'Bookings', path: '/app/bookings', filters: 'status=confirmed&mine=true' },
  { screen: 'Resources', path: '/app/resources', filters: 'min_seats=8' },
  { screen: 'Calendar', path: '/app/calendar', filters: 'view=week' },
  { screen: 'Reports', path: '/app/reports', filters: 'interval=month', leaf: '/occupancy' },
])('keeps a view of $screen, renames it, opens the screen with it, leads back to everything, forgets it and takes that back', async ({ screen, path, filters, leaf = '' }) => {
  const { page } = ada
  const address = `${path}${leaf}?${filters}`
  const menu = page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: screen, exact: true })
  await page.goto(address)
  await keep(page, 'Mine')
  await open(page, 'Change this view')
  expect(await violations(page)).toEqual([])
  await page.getByLabel('Name of the view').fill('Ours')
  await page.getByRole('button', { name: 'Rename' }).click()
  await said(page, 'The view is called “Ours” now.')
  await expect.poll(() => current(page)).toBe('Ours')

  await open(page, 'Change this view')
  await page.getByRole('button', { name: 'Open this screen with it', exact: true }).click()
  await said(page, 'This screen opens with “Ours” now.')
  await page.goto('/app/me')
  await menu.click()
  await page.waitForURL(`**${address}`)
  await expect.poll(() => current(page)).toContain('Ours')
  await views(page).getByRole('link', { name: /^(All|Standard view)$/ }).click()
  await page.waitForURL(`**${path}`)
  await page.reload()
  await expect.poll(() => current(page)).toMatch(/^(All|Standard view)$/)

  await views(page).getByRole('link', { name: 'Ours' }).click()
  await open(page, 'Change this view')
  await page.getByRole('button', { name: 'Forget “Ours”' }).click()
  await said(page, 'is forgotten.')
  await expect.poll(() => views(page).count()).toBe(0)
  await expect.poll(() => menu.getAttribute('href')).toBe(path)
  await page.keyboard.press('z')
  await said(page, 'The view “Ours” is back.')
  await expect.poll(() => menu.getAttribute('href')).toBe(address)
  ada.assertClean()
})

it('shows another list in a view one has, refuses a name twice, and lets its days move along', async () => {
  const { page } = ada
  await page.goto('/app/audit?outcome=done')
  await keep(page, 'Lately')
  await page.goto(`/app/audit?from=${day(-7)}&to=${day(0)}`)
  await open(page, 'Keep this view')
  expect(await violations(page)).toEqual([])
  await page.getByLabel('Name of the view').fill('Lately')
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await said(page, 'You have a view of that name here already.')
  await open(page, 'Keep this view')
  await page.getByLabel('Its days move along with today').check()
  await page.getByRole('button', { name: 'Replace' }).click()
  await said(page, '“Lately” shows this now.')
  await expect.poll(() => current(page)).toBe('Lately')
  const { items } = (await (await page.request.get('/v1/saved-views?screen=audit')).json()) as { items: { query: string }[] }
  expect(items.map(({ query }) => query)).toEqual(['from=today-7&to=today'])
  ada.assertClean()
})

it('leaves the focus where it was when a view is changed by keyboard', async () => {
  const { page } = ada
  await page.goto('/app/members?role=owner')
  await page.locator('summary').getByText('Keep this view').press('Enter')
  await page.getByLabel('Name of the view').fill('Owners')
  await page.keyboard.press('Enter')
  await said(page, 'The view “Owners” is kept.')
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Change this view')
  ada.assertClean()
})

it('keeps and forgets a view without scripts, and takes that back', async () => {
  const plain = await openWatched(browser, { baseURL: product.url, javaScriptEnabled: false, storageState: await ada.context.storageState() })
  const { page } = plain
  await page.goto('/app/members?status=deactivated')
  await keep(page, 'Gone')
  expect(await current(page)).toBe('Gone')
  await open(page, 'Change this view')
  await page.getByRole('button', { name: 'Forget “Gone”' }).click()
  await said(page, 'is forgotten.')
  expect(await views(page).getByRole('link', { name: 'Gone' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Keep it again' }).click()
  await said(page, 'The view “Gone” is back.')
  expect(await current(page)).toBe('Gone')
  plain.assertClean()
  await plain.context.close()
})
