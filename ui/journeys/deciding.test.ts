import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser, type Watched } from '../testing/browser.js'
import { consoleProduct, type ConsoleProduct } from '../testing/console-product.js'
import { furnish, joinByMail, signUp } from '../testing/product-people.js'

let browser: Browser
let product: ConsoleProduct

beforeAll(async () => {
  product = await consoleProduct()
  browser = await launchBrowser({ plainPaint: true })
})
afterAll(async () => {
  await browser?.close()
  await product?.close()
})

const dayMs = 86_400_000

/** Books five hours, `days` from now. */
async function book({ page }: Watched, resource_id: string, title: string, days: number): Promise<void> {
  const starts_at = new Date(Math.floor(Date.now() / dayMs) * dayMs + days * dayMs + 9 * 3_600_000)
  await furnish(page, product, '/v1/bookings', { resource_id, title, starts_at, ends_at: new Date(starts_at.getTime() + 5 * 3_600_000) })
}

it('writes a rule, tries it, and decides on what it asks for, by keyboard and in bulk', async () => {
  const ada = await signUp(browser, product, 'Ada Byron')
  const atlas = await furnish(ada.page, product, '/v1/resources', { name: 'Atlas', timezone: 'Europe/Berlin' })
  await furnish(ada.page, product, '/v1/invitations', { email: 'bo@engines.test', role: 'member' })
  const bo = await joinByMail(browser, product, 'Bo Diaz')
  await book(bo, atlas.id, 'Before the rule', 3)

  // The builder: a condition more, a try on one booking, and the rule in one sentence.
  const { page } = ada
  await page.goto('/app/rules')
  await page.getByRole('link', { name: 'New rule' }).first().click()
  await page.getByLabel('Name', { exact: true }).fill('Long ones')
  await page.getByLabel('Condition to add').selectOption('duration')
  await page.getByRole('button', { name: 'Add condition' }).click()
  await page.getByLabel('Amount').fill('4')
  await page.getByLabel('Everybody of a role').selectOption('owner')
  await page.getByLabel('from', { exact: true }).fill('09:00')
  await page.getByLabel('to', { exact: true }).fill('15:00')
  await page.getByRole('button', { name: 'Try this booking' }).click()
  await page.getByText('It would be sent for approval (Long ones).').waitFor()
  expect(await page.getByLabel('Amount').inputValue()).toBe('4')
  expect(await page.getByLabel('to', { exact: true }).inputValue()).toBe('15:00')
  await page.getByRole('button', { name: 'Create rule' }).click()
  await page.getByText('The rule is written').waitFor()
  await page.getByText('When a booking is placed and it lasts more than 4 hours, ask one of the owners to approve it.').waitFor()

  // Three requests arrive live; the keyboard approves the first.
  await page.goto('/app/approvals')
  await page.getByText('Nothing waits for you').waitFor()
  await page.getByRole('status').getByText('Live').waitFor()
  for (const [index, title] of ['First', 'Second', 'Third'].entries()) await book(bo, atlas.id, title, index + 7)
  await page.getByRole('article', { name: 'Third' }).waitFor()
  await page.getByRole('article').nth(2).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('a')
  await page.getByText('The request is approved.').waitFor()
  await expect.poll(() => page.getByRole('article').count()).toBe(2)

  // A rejection wants its reason, and the others go in bulk.
  ada.expectRefusal('POST /app/approvals')
  const second = page.getByRole('article', { name: 'Second' })
  await second.getByRole('button', { name: 'Reject' }).click()
  await second.getByText('Whoever asked is told why').waitFor()
  await second.getByLabel('Comment').fill('Inventory that day')
  await second.getByRole('button', { name: 'Reject' }).click()
  await page.getByText('The request is rejected.').waitFor()
  await book(bo, atlas.id, 'Fourth', 12)
  await page.getByLabel('Select Fourth').check()
  await page.getByLabel('Select First').check()
  await page.getByText('Decide several at once').click()
  await page.getByRole('button', { name: 'Approve selected' }).click()
  await page.getByText('2 requests are approved.').waitFor()

  // Whoever asked reads how it went.
  await bo.page.goto('/app/approvals?view=requested&status=rejected')
  await bo.page.getByText('Inventory that day').waitFor()
  ada.assertClean()
  bo.assertClean()
})

it('builds a rule without scripts', async () => {
  const cleo = await signUp(browser, product, 'Cleo Hart', { javaScriptEnabled: false })
  const { page } = cleo
  await page.goto('/app/rules/new')
  await page.getByLabel('Name', { exact: true }).fill('Closed at weekends')
  await page.getByLabel('Condition to add').selectOption('weekday')
  await page.getByRole('button', { name: 'Add condition' }).click()
  // Each choice of a step says what it is, for eyes too.
  await page.getByRole('radio', { name: /^Ask for approval/ }).check()
  for (const [label, field] of [['How many decide', 'step.0.mode'], ['Everybody of a role', 'step.0.role']] as const) {
    expect(await page.getByLabel(label).getAttribute('name')).toBe(field)
    expect((await page.getByText(label, { exact: true }).boundingBox())!.height).toBeGreaterThan(10)
  }
  expect((await page.getByText('Certain people', { exact: true }).boundingBox())!.height).toBeGreaterThan(10)
  await page.getByRole('radio', { name: /^Refuse/ }).check()
  await page.getByRole('textbox', { name: 'Reason the person reads' }).fill('The house is closed.')
  await page.getByRole('button', { name: 'Create rule' }).click()
  await page.getByText('When a booking is placed and some of it is on a Saturday or Sunday, refuse it with the words "The house is closed."').waitFor()
  cleo.assertClean()
})
