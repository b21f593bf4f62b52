/**
 * `npm run screenshots`: pictures of the screens for the README and the front page, from the demo of a running `npm start`. Fails when a screen says an error on the console.
 * Arguments: the address (http://localhost:3000) and the folder with demo.txt (.data).
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launchBrowser, openWatched } from '#ui/testing/browser'
import { demoSession, type StoredSession } from './demo-session.js'
import { takeLandingPictures } from './landing-pictures.js'
import { projectRoot } from './project-root.js'

const [address = 'http://localhost:3000', data = join(projectRoot, '.data')] = process.argv.slice(2)
const folder = join(projectRoot, 'docs', 'screenshots')

/** The next day on which the demo's house works. */
const workday = (day = new Date(Date.now() + 86_400_000)): string => ([0, 6].includes(day.getUTCDay()) ? workday(new Date(day.getTime() + 86_400_000)) : day.toISOString().slice(0, 10))

const desk = { viewport: { width: 1280, height: 800 }, colorScheme: 'light' } as const
const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark', deviceScaleFactor: 2 } as const

const [mira, helena, lea] = ['mira@harbour.example', 'helena@harbour.example', 'lea@harbour.example'] as const

/** Who looks at what: an approver's day and inbox, an owner's everything else; some of it on a phone at night. */
const screens = [
  { name: 'landing', person: null, path: '/', device: desk },
  { name: 'dashboard', person: mira, path: '/app', device: desk },
  { name: 'calendar', person: helena, path: `/app/calendar?date=${workday()}`, device: desk },
  { name: 'calendar-month', person: helena, path: '/app/calendar?view=month', device: desk },
  { name: 'find', person: lea, path: '/app/find', device: desk },
  { name: 'bookings', person: helena, path: '/app/bookings', device: desk },
  { name: 'new-booking', person: lea, path: '/app/bookings/new', device: desk },
  { name: 'resources', person: helena, path: '/app/resources', device: desk },
  { name: 'approvals', person: mira, path: '/app/approvals', device: desk },
  { name: 'rules', person: helena, path: '/app/rules', device: desk },
  { name: 'members', person: helena, path: '/app/members', device: desk },
  { name: 'reports', person: helena, path: '/app/reports/occupancy', device: desk },
  { name: 'report-hours', person: helena, path: '/app/reports/hours', device: desk },
  { name: 'notifications', person: helena, path: '/app/notifications', device: desk },
  { name: 'wording', person: helena, path: '/app/notifications/wording/booking_confirmed/de', device: desk },
  { name: 'webhooks', person: helena, path: '/app/webhooks', device: desk },
  { name: 'audit', person: helena, path: '/app/audit', device: desk },
  { name: 'modules', person: helena, path: '/app/settings/modules', device: desk },
  { name: 'keys', person: helena, path: '/app/me/keys/new', device: desk },
  { name: 'phone-today', person: mira, path: '/app', device: phone },
  { name: 'phone-calendar', person: helena, path: `/app/calendar?date=${workday()}`, device: phone },
  { name: 'phone-booking', person: lea, path: '/app/bookings/new', device: phone },
  { name: 'phone-approvals', person: mira, path: '/app/approvals', device: phone },
] as const

/** What the front page shows. */
const front = [
  { name: 'calendar', person: helena, path: `/app/calendar?date=${workday()}`, width: 1280, height: 720, waitFor: '[data-bar]' },
  { name: 'approvals', person: mira, path: '/app/approvals', width: 1120, height: 720 },
  { name: 'rules', person: helena, path: '/app/rules', width: 1120, height: 720 },
  { name: 'phone', person: mira, path: '/app', width: 390, height: 720 },
] as const

mkdirSync(folder, { recursive: true })
const browser = await launchBrowser()
/** Sessions of those who are logged in already. */
const sessions = new Map<string, StoredSession>()

async function session(person: string): Promise<StoredSession> {
  const state = sessions.get(person) ?? (await demoSession(browser, address, data, person))
  sessions.set(person, state)
  return state
}

try {
  for (const { name, person, path, device } of screens) {
    const storageState = person === null ? undefined : await session(person)
    const { page, context, assertClean } = await openWatched(browser, { baseURL: address, locale: 'en-GB', timezoneId: 'Europe/Berlin', ...device, ...(storageState ? { storageState } : {}) })
    await page.goto(path)
    await page.waitForLoadState('load')
    if (person !== null && device === desk) await page.getByText('Live', { exact: true }).first().waitFor()
    // Drawn after the page is there.
    if (name.includes('calendar')) await page.locator('[data-bar]').first().waitFor()
    if (name === 'reports') await page.locator('canvas').first().waitFor()
    await page.screenshot({ path: join(folder, `${name}.png`) })
    process.stdout.write(`docs/screenshots/${name}.png\n`)
    assertClean()
    await context.close()
  }
  await takeLandingPictures(browser, address, front, session)
} finally {
  await browser.close()
}
