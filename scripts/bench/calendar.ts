/**
 * `npm run bench:calendar`: 500 resources and four weeks of bookings in a real browser, against a built web process on a database of its own: how long until something
 * stands there, how many frames are lost while one scrolls both ways, what travels. Writes its part of docs/performance.md.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, openWatched } from '#ui/testing/browser'
import { withSection } from '../page-section.js'
import { projectRoot } from '../project-root.js'
import { furnishHouse, resources, zone } from './calendar-house.js'
import { median } from './figures.js'
import { freePort } from '#kernel/testing/free-port'
import { prepareGround, startProgram } from './ground.js'
import { extentOfBoard, noteFirstBars, seenAtOpening, type Seen } from './page-scripts.js'
import { scroll, type Scrolled } from './scrolling.js'

const opens = 5
const screen = { width: 1440, height: 900 }
/** Pixels a second: a quick turn of the wheel. */
const speed = 2_400

/** The Monday of the week at hand. */
const monday = (day = new Date()): string => new Date(day.getTime() - ((day.getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10)

interface Opened extends Seen {
  /** Bytes of the page with its data. */
  html: number
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const loadBefore = loadavg()[0]!

async function main(): Promise<void> {
  const ground = await prepareGround()
  const port = await freePort()
  const address = `http://localhost:${port}`
  const bookings = await furnishHouse(ground, monday())
  say(`${resources} resources, ${bookings} bookings`)
  const program = await startProgram('bookflow', 'config/web.js', { environment: { ...ground.environment, BOOKFLOW_PUBLIC_URL: address } }, port)
  const browser = await launchBrowser({ plainPaint: true })
  try {
    const { page, assertClean } = await signedIn(browser, address, ground.owner)
    const travelled: { requests: number; bytes: number } = { requests: 0, bytes: 0 }
    page.on('response', (response) => {
      if (!new URL(response.url()).pathname.startsWith('/app/calendar/rows')) return
      travelled.requests += 1
      void response.body().then((body) => (travelled.bytes += body.length), () => undefined)
    })
    const times: Opened[] = []
    for (let n = 0; n < opens; n += 1) times.push(await open(page, address))
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Performance.enable')
    const far = await page.evaluate<{ down: number; right: number; at: number }>(extentOfBoard)
    const runs: [string, Scrolled][] = []
    const run = async (name: string, axis: 'x' | 'y', pixels: number): Promise<void> => {
      runs.push([name, await scroll(page, devtools, axis, pixels, speed)])
      say(JSON.stringify(runs.at(-1)))
    }
    await run('down over all rows, each seen for the first time', 'y', far.down)
    const { requests, bytes } = { ...travelled }
    await run('right to the end of the weeks', 'x', far.right - far.at)
    await run('left to their beginning', 'x', -far.right)
    await run('up again', 'y', -far.down)
    assertClean()
    write({ bookings, times, runs, requests, bytes })
  } finally {
    await browser.close()
    await program.stop()
    await ground.stop()
  }
}

async function signedIn(browser: Browser, address: string, { email, password }: { email: string; password: string }) {
  const watched = await openWatched(browser, { baseURL: address, viewport: screen, timezoneId: zone, locale: 'en-GB' })
  const { page } = watched
  await page.addInitScript({ content: noteFirstBars })
  await page.goto('/login')
  await page.fill('input[name=email]', email)
  await page.fill('input[name=password]', password)
  await page.click('button[type=submit]')
  await page.waitForURL((url) => url.pathname.startsWith('/app'))
  return watched
}

async function open(page: Page, address: string): Promise<Opened> {
  const answer = await page.goto(`${address}/app/calendar?view=weeks&date=${monday()}`)
  const seen = await page.evaluate<Seen>(seenAtOpening)
  return { ...seen, html: (await answer!.body()).length }
}

interface Report {
  bookings: number
  times: readonly Opened[]
  runs: readonly [string, Scrolled][]
  requests: number
  bytes: number
}

function write({ bookings, times, runs, requests, bytes }: Report): void {
  const of = (name: keyof Opened): number => median(times.map((each) => each[name]))
  const kB = (size: number): string => `${Math.round(size / 1024).toLocaleString('en')} kB`
  const rows = runs.map(([name, { frames, p50, p95, longest, dropped, droppedShare, busy, nodes }]) => `| ${name} | ${frames} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${longest.toFixed(0)} | ${dropped} (${(droppedShare * 100).toFixed(1)} %) | ${busy.toFixed(0)} | ${nodes} |`)
  const text = `\`npm run bench:calendar\` on ${new Date().toISOString().slice(0, 10)}: ${resources} resources, ${bookings.toLocaleString('en')} bookings in the four weeks shown, ${screen.width} × ${screen.height}, ${speed.toLocaleString('en')} pixels a second;
a headless Chromium that paints in software, web process and PostgreSQL beside it on ${cpus().length} cores, Node ${process.versions.node}, load average before ${loadBefore.toFixed(1)}. Opened ${opens} times, medians.

| opening the calendar | |
|---|---|
| first paint | ${of('paint').toFixed(0)} ms |
| first bookings drawn | ${of('bars').toFixed(0)} ms |
| page with its data, before compression | ${kB(of('html'))} |
| elements of the document | ${of('nodes')} |
| rows read while scrolling past all | ${requests} requests, ${kB(bytes)} |

| scrolling | frames | p50 ms | p95 ms | longest ms | dropped | main thread, ms a second | elements |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}`
  say(text)
  const file = join(projectRoot, 'docs', 'performance.md')
  writeFileSync(file, withSection(readFileSync(file, 'utf8'), 'calendar', text))
}

await main()
