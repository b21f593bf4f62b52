import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser, openWatched, type Watched } from '../testing/browser.js'
import { fakedConsole, type FakedConsole } from '../testing/faked-console.js'

let browser: Browser
let console: FakedConsole
let visitor: Watched

beforeAll(async () => void (browser = await launchBrowser({ plainPaint: true })))
afterAll(() => browser.close())
beforeEach(async () => {
  console = await fakedConsole()
  console.rest.resources.push({ id: 'r-1', name: 'Atlas', location: '', timezone: 'Europe/Berlin', seats: 8 })
  visitor = await openWatched(browser, { baseURL: console.url })
  visitor.expectRefusal('GET /v1/stream')
  await visitor.page.goto('/login')
  await visitor.page.getByLabel('E-mail').fill('ada@example.org')
  await visitor.page.getByLabel('Password').fill('right')
  await visitor.page.keyboard.press('Enter')
  await visitor.page.getByRole('link', { name: 'Bookings', exact: true }).click()
  await visitor.page.waitForURL('**/app/bookings')
  await live(visitor.page)
})
afterEach(async () => {
  await visitor.context.close()
  await console.close()
})

const live = (page: Page): Promise<void> => page.getByRole('status').getByText('Live').waitFor()

/** Somebody else books. */
function elsewhere(title: string): void {
  const start = Date.now() + 3_600_000
  const booking = { id: title, resource_id: 'r-1', title, starts_at: new Date(start).toISOString(), ends_at: new Date(start + 3_600_000).toISOString(), status: 'confirmed', busy: false, booked_by: 'u-2', booked_for: 'u-2' }
  console.rest.bookings.push(booking)
  console.rest.publish('bookings.created')
}

it('shows a booking made elsewhere as it is made', async () => {
  elsewhere('Made elsewhere')
  await visitor.page.getByText('Made elsewhere').waitFor()
  visitor.assertClean()
})

it('keeps one stream for all tabs of a browser, and hands it on when its tab closes', async () => {
  const tabs = await Promise.all(Array.from({ length: 6 }, () => visitor.context.newPage()))
  for (const tab of tabs) {
    await tab.goto('/app/bookings')
    await live(tab)
  }
  expect(console.rest.streams.size).toBe(1)
  await visitor.page.close()
  const last = tabs[5]!
  await last.bringToFront()
  await expect.poll(() => console.rest.streams.size).toBe(1)
  elsewhere('After the hand-over')
  await last.getByText('After the hand-over').waitFor()
  visitor.assertClean()
})

it('leaves a refusal and what was typed where they are while others book, and goes on afterwards', async () => {
  const { page } = visitor
  visitor.expectRefusal('POST /app/bookings/new')
  await page.goto('/app/bookings/new?date=2027-03-15&start=09:00&end=10:00')
  await live(page)
  await page.getByLabel('Title').fill('Retrospective')
  console.rest.refuseNext = { status: 409, body: { code: 'booking_conflict', title: 'Taken', detail: 'Atlas is taken.', conflicts: [{ starts_at: '2027-03-15T09:00:00Z', ends_at: '2027-03-15T10:00:00Z', title: 'Planning' }], next_free: [] } }
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  const refusal = page.getByRole('alert').getByText('Planning, Mon 15 Mar')
  await refusal.waitFor()
  const read = () => console.rest.calls.filter(({ url }) => url.startsWith('/v1/bookings?')).length
  const before = read()
  elsewhere('Meanwhile')
  // Longer than events are gathered and a screen takes to be read.
  await page.waitForTimeout(600)
  expect(read()).toBe(before)
  expect(await refusal.isVisible()).toBe(true)
  expect(await page.getByLabel('Title').inputValue()).toBe('Retrospective')
  await page.goto('/app/bookings')
  await page.getByText('Meanwhile').waitFor()
  visitor.assertClean()
})

it('renews the session under an open page and stays live', async () => {
  console.rest.accepted.clear()
  for (const stream of console.rest.streams) stream.raw.end()
  await expect.poll(() => console.rest.calls.filter(({ url }) => url === '/v1/auth/refresh')).toHaveLength(1)
  await live(visitor.page)
  elsewhere('After the renewal')
  await visitor.page.getByText('After the renewal').waitFor()
  visitor.assertClean()
})

it('leads to the login when the session is gone, and back to the screen afterwards', async () => {
  visitor.expectRefusal('POST /session')
  await visitor.page.goto('/app/bookings?mine=true')
  await live(visitor.page)
  console.rest.accepted.clear()
  const cookies = await visitor.context.cookies()
  for (const { name, value } of cookies) if (name === 'bookflow_refresh') console.rest.spent.add(decodeURIComponent(value))
  for (const stream of console.rest.streams) stream.raw.end()
  await visitor.page.waitForURL('**/login?next=*')
  await visitor.page.getByLabel('E-mail').fill('ada@example.org')
  await visitor.page.getByLabel('Password').fill('right')
  await visitor.page.keyboard.press('Enter')
  await visitor.page.waitForURL('**/app/bookings?mine=true')
  visitor.assertClean()
})

it('opens no stream where live updates are switched off', async () => {
  console.rest.viewer.modules.splice(console.rest.viewer.modules.indexOf('sse'), 1)
  await visitor.page.reload()
  await visitor.page.getByRole('status').getByText('Not live').waitFor()
  await expect.poll(() => console.rest.streams.size).toBe(0)
})
