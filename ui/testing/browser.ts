/**
 * A real Chromium for journeys, from npm. It fails a test for what a user would never see: errors on the console (a breach of the content
 * security policy is one), and requests that failed.
 */
import { chromium as playwright, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { unpackedChromium } from './unpacked-chromium.js'

export interface BrowserOptions {
  /** A browser of the machine instead of the one from npm (linux x64 only); the caller reads it from its configuration. */
  readonly executablePath?: string
  /** Paints without a GPU and without one in software: what moves is measured, not the emulation of a graphics card. */
  readonly plainPaint?: boolean
}

/**
 * The package's own list is for one page in a small sandboxed function: it switches off web security, which is under test here, and runs
 * everything in one process, which dies with the second profile. Root, as in containers, needs --no-sandbox.
 */
const flags = ['--no-sandbox', '--font-render-hinting=none']
const emulatedGpu = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']

/** Unpacks the browser on first use (a few seconds) and starts it. Close it when the tests are done. */
export async function launchBrowser({ executablePath, plainPaint = false }: BrowserOptions = {}): Promise<Browser> {
  return playwright.launch({
    executablePath: executablePath ?? (await unpackedChromium()),
    headless: true,
    args: [...flags, ...(plainPaint ? ['--disable-gpu'] : emulatedGpu)],
  })
}

export interface Watched {
  readonly context: BrowserContext
  readonly page: Page
  /** Answers that are part of the journey though their status is 4xx: `method path` prefixes, e.g. `POST /app/bookings/new`. */
  expectRefusal(prefix: string): void
  /** @throws listing everything that went wrong, unless nothing did */
  assertClean(): void
}

/** What a page waits for comes when the machine comes to it. */
const patienceMs = 60_000

/** A fresh profile with one page under watch; `newPage` of its context opens further tabs, watched alike. */
export async function openWatched(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(patienceMs)
  const faults: string[] = []
  const expected: string[] = []
  const scripts = options.javaScriptEnabled !== false
  context.on('page', (page) => watch(page, scripts, faults, expected))
  const page = await context.newPage()
  return {
    context,
    page,
    expectRefusal: (prefix) => void expected.push(prefix),
    assertClean() {
      if (faults.length > 0) throw new Error(`The browser met ${faults.length} fault(s):\n${faults.join('\n')}`)
    },
  }
}

/**
 * A press of a key before the scripts of a page have begun is lost, and what is typed may be: opening a page ends when the console says that
 * it listens. A page without scripts is open when it is loaded.
 */
function waitForScripts(page: Page): void {
  const listening = page.locator('html[data-ready], html:not(:has(script[type=module]))')
  for (const method of ['goto', 'reload', 'waitForURL'] as const) {
    const open = page[method].bind(page) as (...args: unknown[]) => Promise<unknown>
    const patient = async (...args: unknown[]): Promise<unknown> => {
      const answer = await open(...args)
      await listening.waitFor({ state: 'attached' })
      return answer
    }
    Object.assign(page, { [method]: patient })
  }
}

function watch(page: Page, scripts: boolean, faults: string[], expected: readonly string[]): void {
  if (scripts) waitForScripts(page)
  page.on('pageerror', (error) => {
    // A navigation cuts the answer the router was still reading; it holds a promise of that answer's end which nobody can catch.
    if (error.message !== 'BodyStreamBuffer was aborted') faults.push(`script error: ${error.message}`)
  })
  page.on('console', (message) => {
    // The status line of a refused request is judged with its response below.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(`console: ${message.text()}`)
  })
  page.on('requestfailed', (request) => {
    // A navigation cuts what is still loading; that is no fault.
    const reason = request.failure()?.errorText ?? ''
    // With scripts off the browser itself refuses the preloads of scripts, and says it was a policy.
    const preload = !scripts && reason === 'csp' && request.url().endsWith('.js')
    if (reason !== 'net::ERR_ABORTED' && !preload) faults.push(`request failed: ${request.method()} ${request.url()} ${reason}`)
  })
  page.on('response', (response) => {
    const call = `${response.request().method()} ${new URL(response.url()).pathname}`
    if (response.status() >= 400 && !expected.some((prefix) => call.startsWith(prefix))) faults.push(`${response.status()} on ${call}`)
  })
}
