import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { launchBrowser, type Watched } from '../testing/browser.js'
import { consoleProduct, type ConsoleProduct } from '../testing/console-product.js'
import { signUp } from '../testing/product-people.js'

let browser: Browser
let product: ConsoleProduct
let visitor: Watched
let page: Page

beforeAll(async () => {
  product = await consoleProduct()
  browser = await launchBrowser({ plainPaint: true })
  visitor = await signUp(browser, product, 'Ada Byron', { timezoneId: 'Europe/Berlin', viewport: { width: 1400, height: 900 } })
  page = visitor.page
})
afterAll(async () => {
  await browser?.close()
  await product?.close()
})

/** A Wednesday next month: open, and not today. */
const day = (() => {
  const date = new Date(Date.now() + 28 * 86_400_000)
  date.setUTCDate(date.getUTCDate() + ((3 - date.getUTCDay() + 7) % 7))
  return date.toISOString().slice(0, 10)
})()

it('makes a resource with hours, kind and attribute; keeps what was typed when REST refuses; saves a change', async () => {
  visitor.expectRefusal('POST /app/resources/')
  await page.getByRole('link', { name: 'Add the first resource' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Atlas')
  await page.getByLabel('Or a new kind').fill('Meeting room')
  await page.getByLabel('Seats').fill('8')
  await page.getByLabel('At these hours').check()
  await page.getByLabel('Monday, closes', { exact: true }).fill('07:00')
  await page.getByLabel('Attribute 1, name').fill('screen')
  await page.getByLabel('Attribute 1, kind').selectOption('yes_no')
  await page.getByLabel('Attribute 1, value').fill('yes')
  await page.getByRole('button', { name: 'Create resource' }).click()
  await page.getByText('Opens at 08:00 and closes at 07:00').waitFor()
  expect(await page.getByLabel('Attribute 1, value').inputValue()).toBe('yes')
  await page.getByLabel('Monday, closes', { exact: true }).fill('18:00')
  await page.getByRole('button', { name: 'Create resource' }).click()
  await page.getByText('Atlas can be booked now.').waitFor()
  await page.getByText('Monday to Friday').waitFor()
  await page.getByText('Meeting room').waitFor()
  await page.getByRole('link', { name: 'Edit' }).click()
  await page.getByLabel('Location').fill('North')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Atlas is saved.').waitFor()
  visitor.assertClean()
})

it('draws a booking into the calendar, drags it on, and puts it back when the time is taken', async () => {
  await page.goto(`/app/calendar?date=${day}`)
  await draw(9, 10)
  await page.waitForURL('**/app/bookings/new?**')
  expect([await page.getByLabel('From').last().inputValue(), await page.getByLabel('To').last().inputValue()]).toEqual(['09:00', '10:00'])
  await page.getByLabel('Title').fill('Stand-up')
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  await page.getByText('Booked: Stand-up').waitFor()
  await page.goto(`/app/bookings/new?date=${day}&start=13:00&end=14:00&title=Review`)
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  await page.getByText('Booked: Review').waitFor()

  await page.goto(`/app/calendar?date=${day}`)
  await drag('Stand-up', 2)
  await page.getByRole('link', { name: /Stand-up, .* 11:00 – 12:00/ }).waitFor()
  await page.getByRole('status').getByText('Moved: Stand-up').waitFor()
  await drag('Stand-up', 2)
  await page.getByRole('alert').getByText('Somebody has that time').waitFor()
  await page.getByRole('link', { name: /Stand-up, .* 11:00 – 12:00/ }).waitFor()
  await page.getByRole('link', { name: 'List', exact: true }).click()
  await page.getByRole('listitem').filter({ hasText: 'Stand-up' }).getByText('11:00').waitFor()
  visitor.assertClean()
})

it('shows a booking with its history, changes it, and refuses to archive what is still needed, with the list', async () => {
  visitor.expectRefusal('POST /app/resources/')
  await page.getByRole('link', { name: 'Stand-up', exact: true }).click()
  await page.getByText('changed it').waitFor()
  await page.getByRole('link', { name: 'Change' }).click()
  await page.getByLabel('Title').fill('Weekly')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Weekly' }).waitFor()
  await page.getByText('Another title').waitFor()
  await page.getByRole('link', { name: 'Atlas' }).click()
  await page.getByRole('link', { name: 'Archive' }).click()
  await page.getByRole('button', { name: 'Archive' }).click()
  const alert = page.getByRole('alert')
  await expect.poll(() => alert.getByRole('link').count()).toBe(2)
  visitor.assertClean()
})

/** Draws over Atlas's line from one hour to another. */
async function draw(from: number, to: number): Promise<void> {
  const line = await hours()
  await page.mouse.move(line.x(from) + 2, line.y)
  await page.mouse.down()
  await page.mouse.move(line.x(to) - 10, line.y, { steps: 6 })
  await page.mouse.up()
}

async function drag(title: string, byHours: number): Promise<void> {
  const line = await hours()
  const box = await placed(page.locator('[data-bar]', { hasText: title }))
  const grab = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await page.mouse.move(grab.x, grab.y)
  await page.mouse.down()
  await page.mouse.move(grab.x + byHours * line.hour, grab.y, { steps: 8 })
  await page.mouse.up()
}

/** Where something stands, once it does: the board is drawn anew whenever the live stream says that something changed. */
async function placed(what: Locator) {
  return vi.waitFor(async () => {
    const at = await what.boundingBox({ timeout: 1_000 })
    if (!at) throw new Error('Not drawn yet.')
    return at
  }, { timeout: 60_000, interval: 50 })
}

/** Where hours stand on the screen, from the labels the calendar drew. */
async function hours() {
  const board = page.locator('[aria-busy="false"] > .board')
  await board.waitFor()
  const box = (text: string) => placed(board.getByText(text, { exact: true }).first())
  const [seven, eight, row] = [await box('07:00'), await box('08:00'), await box('Atlas')]
  const hour = eight.x - seven.x
  const start = seven.x + seven.width / 2
  return { hour, x: (at: number): number => start + (at - 7) * hour, y: row.y + row.height / 2 }
}
