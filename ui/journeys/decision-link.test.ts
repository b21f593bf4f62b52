import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser, openWatched, type Watched } from '../testing/browser.js'
import { fakedConsole, type FakedConsole } from '../testing/faked-console.js'

let browser: Browser
let console: FakedConsole
const open: Watched[] = []

beforeAll(async () => void (browser = await launchBrowser({ plainPaint: true })))
afterAll(() => browser.close())
beforeEach(async () => void (console = await fakedConsole()))
afterEach(async () => {
  for (const { context } of open.splice(0)) await context.close()
  await console.close()
})

const decisions = () => console.rest.calls.filter(({ url }) => url === '/v1/decision-links/decision').map(({ body }) => body)

async function visitor(options: BrowserContextOptions = {}): Promise<Watched> {
  const opened = await openWatched(browser, { baseURL: console.url, locale: 'en-GB', ...options })
  open.push(opened)
  return opened
}

it('opens from the mail, changes nothing by being opened, and decides by its buttons', async () => {
  for (const method of ['GET', 'HEAD']) expect((await fetch(`${console.url}/decide?choice=reject&token=t-1`, { method })).status).toBe(200)
  const ada = await visitor()
  await ada.page.goto('/decide?choice=approve&token=t-1')
  await ada.page.getByText('Regatta <b>dinner</b>').waitFor()
  await ada.page.getByText('Tuesday, 1 December 2026, 12:00 – 15:30 (America/New_York)').waitFor()
  await ada.page.getByText('Tuesday, 1 December 2026, 18:00 – 21:30 (Europe/Berlin)').waitFor()
  await ada.page.getByText('Evenings, step 1 of 2').waitFor()
  expect(decisions()).toEqual([])
  await ada.page.getByRole('button', { name: 'Approve this booking' }).click()
  await ada.page.getByText('Your decision is noted. Others have to decide as well.').waitFor()
  expect(decisions()).toEqual([{ token: 't-1', decision: 'approve' }])
  ada.assertClean()
})

it.each([true, false])('asks why when it is turned down (scripts: %s)', async (javaScriptEnabled) => {
  const ada = await visitor({ javaScriptEnabled })
  ada.expectRefusal('POST /decide')
  await ada.page.goto('/decide?choice=reject&token=t-1')
  await ada.page.getByRole('button', { name: 'Turn this booking down' }).click()
  await ada.page.getByText('Say why you turn it down').waitFor()
  await ada.page.getByLabel('Comment for whoever asked').fill('Painters')
  await ada.page.getByRole('button', { name: 'Turn this booking down' }).click()
  await ada.page.getByRole('heading', { name: 'You turned the booking down' }).waitFor()
  expect(decisions().at(-1)).toEqual({ token: 't-1', decision: 'reject', comment: 'Painters' })
  ada.assertClean()
})

it('speaks German, and says in plain words that a link is spent or cut off', async () => {
  const ada = await visitor({ locale: 'de-DE', viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  await ada.page.goto('/decide?choice=approve&token=t-1')
  await ada.page.getByRole('heading', { name: 'Eine Buchung wartet auf Ihre Entscheidung' }).waitFor()
  await ada.page.getByText('Dienstag, 1. Dezember 2026, 12:00 – 15:30 (America/New_York)').waitFor()
  expect(await ada.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  for (const link of ['/decide?token=spent', '/decide']) {
    await ada.page.goto(link)
    await ada.page.getByRole('heading', { name: 'Dieser Link entscheidet nichts mehr' }).waitFor()
  }
  expect(decisions()).toEqual([])
  ada.assertClean()
})
