/** Every screen of the console, furnished: no violation of accessibility rules in light and dark, on desk and phone; no fault in the browser; light enough. */
import type { RouteConfigEntry } from '@react-router/dev/routes'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import routes from '../app/routes.js'
import { scriptBytes, violations } from '../testing/accessibility.js'
import { launchBrowser, openWatched, type Watched } from '../testing/browser.js'
import { consoleProduct, type ConsoleProduct } from '../testing/console-product.js'
import { furnish, joinByMail, signUp } from '../testing/product-people.js'

/** Compressed, of one screen opened for the first time. */
const mostScript = 200_000

/** Paths of every screen, `/app/bookings/:id`; what only answers forms or data is left out. */
function screensOf(entries: readonly RouteConfigEntry[], base = ''): string[] {
  return entries.flatMap(({ path = '', file, children }) => {
    const here = path ? `${base}/${path}` : base
    return [...(file.endsWith('.tsx') && !file.includes('layout') && !path.includes('*') ? [here || '/'] : []), ...screensOf(children ?? [], here)]
  })
}

const screens = screensOf(routes as unknown as RouteConfigEntry[])
const behindLogin = screens.filter((path) => path.startsWith('/app'))
const open = screens.filter((path) => !path.startsWith('/app'))

let browser: Browser
let product: ConsoleProduct
let ada: Watched
/** By the part of the path before the parameter. */
const ids: Record<string, string> = { '/app/notifications/wording': 'booking_confirmed/en' }
const get = async (page: Page, path: string) => (await (await page.request.get(path)).json()) as { id: string; items: { id: string }[] }

beforeAll(async () => {
  product = await consoleProduct({ installation_owners: ['ada@engines.test'] })
  browser = await launchBrowser({ plainPaint: true })
  ada = await signUp(browser, product, 'Ada Byron')
  const { page } = ada
  const atlas = await furnish(page, product, '/v1/resources', { name: 'Atlas', timezone: 'Europe/Berlin', seats: 8, attributes: { screen: true } })
  const rule = await furnish(page, product, '/v1/workflow-rules', { name: 'Long ones', priority: 10, conditions: [{ kind: 'duration', is: 'more_than', minutes: 240 }], outcome: { kind: 'require_approval', steps: [{ mode: 'any', approvers: [{ kind: 'role', role: 'owner' }] }] } })
  await furnish(page, product, '/v1/invitations', { email: 'bo@engines.test', role: 'member' })
  const bo = await joinByMail(browser, product, 'Bo Diaz')
  await furnish(page, product, '/v1/invitations', { email: 'cy@engines.test', role: 'viewer' })
  const day = Math.floor(Date.now() / 86_400_000) * 86_400_000
  const at = (days: number, hour: number) => new Date(day + days * 86_400_000 + hour * 3_600_000)
  const booking = await furnish(page, product, '/v1/bookings', { resource_id: atlas.id, title: 'Review', starts_at: at(1, 9), ends_at: at(1, 10) })
  await furnish(bo.page, product, '/v1/bookings', { resource_id: atlas.id, title: 'Away day', starts_at: at(2, 8), ends_at: at(2, 16) })
  await bo.context.close()
  const endpoint = await furnish(page, product, '/v1/webhooks/endpoints', { url: 'https://example.com/hook' })
  await furnish(page, product, `/v1/webhooks/endpoints/${endpoint.id}/test-event`, {})
  const something = (path: string) => vi.waitFor(async () => expect((await get(page, path)).items.length).toBeGreaterThan(0), { timeout: 60_000, interval: 200 })
  await something('/v1/webhooks/deliveries')
  await something('/v1/mailbox')
  Object.assign(ids, {
    '/app/bookings': booking.id,
    '/app/resources': atlas.id,
    '/app/rules': rule.id,
    '/app/members': (await get(page, '/v1/members')).items[0]?.id,
    '/app/webhooks': endpoint.id,
    '/app/webhooks/deliveries': (await get(page, '/v1/webhooks/deliveries')).items[0]?.id,
    '/app/audit': (await get(page, '/v1/audit-log')).items[0]?.id,
    '/app/notifications/mailbox': (await get(page, '/v1/mailbox')).items[0]?.id,
  })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await product?.close()
})

function addressOf(screen: string): string {
  const [before = '', ...after] = screen.replace(/\/:\w+\?$/, '').split('/:')
  if (after.length === 0) return before
  const id = ids[before]
  if (!id) throw new Error(`The test has nothing to show on ${screen}: furnish it, and name it in ids.`)
  const last = after.at(-1) ?? ''
  return `${before}/${id}${last.includes('/') ? last.slice(last.indexOf('/')) : ''}`
}

/** In a profile of its own with nothing in its cache. */
async function lookAs({ context }: Watched, screen: string, also: (page: Page) => Promise<void> = async () => undefined): Promise<void> {
  const visit = await openWatched(browser, { baseURL: product.url, locale: 'en-GB', storageState: await context.storageState() })
  try {
    await look(visit.page, addressOf(screen))
    await also(visit.page)
    visit.assertClean()
  } finally {
    await visit.context.close()
  }
}

async function look(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.waitForLoadState('load')
  expect(await page.title()).toMatch(/\S · BookFlow|BookFlow · \S/)
  expect(await scriptBytes(page), 'bytes of JavaScript').toBeLessThan(mostScript)
  expect(await violations(page)).toEqual([])
}

it('knows every screen', () => {
  expect(behindLogin.length).toBeGreaterThanOrEqual(40)
  expect(open.length).toBeGreaterThanOrEqual(7)
})

describe('signed in', () => {
  it.each(behindLogin)('%s', async (screen) => {
    await lookAs(ada, screen)
  })
})

describe('in German', () => {
  it.each(['/app', '/app/calendar', '/app/bookings', '/app/resources/:id', '/app/approvals', '/app/settings/modules'])('%s', async (screen) => {
    await ada.page.request.patch('/v1/auth/me', { headers: { origin: product.url }, data: { locale: 'de' } })
    await lookAs(ada, screen, async (page) => expect(await page.getAttribute('html', 'lang')).toBe('de'))
  })
})

describe('for everybody', () => {
  it.each(open)('%s', async (screen) => {
    const visit = await openWatched(browser, { baseURL: product.url, locale: 'en-GB' })
    await look(visit.page, screen)
    visit.assertClean()
    await visit.context.close()
  })
})
