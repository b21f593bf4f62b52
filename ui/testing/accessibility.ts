/** What axe finds on a page, as lines a person can act on. The library runs in the page beside the content security policy, not through it. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import type { AxeResults, RunOptions } from 'axe-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** WCAG 2.2 up to AA, and what axe calls best practice. */
const everything: RunOptions = { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }
/** What another colour scheme can break. */
const colours: RunOptions = { resultTypes: ['violations'], runOnly: { type: 'rule', values: ['color-contrast'] } }

const desktop = { width: 1280, height: 900 }
const phone = { width: 375, height: 780 }

/** Looks at the page that is open in light and dark, as wide as a desk and as narrow as a phone. @returns one line for each node at fault */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(source)
  await page.evaluate(() => {
    // A colour on its way from one scheme to the other is no colour of either.
    const still = new CSSStyleSheet()
    still.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important }')
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, still]
  })
  const found: string[] = []
  for (const [name, viewport, scheme, rules] of [
    ['desktop, light', desktop, 'light', everything],
    ['desktop, dark', desktop, 'dark', colours],
    ['phone, dark', phone, 'dark', everything],
    ['phone, light', phone, 'light', colours],
  ] as const) {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    const { violations: faults } = await page.evaluate((options) => (globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run(options), rules)
    found.push(...faults.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${name}: ${id} (${help}) at ${target.join(' ')}: ${failureSummary?.replaceAll(/\s+/g, ' ') ?? ''}`)))
  }
  await page.setViewportSize(desktop)
  await page.emulateMedia({ colorScheme: 'light' })
  return found
}

/** Compressed bytes of JavaScript the page has fetched since it was opened. */
export async function scriptBytes(page: Page): Promise<number> {
  return page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(({ name }) => new URL(name).pathname.endsWith('.js')).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  )
}
