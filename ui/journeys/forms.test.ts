import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser, openWatched, type Watched } from '../testing/browser.js'
import { fakedConsole, type FakedConsole } from '../testing/faked-console.js'

let browser: Browser
let console: FakedConsole

beforeAll(async () => void (browser = await launchBrowser({ plainPaint: true })))
afterAll(() => browser.close())
beforeEach(async () => {
  console = await fakedConsole()
  console.rest.resources.push({ id: 'r-1', name: 'Atlas', location: '', timezone: 'Europe/Berlin', seats: 8 }, { id: 'r-2', name: 'Shibuya', location: '', timezone: 'Asia/Tokyo', seats: 4 })
})
afterEach(() => console.close())

async function signIn(javaScriptEnabled: boolean): Promise<Watched> {
  const visitor = await openWatched(browser, { baseURL: console.url, javaScriptEnabled })
  visitor.expectRefusal('POST /app/bookings/new')
  await visitor.page.goto('/login')
  await visitor.page.getByLabel('E-mail').fill('ada@example.org')
  await visitor.page.getByLabel('Password').fill('right')
  await visitor.page.getByRole('button', { name: 'Log in' }).click()
  await visitor.page.waitForURL('**/app')
  return visitor
}

const conflict = {
  status: 409,
  body: {
    code: 'booking_conflict',
    title: 'Taken',
    detail: 'Atlas is taken.',
    conflicts: [{ starts_at: '2027-03-15T09:00:00Z', ends_at: '2027-03-15T10:00:00Z', title: 'Planning' }],
    next_free: [{ starts_at: '2027-03-15T10:00:00Z', ends_at: '2027-03-15T11:00:00Z' }],
  },
}

const sent = (): unknown => console.rest.calls.findLast(({ method, url }) => method === 'POST' && url === '/v1/bookings')?.body

it.each([
  ['with scripts', true],
  ['without scripts', false],
])('books the offered time after a conflict, %s', async (_name, scripts) => {
  const { page, context, assertClean } = await signIn(scripts)
  await page.getByRole('link', { name: 'New booking' }).click()
  await page.getByLabel('Title').fill('Design review')
  console.rest.refuseNext = conflict
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  const refusal = page.getByRole('alert')
  await refusal.getByText('Planning, Mon 15 Mar').waitFor()
  await refusal.getByRole('link', { name: /Mon 15 Mar, 11:00/ }).click()
  await page.waitForURL('**date=2027-03-15**')
  expect(await page.getByLabel('Title').inputValue()).toBe('Design review')
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  await page.getByText('Booked: Design review, Mon 15 Mar').waitFor()
  expect(sent()).toEqual({ resource_id: 'r-1', title: 'Design review', starts_at: '2027-03-15T10:00:00Z', ends_at: '2027-03-15T11:00:00Z' })
  assertClean()
  await context.close()
})

it('writes times on the clock of the resource, and says whose clock it is', async () => {
  const { page, context, assertClean } = await signIn(true)
  await page.goto('/app/bookings/new?date=2027-03-15&start=09:00&end=10:00&title=Call')
  await page.getByLabel('Resource', { exact: true }).last().selectOption('r-2')
  await page.getByText('On the clock in Tokyo').waitFor()
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  await page.getByText('Booked: Call, Mon 15 Mar, 01:00').waitFor()
  expect(sent()).toMatchObject({ starts_at: '2027-03-15T00:00:00Z', ends_at: '2027-03-15T01:00:00Z' })
  await page.goto('/app/bookings?from=2027-03-01')
  await page.getByText('09:00 – 10:00 in Tokyo').waitFor()
  assertClean()
  await context.close()
})

it('lists every broken rule, keeps what was typed, and sends each attempt under a key of its own', async () => {
  const { page, context, assertClean } = await signIn(true)
  const rules = ['Atlas opens at 08:00.', 'At most 4 hours at a time.']
  console.rest.refuseNext = { status: 422, body: { code: 'booking_rules_violated', title: 'Rules', detail: 'Broken.', violations: rules.map((detail) => ({ rule: 'r', detail })) } }
  await page.goto('/app/bookings/new?date=2027-03-15&start=03:00&end=09:00')
  await page.getByLabel('Title').fill('Night shift')
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  for (const rule of rules) await page.getByRole('alert').getByText(rule).waitFor()
  expect(await page.getByLabel('Title').inputValue()).toBe('Night shift')
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  await page.getByText('Booked: Night shift').waitFor()
  const keys = console.rest.calls.filter(({ method, url }) => method === 'POST' && url === '/v1/bookings').map(({ headers }) => headers['idempotency-key'])
  expect(new Set(keys).size).toBe(2)
  assertClean()
  await context.close()
})

it('asks which of two equal hours is meant when the clocks go back', async () => {
  const { page, context } = await signIn(true)
  await page.goto('/app/bookings/new?date=2027-10-31&start=02:30&end=04:00&title=Shift')
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  await page.getByLabel('The second 02:30').check()
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  await page.getByText('Booked: Shift').waitFor()
  expect(sent()).toMatchObject({ starts_at: '2027-10-31T01:30:00Z' })
  await context.close()
})

it('cancels only after asking, with the keyboard alone', async () => {
  const { page, context, assertClean } = await signIn(true)
  const start = Date.now() + 7_200_000
  console.rest.bookings.push({ id: 'b-1', resource_id: 'r-1', title: 'Planning', starts_at: new Date(start).toISOString(), ends_at: new Date(start + 3_600_000).toISOString(), status: 'confirmed', busy: false, booked_by: 'u-1', booked_for: 'u-1' })
  await page.goto('/app/bookings')
  await page.getByRole('link', { name: /^Cancel it: Planning/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Cancel this booking?' }).waitFor()
  expect(console.rest.bookings[0]?.['status']).toBe('confirmed')
  await page.keyboard.press('Escape')
  await page.waitForURL('**/app/bookings')
  await page.getByRole('link', { name: /^Cancel it: Planning/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Reason').fill('Moved')
  await page.keyboard.press('Enter')
  await page.getByText('Cancelled: Planning').waitFor()
  expect(console.rest.bookings[0]?.['status']).toBe('cancelled')
  assertClean()
  await context.close()
})
