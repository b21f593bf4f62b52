import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser, openWatched, type Watched } from '../testing/browser.js'
import { consoleProduct, type ConsoleProduct } from '../testing/console-product.js'
import { furnish, signUp } from '../testing/product-people.js'

let browser: Browser
let product: ConsoleProduct
let ada: Watched
let id: string

const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
beforeAll(async () => {
  product = await consoleProduct()
  browser = await launchBrowser()
  ada = await signUp(browser, product, 'Ada Byron', { timezoneId: 'UTC' })
  const atlas = await furnish(ada.page, product, '/v1/resources', { name: 'Atlas', timezone: 'UTC' })
  await furnish(ada.page, product, '/v1/resources', { name: 'Borealis', timezone: 'UTC' })
  id = (await furnish(ada.page, product, '/v1/bookings', { resource_id: atlas.id, title: 'Review', starts_at: `${day}T10:00:00Z`, ends_at: `${day}T11:00:00Z` })).id
})
afterAll(async () => {
  await browser?.close()
  await product?.close()
})

/** Where a bar says it stands: `10:15 – 11:00`. */
const clock = async (bar: Locator): Promise<string> => /\d\d:\d\d\s–\s\d\d:\d\d/.exec((await bar.getAttribute('aria-label')) ?? '')?.[0].replaceAll('\u00a0', ' ') ?? ''

it('keys take a booking, carry and stretch it, say where it stands, and put it down or leave it', async () => {
  const { page, assertClean } = ada
  await page.goto(`/app/calendar?date=${day}`)
  const bar = page.locator(`[data-bar="${id}"]`)
  const said = page.locator('p[role=status].sr-only')
  await bar.focus()
  const before = await clock(bar)
  await page.keyboard.press('m')
  await said.getByText('Enter puts it down').waitFor()
  await page.keyboard.press('ArrowRight')
  await said.getByText('Atlas').waitFor()
  await page.keyboard.press('ArrowDown')
  await said.getByText('Borealis').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-bar'))).toBe(id)
  expect(await clock(bar)).toBe(before)
  await page.keyboard.press(' ')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await (await page.request.get(`${product.url}/v1/bookings/${id}`)).json()) as object).toMatchObject({ starts_at: `${day}T10:15:00.000Z`, ends_at: `${day}T11:30:00.000Z` })
  assertClean()
})

it('a resting finger drags, a quick one scrolls', async () => {
  const finger = await openWatched(browser, { baseURL: product.url, viewport: { width: 800, height: 700 }, hasTouch: true, isMobile: true, timezoneId: 'UTC', storageState: await ada.context.storageState() })
  const { page, context, assertClean } = finger
  await page.goto(`/app/calendar?date=${day}`)
  const bar = page.locator(`[data-bar="${id}"]`)
  await bar.scrollIntoViewIfNeeded()
  const before = await clock(bar)
  const box = (await bar.boundingBox())!
  const devtools = await context.newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x, y: box.y + box.height / 2 }] })
  const middle = box.x + box.width / 2
  const scrolled = () => page.locator('.board').evaluate((board) => board.scrollLeft)
  const start = await scrolled()

  await touch('touchStart', middle)
  for (let step = 1; step <= 8; step += 1) await touch('touchMove', middle - step * 15)
  await touch('touchEnd')
  await expect.poll(scrolled).toBeGreaterThan(start)
  expect(await clock(bar)).toBe(before)

  // A swipe runs on for a while.
  let last = -1
  await expect.poll(async () => last === (last = await scrolled()), { interval: 200 }).toBe(true)
  // As far as it ran is up to the machine, which may be under the names of the rows.
  await page.locator('.board').evaluate((board, to) => board.scrollTo({ left: to }), start)
  const now = (await bar.boundingBox())!
  const at = now.x + now.width / 2
  await touch('touchStart', at)
  // The picture of what is dragged stands there before the finger moves.
  await page.locator('[data-track] > .bg-accent-solid\\/80').waitFor()
  const held = await scrolled()
  for (let step = 1; step <= 6; step += 1) await touch('touchMove', at + step * 10)
  await touch('touchEnd')
  await expect.poll(async () => ((await (await page.request.get(`${product.url}/v1/bookings/${id}`)).json()) as { starts_at: string }).starts_at).toBe(`${day}T11:15:00.000Z`)
  expect(await scrolled()).toBe(held)
  assertClean()
  await context.close()
})
