import type { Browser } from 'playwright-core'
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
  visitor = await openWatched(browser, { baseURL: console.url })
})
afterEach(async () => {
  await visitor.context.close()
  await console.close()
})

const posted = (url: string): unknown => console.rest.calls.findLast((call) => call.method === 'POST' && call.url === url)?.body

it('signs up, then confirms by a button: opening the link changes nothing', async () => {
  const { page } = visitor
  await page.goto('/sign-up')
  await page.getByLabel('Organisation').fill('Acme')
  await page.getByLabel('Time zone').selectOption('Europe/Lisbon')
  await page.getByLabel('Your name').fill('Bo Diaz')
  await page.getByLabel('E-mail').fill('bo@example.org')
  await page.getByLabel('Password').fill('a long sentence')
  await page.getByRole('button', { name: 'Create organisation' }).click()
  await page.getByRole('heading', { name: 'Check your e-mail' }).waitFor()
  expect(posted('/v1/auth/sign-up')).toEqual({ email: 'bo@example.org', name: 'Bo Diaz', password: 'a long sentence', organization: { name: 'Acme', timezone: 'Europe/Lisbon' }, locale: 'en' })
  await page.goto('/verify?token=t-1')
  expect(posted('/v1/auth/verification')).toBeUndefined()
  await page.getByRole('button', { name: 'Confirm and open' }).click()
  await page.waitForURL('**/app')
  expect(posted('/v1/auth/verification')).toEqual({ token: 't-1' })
  visitor.assertClean()
})

it('joins as a new person, with a name and a password', async () => {
  const { page } = visitor
  await page.goto('/accept?token=new')
  await page.getByLabel('Your name').fill('Bo Diaz')
  await page.getByLabel('Choose a password').fill('a long sentence')
  await page.getByRole('button', { name: 'Create account and join' }).click()
  await page.waitForURL('**/app')
  expect(posted('/v1/invitations/registration')).toEqual({ token: 'new', name: 'Bo Diaz', password: 'a long sentence', locale: 'en' })
  visitor.assertClean()
})

it('joins with an account: logs in with the invited address, accepts, enters that organisation', async () => {
  const { page } = visitor
  visitor.expectRefusal('POST /accept')
  await page.goto('/accept?token=known')
  await page.getByLabel('Password').fill('wrong')
  await page.getByRole('button', { name: 'Log in and join' }).click()
  await page.getByText('The password is not right.').waitFor()
  await page.getByLabel('Password').fill('right')
  await page.getByRole('button', { name: 'Log in and join' }).click()
  await page.waitForURL('**/app')
  expect(posted('/v1/auth/login')).toEqual({ email: 'ada@example.org', password: 'right' })
  expect(posted('/v1/invitations/acceptance')).toEqual({ token: 'known' })
  expect(posted('/v1/auth/organization')).toEqual({ organization_id: 'o-1' })
  await page.goto('/accept?token=known')
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await page.waitForURL('**/app')
  visitor.assertClean()
})

it('says what to do with an invitation that is spent', async () => {
  await visitor.page.goto('/accept?token=spent')
  await visitor.page.getByText('Ask whoever invited you').waitFor()
  visitor.assertClean()
})

it('asks for the new password twice, and whether API keys shall end with the old one', async () => {
  const { page } = visitor
  visitor.expectRefusal('POST /reset/confirm')
  await page.goto('/reset/confirm?token=t-1')
  await page.getByLabel('New password', { exact: true }).fill('a long sentence')
  await page.getByLabel('New password, again').fill('another sentence')
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('Type the same password again.').waitFor()
  expect(posted('/v1/auth/password-reset/confirmation')).toBeUndefined()
  for (const label of ['New password', 'New password, again']) await page.getByLabel(label, { exact: true }).fill('a long sentence')
  await page.getByLabel('End my API keys too').check()
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect.poll(() => posted('/v1/auth/password-reset/confirmation')).toEqual({ token: 't-1', password: 'a long sentence', revoke_api_keys: true })
  visitor.assertClean()
})

it('keeps a chosen appearance, and logs out', async () => {
  const { page, context } = visitor
  await page.goto('/login')
  await page.getByLabel('E-mail').fill('ada@example.org')
  await page.getByLabel('Password').fill('right')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/app')
  await page.getByText('Account of Ada Byron').locator('..').click()
  await page.getByRole('button', { name: 'Dark' }).click()
  await page.locator('html[data-theme=dark]').waitFor()
  await page.getByRole('button', { name: 'Dark' }).waitFor({ state: 'hidden' })
  await page.getByText('Account of Ada Byron').locator('..').click()
  await page.getByRole('button', { name: 'Log out' }).click()
  await page.getByText('You are logged out.').waitFor()
  expect((await context.cookies()).map(({ name }) => name)).toEqual(['bookflow_theme'])
  expect(console.rest.calls.filter(({ url }) => url === '/v1/auth/logout')).toHaveLength(1)
  visitor.assertClean()
})
