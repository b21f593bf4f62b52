/**
 * `npm run screenshots`: pictures of the screens for the README, from the demo of a running `npm start`. Fails when a screen says an error on the console.
 * Arguments: the address (http://localhost:3000) and the folder with demo.txt (.data).
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launchBrowser, openWatched } from '#ui/testing/browser'
import { demoPassword } from './demo-password.js'
import { projectRoot } from './project-root.js'

const [address = 'http://localhost:3000', data = join(projectRoot, '.data')] = process.argv.slice(2)
const folder = join(projectRoot, 'docs', 'screenshots')

/** The next day on which the demo's house works. */
const workday = (day = new Date(Date.now() + 86_400_000)): string => ([0, 6].includes(day.getUTCDay()) ? workday(new Date(day.getTime() + 86_400_000)) : day.toISOString().slice(0, 10))

/** Who looks at what: an approver's day and inbox, an owner's calendar and rules. */
const screens = [
  { name: 'dashboard', person: 'mira@harbour.example', path: '/app' },
  { name: 'calendar', person: 'helena@harbour.example', path: `/app/calendar?date=${workday()}` },
  { name: 'approvals', person: 'mira@harbour.example', path: '/app/approvals' },
  { name: 'rules', person: 'helena@harbour.example', path: '/app/rules' },
] as const

mkdirSync(folder, { recursive: true })
const browser = await launchBrowser()
try {
  for (const { name, person, path } of screens) {
    const { page, context, assertClean } = await openWatched(browser, { baseURL: address, viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'Europe/Berlin' })
    await page.goto('/login')
    await page.fill('input[name=email]', person)
    await page.fill('input[name=password]', demoPassword(data, person))
    await page.click('button[type=submit]')
    await page.waitForURL((url) => url.pathname.startsWith('/app'))
    await page.goto(path)
    await page.waitForLoadState('load')
    await page.getByText('Live', { exact: true }).first().waitFor()
    // The timeline is drawn after the page is there.
    if (name === 'calendar') await page.locator('.ec-event').first().waitFor()
    await page.screenshot({ path: join(folder, `${name}.png`) })
    process.stdout.write(`docs/screenshots/${name}.png\n`)
    assertClean()
    await context.close()
  }
} finally {
  await browser.close()
}
