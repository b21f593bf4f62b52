import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser, openWatched, type Watched } from '../testing/browser.js'
import { consoleProduct, type ConsoleProduct } from '../testing/console-product.js'
import { addressOf, furnish, signUp } from '../testing/product-people.js'

let browser: Browser
let product: ConsoleProduct
let ada: Watched

beforeAll(async () => {
  product = await consoleProduct()
  browser = await launchBrowser({ plainPaint: true })
  ada = await signUp(browser, product, 'Ada Byron', { timezoneId: 'Europe/Berlin' })
  for (const [name, seats] of [['Atlas', 4], ['Borealis', 10]] as const) {
    const { id } = await furnish(ada.page, product, '/v1/resources', { name, seats, timezone: 'Europe/Berlin', attributes: { screen: seats > 4 } })
    // What a form offers is not about to begin: whoever types slowly would book in the past.
    const soon = Date.now() + 600_000
    if (name === 'Atlas') await furnish(ada.page, product, '/v1/bookings', { resource_id: id, title: 'Painters', starts_at: new Date(soon), ends_at: new Date(soon + 8 * 3_600_000) })
  }
})
afterAll(async () => {
  await browser?.close()
  await product?.close()
})

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const booked = (page: Page, title: string) => page.getByRole('status').getByText(`Booked: ${title}`)

/** Walks on with Tab until something has the focus; a keyboard has nothing else. */
async function tabTo(page: Page, what: string): Promise<void> {
  const met: string[] = []
  for (let steps = 0; steps < 80; steps += 1) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate(() => {
      const at = document.activeElement
      const label = at instanceof HTMLInputElement || at instanceof HTMLSelectElement ? at.labels?.[0]?.textContent : (at?.getAttribute('aria-label') ?? at?.textContent)
      return label?.trim() ?? ''
    })
    if (name === what) return
    met.push(name)
  }
  throw new Error(`No "${what}" within 80 steps of Tab: ${met.join(' · ')}`)
}

it('books with the keyboard alone, from the login to the confirmation', async () => {
  const { page, context, assertClean } = await openWatched(browser, { baseURL: product.url, locale: 'en-GB' })
  await page.goto('/login')
  await tabTo(page, 'E-mail')
  await page.keyboard.type(addressOf('Ada Byron'))
  await tabTo(page, 'Password')
  await page.keyboard.type('a long sentence')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/app')
  await page.getByRole('status').getByText('Live').waitFor()
  await page.keyboard.press('n')
  await page.waitForURL('**/app/bookings/new')
  // The address is there before the form: a walk that began at once would be past it.
  await page.getByLabel('Title').waitFor()
  await tabTo(page, 'Title')
  await page.keyboard.type('Keyboard only')
  await page.keyboard.press('Enter')
  await booked(page, 'Keyboard only').waitFor()
  assertClean()
  await context.close()
})

