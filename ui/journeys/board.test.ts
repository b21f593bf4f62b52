import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser, openWatched, type Watched } from '../testing/browser.js'
import { consoleProduct, type ConsoleProduct } from '../testing/console-product.js'
import { furnish, joinByMail, signUp } from '../testing/product-people.js'

let browser: Browser
let product: ConsoleProduct
let ada: Watched
let id: string

const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
beforeAll(async () => {
  product = await consoleProduct()
  browser = await launchBrowser({ plainPaint: true })
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

it('a bar names who booked, for eyes and for ears; a short one that is dragged shows its times whole', async () => {
  const { page, assertClean } = ada
  await furnish(page, product, '/v1/invitations', { email: 'bo@engines.test', role: 'member' })
  const bo = await joinByMail(browser, product, 'Bo Diaz')
  const { items } = (await (await bo.page.request.get(`${product.url}/v1/resources`)).json()) as { items: { id: string; name: string }[] }
  const borealis = items.find(({ name }) => name === 'Borealis')!
  const long = await furnish(bo.page, product, '/v1/bookings', { resource_id: borealis.id, title: 'Workshop', starts_at: `${day}T13:00:00Z`, ends_at: `${day}T15:30:00Z` })
  const short = await furnish(bo.page, product, '/v1/bookings', { resource_id: borealis.id, title: 'Call', starts_at: `${day}T16:00:00Z`, ends_at: `${day}T16:15:00Z` })
  await page.goto(`/app/calendar?date=${day}`)
  const bar = page.locator(`[data-bar="${long.id}"]`)
  await bar.getByText('Bo Diaz').waitFor()
  expect(await bar.getAttribute('aria-label')).toMatch(/^Workshop, Bo Diaz, /)
  expect(await page.locator(`[data-bar="${short.id}"]`).getAttribute('aria-label')).toMatch(/^Call, Bo Diaz, /)

  const board = (await page.locator('.board').boundingBox())!
  const box = (await page.locator(`[data-bar="${short.id}"]`).boundingBox())!
  await page.mouse.move(box.x + 7, box.y + 8)
  await page.mouse.down()
  // To the middle, and then as far right as the screen goes.
  for (const x of [board.x + board.width / 2, board.x + board.width - 12]) {
    await page.mouse.move(x, box.y + 8, { steps: 4 })
    const times = page.locator('[data-ghost] > span')
    const { left, right, wide } = await times.evaluate((span) => ({ ...span.getBoundingClientRect().toJSON(), wide: span.scrollWidth - span.clientWidth }) as { left: number; right: number; wide: number })
    expect(right - left).toBeGreaterThan(70)
    expect(wide).toBeLessThanOrEqual(0)
    expect(right).toBeLessThanOrEqual(board.x + board.width)
    expect(left).toBeGreaterThanOrEqual(board.x)
  }
  await page.keyboard.press('Escape')
  await page.mouse.up()
  assertClean()
  bo.assertClean()
  await bo.context.close()
})

it('rows scrolled past are drawn in passing, and are links once one rests', async () => {
  const { page, assertClean } = ada
  for (let n = 0; n < 60; n += 1) await furnish(page, product, '/v1/resources', { name: `Room ${String(n).padStart(2, '0')}`, timezone: 'UTC' })
  const { items } = (await (await page.request.get(`${product.url}/v1/resources?q=Room%2055`)).json()) as { items: { id: string }[] }
  const last = await furnish(page, product, '/v1/bookings', { resource_id: items[0]!.id, title: 'Far below', starts_at: `${day}T10:00:00Z`, ends_at: `${day}T12:00:00Z` })
  await page.goto(`/app/calendar?date=${day}`)
  await page.locator('[data-track="0"]').waitFor()
  const board = (await page.locator('.board').boundingBox())!
  await page.mouse.move(board.x + board.width / 2, board.y + board.height / 2)
  let passed = 0
  for (let turn = 0; turn < 40; turn += 1) {
    await page.mouse.wheel(0, 80)
    passed = Math.max(passed, await page.locator('[data-passing]').count())
  }
  expect(passed).toBeGreaterThan(0)
  await page.locator(`[data-bar="${last.id}"]`).waitFor()
  await expect.poll(() => page.locator('[data-passing]').count()).toBe(0)
  assertClean()
})

it.each([1440, 1280])('a month of 31 days stands whole on a screen of %d pixels', async (width) => {
  const { page, context, assertClean } = await openWatched(browser, { baseURL: product.url, viewport: { width, height: 900 }, timezoneId: 'UTC', storageState: await ada.context.storageState() })
  await page.goto('/app/calendar?view=month&date=2027-01-01')
  const last = page.locator('[data-track="0"] [data-bar]').nth(30)
  await last.waitFor()
  expect(await page.locator('.board').evaluate((board) => board.scrollWidth - board.clientWidth)).toBe(0)
  const [board, box] = [(await page.locator('.board').boundingBox())!, (await last.boundingBox())!]
  expect(box.x + box.width).toBeLessThanOrEqual(board.x + board.width)
  expect(box.width).toBeGreaterThanOrEqual(24)
  assertClean()
  await context.close()
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
  await page.locator('[data-ghost]').waitFor()
  const held = await scrolled()
  for (let step = 1; step <= 6; step += 1) await touch('touchMove', at + step * 10)
  await touch('touchEnd')
  await expect.poll(async () => ((await (await page.request.get(`${product.url}/v1/bookings/${id}`)).json()) as { starts_at: string }).starts_at).toBe(`${day}T11:15:00.000Z`)
  expect(await scrolled()).toBe(held)
  assertClean()
  await context.close()
})
