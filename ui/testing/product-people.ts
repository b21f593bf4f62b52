import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { openWatched, type Watched } from './browser.js'
import type { ConsoleProduct } from './console-product.js'

const password = 'a long sentence'

/** Founds an organisation through the console, with the mail that proves the address. @returns its owner's browser, on the first screen */
export async function signUp(browser: Browser, product: ConsoleProduct, name: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const visitor = await openWatched(browser, { baseURL: product.url, locale: 'en-GB', ...options })
  const { page } = visitor
  const email = addressOf(name)
  await page.goto('/sign-up')
  await page.getByLabel('Organisation').fill('Analytical Engines')
  await page.getByLabel('Time zone').selectOption('Europe/Berlin')
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Create organisation' }).click()
  await page.getByRole('heading', { name: 'Check your e-mail' }).waitFor()
  await page.goto(await product.mailedLink(email))
  await page.getByRole('button', { name: 'Confirm and open' }).click()
  await page.waitForURL('**/app**')
  return visitor
}

/** Takes up the invitation that was mailed. @returns the new member's browser, on the first screen */
export async function joinByMail(browser: Browser, product: ConsoleProduct, name: string): Promise<Watched> {
  const visitor = await openWatched(browser, { baseURL: product.url, locale: 'en-GB' })
  const { page } = visitor
  await page.goto(await product.mailedLink(addressOf(name)))
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Choose a password').fill(password)
  await page.getByRole('button', { name: 'Create account and join' }).click()
  await page.waitForURL('**/app**')
  return visitor
}

/** `Ada Byron` -> `ada@engines.test`. */
export function addressOf(name: string): string {
  return `${name.split(' ')[0]?.toLowerCase() ?? 'nobody'}@engines.test`
}

/** REST with the session of a browser, to furnish what a journey is not about. @throws naming the call and its answer when refused */
export async function furnish(page: Page, product: ConsoleProduct, path: string, body: object): Promise<{ readonly id: string }> {
  const answer = await page.request.post(path, { headers: { origin: product.url }, data: body })
  if (!answer.ok()) throw new Error(`POST ${path}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as { id: string }
}
