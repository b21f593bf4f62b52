import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser, openWatched, type Watched } from '../testing/browser.js'
import { consoleProduct, type ConsoleProduct } from '../testing/console-product.js'
import { addressOf, furnish, signUp } from '../testing/product-people.js'

let browser: Browser
let product: ConsoleProduct
let ada: Watched

beforeAll(async () => {
  product = await consoleProduct({ installation_owners: [addressOf('Ada Byron')] })
  browser = await launchBrowser({ plainPaint: true })
  ada = await signUp(browser, product, 'Ada Byron')
  const atlas = await furnish(ada.page, product, '/v1/resources', { name: 'Atlas', timezone: 'Europe/Berlin' })
  const start = Math.ceil(Date.now() / 3_600_000) * 3_600_000
  await furnish(ada.page, product, '/v1/bookings', { resource_id: atlas.id, title: 'Planning', starts_at: new Date(start), ends_at: new Date(start + 3_600_000) })
})
afterAll(async () => {
  await browser?.close()
  await product?.close()
})

const inAWeek = (): string => new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)

it('tells reports as sentence, picture and table, and hands out the same numbers as a file', async () => {
  const { page } = ada
  await page.goto(`/app/reports?to=${inAWeek()}`)
  await page.getByText(/^1 h of [\d,]+ h opening time were booked/).waitFor()
  await page.getByText('The numbers as a table').click()
  await page.getByRole('row', { name: /^Atlas/ }).getByText('1 h', { exact: true }).waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download CSV' }).click()])
  expect(file.suggestedFilename()).toMatch(/^utilisation-.*\.csv$/)
  const rows = await (await page.request.get(await page.getByRole('link', { name: 'Download CSV' }).getAttribute('href').then(String))).text()
  expect(rows).toMatch(/Atlas,.*,60,/)
  for (const [name, drawn] of [['Over time', 'canvas'], ['Hours of the week', 'figure svg'], ['Outcomes', 'canvas'], ['Lead time', 'canvas'], ['Decisions', 'canvas'], ['People', 'li']] as const) {
    await page.getByRole('navigation', { name: 'Reports' }).getByRole('link', { name }).click()
    await page.getByRole('region', { name }).locator(drawn).first().waitFor()
  }
  await page.getByText('1 person booked.').waitFor()
  expect(page.url()).toContain(`to=${inAWeek()}`)
  ada.assertClean()
})

it('tells closed hours from free ones without a colour: hatched and bare, in the picture and in its legend', async () => {
  const { page } = ada
  const hours = { mon: [{ from: '08:00', to: '18:00' }], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
  await furnish(page, product, '/v1/resources', { name: 'Mondays', timezone: 'Europe/Berlin', opening_hours: hours })
  const { items } = (await (await page.request.get(`${product.url}/v1/resources?q=Mondays`)).json()) as { items: { id: string }[] }
  await page.goto(`/app/reports/hours?resource=${items[0]!.id}&to=${inAWeek()}`)
  const picture = page.locator('figure > div svg')
  const fills = (kind: string) => picture.locator(`rect[data-hour=${kind}]`).evaluateAll((found) => found.map((one) => getComputedStyle(one).fill))
  await picture.waitFor()
  const [closed, free] = [await fills('closed'), await fills('free')]
  // Elsewhere it may be open: at least the nights of the days it is never open on are closed.
  expect(closed.length).toBeGreaterThan(100)
  expect(free.length).toBeGreaterThan(0)
  expect(new Set(closed.map((fill) => /^url\(/.test(fill)))).toEqual(new Set([true]))
  expect(free.some((fill) => fill.includes('url('))).toBe(false)
  expect(await picture.locator('pattern line').count()).toBe(1)
  expect(await page.locator('figcaption rect').evaluateAll((found) => found.map((one) => one.getAttribute('data-hour')))).toEqual(['closed', 'free', 'booked', 'booked'])
  ada.assertClean()
})

it('shows reports without scripts, as sentences and tables', async () => {
  const visitor = await openWatched(browser, { baseURL: product.url, javaScriptEnabled: false, storageState: await ada.context.storageState() })
  await visitor.page.goto(`/app/reports/outcomes?to=${inAWeek()}`)
  await visitor.page.getByText('1 booking was placed.').waitFor()
  await visitor.page.getByText('The numbers as a table').click()
  await visitor.page.getByRole('columnheader', { name: 'Kept' }).waitFor()
  visitor.assertClean()
  await visitor.context.close()
})

it('takes the audit log away as a file', async () => {
  const { page } = ada
  await page.goto('/app/audit?action=bookings.*')
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /as NDJSON$/ }).click()])
  expect(file.suggestedFilename()).toMatch(/^audit-log-.*\.ndjson$/)
  ada.assertClean()
})

it('previews and changes what a mail says', async () => {
  const { page } = ada
  await page.goto('/app/notifications/wording')
  await page.getByRole('link', { name: 'Booking confirmed, English' }).click()
  await page.getByLabel('Opening').fill('Hello {{reader.name}}, {{resource.name}} is yours.')
  await page.getByRole('button', { name: 'Show as a mail' }).click()
  await page.frameLocator('iframe').getByText('Hello Ada Byron,').waitFor()
  // On a phone a word that is longer than its lines breaks; the mail does not grow wider than the screen.
  await page.setViewportSize({ width: 360, height: 740 })
  const long = 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(3)
  await page.getByLabel('Opening').fill(`${long} {{resource.name}}`)
  await page.getByRole('button', { name: 'Show as a mail' }).click()
  await page.frameLocator('iframe').getByText(long).waitFor()
  expect(await page.frameLocator('iframe').locator('html').evaluate((mail) => mail.scrollWidth - mail.clientWidth)).toBe(0)
  await page.setViewportSize({ width: 1280, height: 720 })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The next mail says it like this.').waitFor()
  await page.getByRole('button', { name: 'Back to the standard words' }).click()
  await page.getByText('The standard words hold again.').waitFor()
  ada.assertClean()
})

it('shows the installation to those who run it', async () => {
  const { page } = ada
  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'System' }).click()
  await page.waitForURL('**/app/system')
  // It beats in its own time.
  await expect.poll(async () => (await page.reload(), page.getByRole('row', { name: /^worker-/ }).getByText('Alive').count())).toBe(1)
  ada.assertClean()
})
