import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answering, Receiver, verified } from '#modules/webhooks/testing/receiver'
import { launchBrowser, type Watched } from '../testing/browser.js'
import { consoleProduct, type ConsoleProduct } from '../testing/console-product.js'
import { furnish, signUp } from '../testing/product-people.js'

let browser: Browser
let product: ConsoleProduct
let receiver: Receiver
let ada: Watched

beforeAll(async () => {
  product = await consoleProduct({ egress: { allowed_networks: ['127.0.0.1/32'] } })
  receiver = await new Receiver().start()
  browser = await launchBrowser({ plainPaint: true })
  ada = await signUp(browser, product, 'Ada Byron', { permissions: ['clipboard-read', 'clipboard-write'] })
})
afterAll(async () => {
  await browser?.close()
  await receiver?.stop()
  await product?.close()
})

it('adds an endpoint, shows its secret once, delivers what it asked for, and sends again what was given up', async () => {
  const { page } = ada
  ada.expectRefusal('POST /app/webhooks/new')
  await page.goto('/app/webhooks')
  await page.getByRole('link', { name: 'New endpoint' }).first().click()
  await page.getByRole('textbox', { name: 'Address' }).fill('https://localhost/hooks')
  await page.getByRole('textbox', { name: 'Name' }).fill('Door system')
  await page.getByLabel('Only these').check()
  await page.locator('summary', { hasText: 'Resources' }).click()
  await page.getByLabel('A resource can be booked.').check()
  await page.getByRole('textbox', { name: 'Address' }).fill('ftp://example.org')
  await page.getByRole('button', { name: 'Add endpoint' }).click()
  await page.getByText('Must begin with https://.').waitFor()
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Door system')
  await page.getByRole('textbox', { name: 'Address' }).fill(receiver.url())
  await page.getByRole('button', { name: 'Add endpoint' }).click()
  await page.getByText('The endpoint is added').waitFor()
  await page.getByRole('button', { name: 'Copy' }).click()
  await page.getByText('Copied').waitFor()
  const secret = await page.evaluate(() => navigator.clipboard.readText())
  expect(secret).toMatch(/^whsec_/)
  await page.getByRole('link', { name: 'I have kept it' }).click()
  await page.getByRole('heading', { name: 'Door system' }).waitFor()
  expect(await page.content()).not.toContain(secret)

  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('The test message was taken.').waitFor()
  await furnish(page, product, '/v1/resources', { name: 'Atlas', timezone: 'Europe/Berlin' })
  await expect.poll(() => receiver.received.length).toBe(2)
  expect(receiver.received.map((request) => verified(request, secret).type)).toEqual(['webhooks.test_sent', 'resources.created'])

  await page.getByRole('link', { name: 'Whole log' }).click()
  await page.waitForURL('**/app/webhooks/deliveries**')
  const taken = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'resources.created' }), hasText: 'HTTP 204' })
  await expect.poll(async () => (await page.reload(), taken.count())).toBe(1)
  await page.getByRole('link', { name: 'resources.created' }).click()
  await page.getByRole('region', { name: 'Request' }).getByText('"name": "Atlas"').waitFor()
  await page.getByRole('region', { name: 'Answer' }).getByText('HTTP 204').waitFor()

  // It says that it is gone, is switched off, and the message is given up; switched on again by hand it can be replayed.
  receiver.reply = answering(410)
  await furnish(page, product, '/v1/resources', { name: 'Borealis', timezone: 'Europe/Berlin' })
  await expect.poll(() => receiver.received.length).toBe(3)
  await page.goto('/app/webhooks')
  // What it answered is written down after it has answered.
  await expect.poll(async () => (await page.reload(), page.getByText('Off: gone').count())).toBe(1)
  await page.goto('/app/webhooks/dead')
  await expect.poll(async () => (await page.reload(), page.getByText('The endpoint was switched off.').count())).toBe(1)
  receiver.reply = answering(204)
  await page.goto('/app/webhooks')
  await page.getByRole('link', { name: 'Door system' }).click()
  await page.getByText('It answered 410, which says: send no more.').waitFor()
  await page.getByRole('button', { name: 'Switch on' }).click()
  await page.getByText('It is on again.').waitFor()
  await expect.poll(() => receiver.received.length).toBe(4)

  await page.goto('/app/webhooks/deliveries?status=succeeded')
  await page.getByRole('checkbox', { name: /^Select webhooks.test_sent/ }).check()
  await page.getByRole('button', { name: 'Send the ticked again' }).click()
  await page.getByText('The message was sent again.').waitFor()
  await page.getByText('1 taken, 0 failed again').waitFor()
  expect(receiver.received.at(-1)?.headers['webhook-id']).toBe(receiver.received[0]?.headers['webhook-id'])
  ada.assertClean()
})

it('gives it another secret, lets both sign, and forgets an endpoint that is removed', async () => {
  const { page } = ada
  await page.goto('/app/webhooks')
  await page.getByRole('link', { name: 'Door system' }).click()
  await page.getByRole('button', { name: 'New secret' }).click()
  await page.getByText('It has a new secret').waitFor()
  const secret = await page.getByRole('textbox', { name: 'Secret' }).inputValue()
  await page.getByText('Two secrets sign until').waitFor()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('The test message was taken.').waitFor()
  expect(verified(receiver.received.at(-1)!, secret).type).toBe('webhooks.test_sent')
  expect(String(receiver.received.at(-1)?.headers['webhook-signature']).split(' ')).toHaveLength(2)
  await page.getByRole('link', { name: 'Change', exact: true }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Doors')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Doors' }).waitFor()
  await page.getByText('Remove this endpoint').click()
  await page.getByRole('button', { name: 'Remove for good' }).click()
  await page.getByText('The endpoint is removed.').waitFor()
  await page.getByText('No endpoints yet').waitFor()
  ada.assertClean()
})