it('opens the palette by Ctrl-K, finds a resource by a part of its name, and shows the keys by ?', async () => {
  const { page } = ada
  await page.goto('/app')
  await page.getByRole('status').getByText('Live').waitFor()
  await page.keyboard.press('Control+k')
  const dialog = page.getByRole('dialog', { name: 'Search and commands' })
  await dialog.getByRole('combobox').fill('oreal')
  await dialog.getByRole('option', { name: /Borealis/, selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Borealis' }).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard help' }).getByText('Single keys act without Ctrl').click()
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.keyboard.press('Control+k')
  await dialog.getByRole('combobox').fill('dark')
  await dialog.getByRole('option', { name: /dark/i, selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark')
  ada.assertClean()
})

it('finds a room for eight with a screen, and books it with one click', async () => {
  const { page } = ada
  await page.goto('/app/find')
  await page.getByLabel('What for').fill('Town hall')
  await page.getByLabel('Seats').fill('8')
  await page.getByLabel('From day').fill(inDays(3))
  await page.getByLabel('To day').fill(inDays(5))
  await page.getByLabel('screen').check()
  await page.getByRole('button', { name: 'Find a time' }).click()
  await page.getByText('1 resource has time').waitFor()
  await page.getByRole('button', { name: /^Book Borealis, .*08:00/ }).first().click()
  await booked(page, 'Town hall').waitFor()
  ada.assertClean()
})

it('says before booking what stands in the way, and lets go as soon as it is gone', async () => {
  const { page } = ada
  const date = inDays(10)
  await page.goto(`/app/bookings/new?date=${date}&start=09:00&end=10:00&title=First`)
  await page.getByText('Free: it is confirmed at once').waitFor()
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  await booked(page, 'First').waitFor()
  await page.goto(`/app/bookings/new?date=${date}&start=09:30&end=10:30&title=Second`)
  await page.getByText('Somebody has that time').waitFor()
  await page.getByLabel('Resource', { exact: true }).last().selectOption({ label: 'Borealis' })
  await page.getByText('Free: it is confirmed at once').waitFor()
  ada.assertClean()
})

it('takes a cancellation back by booking again, and says when it cannot', async () => {
  const { page } = ada
  const from = inDays(10)
  await page.goto(`/app/bookings?from=${from}`)
  await page.getByRole('link', { name: /^Cancel it: First/ }).click()
  await page.getByRole('button', { name: 'Cancel booking' }).click()
  const said = page.getByRole('status').getByText('Cancelled: First')
  await said.waitFor()
  await page.getByRole('button', { name: 'Book it again' }).click()
  await page.getByRole('status').getByText('Booked again: First').waitFor()
  await page.goto(`/app/bookings?from=${from}&status=confirmed`)
  await page.getByRole('link', { name: /^Cancel it: First/ }).click()
  await page.getByRole('button', { name: 'Cancel booking' }).click()
  await said.waitFor()
  const { items } = (await (await page.request.get('/v1/resources')).json()) as { items: { id: string; name: string }[] }
  const starts_at = await page.request.get(`/v1/bookings?from=${from}T00:00:00Z&status=cancelled`).then(async (answer) => ((await answer.json()) as { items: { starts_at: string; ends_at: string }[] }).items[0])
  await furnish(page, product, '/v1/bookings', { resource_id: items.find(({ name }) => name === 'Atlas')?.id, title: 'Faster', starts_at: starts_at?.starts_at, ends_at: starts_at?.ends_at })
  await page.getByRole('button', { name: 'Book it again' }).click()
  await page.getByRole('status').getByText('It cannot be booked again as it was').waitFor()
  await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('First')
  ada.assertClean()
})

it('books on a phone, by touch', async () => {
  const { page, context, assertClean } = await openWatched(browser, { baseURL: product.url, locale: 'en-GB', viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true })
  await page.goto('/login')
  await page.getByLabel('E-mail').fill(addressOf('Ada Byron'))
  await page.getByLabel('Password').fill('a long sentence')
  await page.getByRole('button', { name: 'Log in' }).tap()
  await page.waitForURL('**/app')
  await page.getByRole('link', { name: 'Settings' }).tap()
  await page.waitForURL('**/app/settings')
  const current = await page.getByRole('link', { name: 'Settings' }).boundingBox()
  expect(current && current.x >= 0 && current.x + current.width <= 375).toBe(true)
  await page.getByRole('link', { name: 'Calendar' }).tap()
  await page.getByRole('grid').waitFor()
  await page.getByRole('link', { name: 'New booking' }).tap()
  await page.getByLabel('Title').fill('On the go')
  await page.getByLabel('Day', { exact: true }).fill(inDays(12))
  await page.getByText('Free: it is confirmed at once').waitFor()
  await page.getByRole('button', { name: 'Book', exact: true }).tap()
  await booked(page, 'On the go').waitFor()
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(375)
  assertClean()
  await context.close()
})
