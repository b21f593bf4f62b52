/** The pictures the front page shows: some screens of the demo, light and dark, as WebP by the browser's own encoder. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { openWatched } from '#ui/testing/browser'
import type { StoredSession } from './demo-session.js'
import { projectRoot } from './project-root.js'

interface Shown {
  name: string
  person: string
  path: string
  /** Of the window, in CSS pixels; the front page states them as width and height. */
  width: number
  height: number
  /** Drawn after the page is there. */
  waitFor?: string
}

const folder = join(projectRoot, 'ui', 'app', 'landing', 'pictures')
/** Sharp on most screens, and still tens of kilobytes. */
const sharpness = 1.5
const quality = 72

/** @param session of a person of the demo */
export async function takeLandingPictures(browser: Browser, address: string, shown: readonly Shown[], session: (person: string) => Promise<StoredSession>): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const { name, person, path, width, height, waitFor } of shown) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, context, assertClean } = await openWatched(browser, { baseURL: address, locale: 'en-GB', timezoneId: 'Europe/Berlin', viewport: { width, height }, colorScheme, deviceScaleFactor: sharpness, storageState: await session(person) })
      await page.goto(path)
      await page.waitForLoadState('load')
      await page.evaluate('document.fonts.ready')
      if (waitFor) await page.locator(waitFor).first().waitFor()
      const devtools = await context.newCDPSession(page)
      const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality, clip: { x: 0, y: 0, width, height, scale: sharpness } })
      writeFileSync(join(folder, `${name}-${colorScheme}.webp`), Buffer.from(data, 'base64'))
      process.stdout.write(`ui/app/landing/pictures/${name}-${colorScheme}.webp\n`)
      assertClean()
      await context.close()
    }
  }
}
