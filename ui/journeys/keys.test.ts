import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser, openWatched, type Watched } from '../testing/browser.js'
import { consoleProduct, type ConsoleProduct } from '../testing/console-product.js'
import { signUp } from '../testing/product-people.js'

let browser: Browser
let product: ConsoleProduct
let ada: Watched

beforeAll(async () => {
  product = await consoleProduct()
  browser = await launchBrowser({ plainPaint: true })
  ada = await signUp(browser, product, 'Ada Byron')
})
afterAll(async () => {
  await browser?.close()
  await product?.close()
})

it('makes an API key, shows it once, and ends what it opens when it is revoked', async () => {
  const { page } = ada
  ada.expectRefusal('POST /app/me/keys/new')
  const ask = async (path: string, key: string): Promise<number> => (await fetch(`${product.url}${path}`, { headers: { authorization: `Bearer ${key}` } })).status
  await page.goto('/app/me/keys')
  await page.getByRole('link', { name: 'New API key' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Door displays')
  await page.getByLabel('Lifetime').selectOption('7')
  await page.getByRole('button', { name: 'Make key' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByRole('group', { name: 'Resources' }).getByLabel('see resources').check()
  await page.getByRole('button', { name: 'Make key' }).click()
  await page.getByText('The key “Door displays” is made').waitFor()
  const key = await page.getByRole('textbox', { name: 'Secret' }).inputValue()
  expect(key).toMatch(/^bfk_/)
  expect(await ask('/v1/resources', key)).toBe(200)
  expect(await ask('/v1/members', key)).toBe(403)

  await page.getByRole('link', { name: 'I have kept it' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Door displays' }).getByText('In force').waitFor()
  expect(await page.content()).not.toContain(key)
  await page.locator('summary', { hasText: 'Revoke' }).click()
  await page.getByRole('button', { name: 'Revoke for good' }).click()
  await page.getByText('Nothing can be done with it any more.').waitFor()
  await page.getByRole('listitem').filter({ hasText: 'Door displays' }).getByText('Revoked').first().waitFor()
  expect(await ask('/v1/resources', key)).toBe(401)
  ada.assertClean()
})

/** A preset is a page of its own: once it says which it is, its scopes are ticked. */
const take = async (page: Watched['page'], name: string): Promise<void> => {
  await page.getByRole('link', { name }).click()
  await page.locator('a[aria-current]', { hasText: name }).waitFor()
}
const ticked = (page: Watched['page']) => page.locator('input[name=scopes]:checked').evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value).sort())
const display = ['bookings:read', 'orgs:read', 'resources:read', 'sse:read']

it('offers presets, finds a scope, and ticks a group as far as it is found', async () => {
  const { page } = ada
  await page.goto('/app/me/keys/new')
  expect(await ticked(page)).toEqual([])
  await page.getByRole('textbox', { name: 'Name' }).fill('Doors')
  await take(page, 'Show a calendar')
  expect(await ticked(page)).toEqual(display)
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Doors')
  await take(page, 'Everything I may')
  expect((await ticked(page)).length).toBe(await page.locator('input[name=scopes]').count())
  await take(page, 'Show a calendar')
  expect(await ticked(page)).toEqual(display)
  await page.getByLabel('Find a scope').fill('on behalf')
  await page.locator('input[name=scopes][value="members:read"]').waitFor({ state: 'hidden' })
  expect(await page.locator('input[name=scopes]:visible').count()).toBe(1)
  await page.getByLabel('All of Bookings').check()
  await page.getByLabel('Find a scope').fill('')
  expect(await ticked(page)).toEqual([...display, 'bookings:manage'].sort())
  ada.assertClean()
})

it('a preset works without scripts, to the key', async () => {
  const visitor = await openWatched(browser, { baseURL: product.url, locale: 'en-GB', javaScriptEnabled: false, storageState: await ada.context.storageState() })
  const { page } = visitor
  await page.goto('/app/me/keys/new')
  await take(page, 'Show a calendar')
  await page.getByRole('textbox', { name: 'Name' }).fill('Foyer')
  await page.getByRole('button', { name: 'Make key' }).click()
  const key = await page.getByRole('textbox', { name: 'Secret' }).inputValue()
  const ask = async (method: string, path: string): Promise<number> => (await fetch(`${product.url}${path}`, { method, headers: { authorization: `Bearer ${key}` } })).status
  expect([await ask('GET', '/v1/bookings'), await ask('GET', '/v1/members')]).toEqual([200, 403])
  visitor.assertClean()
  await visitor.context.close()
})
