/**
 * `npm run lighthouse`: what Lighthouse says of the pages people meet first, on the demo of a running `npm start` (a production build).
 * Lighthouse is fetched on demand in one exact version: it is a tool for this page of the docs, not a dependency. Writes docs/lighthouse.md.
 * Arguments: the address (http://localhost:3000) and the folder with demo.txt (.data).
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { launchBrowser } from '#ui/testing/browser'
import { unpackedChromium } from '#ui/testing/unpacked-chromium'
import { demoSession } from './demo-session.js'
import { projectRoot } from './project-root.js'

const version = '13.5.0'
const person = 'helena@harbour.example'
const [address = 'http://localhost:3000', data = join(projectRoot, '.data')] = process.argv.slice(2)

const pages = [
  { name: 'Landing', path: '/', signedIn: false },
  { name: 'Today', path: '/app', signedIn: true },
  { name: 'Calendar', path: '/app/calendar', signedIn: true },
  { name: 'Bookings', path: '/app/bookings', signedIn: true },
] as const

const goals = { performance: 95, accessibility: 100, 'best-practices': 100 } as const
type Category = keyof typeof goals

interface Result {
  categories: Record<Category, { score: number | null }>
  audits: Record<string, { title: string; score: number | null; numericValue?: number; scoreDisplayMode: string } | undefined>
}

/** The Cookie header of somebody who logged in by the form. */
async function session(): Promise<string> {
  const browser = await launchBrowser()
  try {
    const { cookies } = await demoSession(browser, address, data, person)
    return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  } finally {
    await browser.close()
  }
}

async function judge(path: string, cookie: string | null, folder: string): Promise<Result> {
  const report = join(folder, `report${path.replaceAll('/', '-')}.json`)
  const headers = join(folder, 'headers.json')
  writeFileSync(headers, JSON.stringify(cookie === null ? {} : { Cookie: cookie }))
  const args = ['exec', '--yes', '--package', `lighthouse@${version}`, '--', 'lighthouse', `${address}${path}`, '--quiet', '--preset=desktop', '--output=json', `--output-path=${report}`, `--extra-headers=${headers}`, `--only-categories=${Object.keys(goals).join(',')}`, '--chrome-flags=--headless=new --no-sandbox']
  await promisify(execFile)('npm', args, { cwd: folder, env: { ...process.env, CHROME_PATH: await unpackedChromium() }, timeout: 180_000 })
  return JSON.parse(readFileSync(report, 'utf8')) as Result
}

const percent = (result: Result, category: Category): number => Math.round((result.categories[category].score ?? 0) * 100)
const measured = (result: Result, audit: string, digits = 0): string => (result.audits[audit]?.numericValue ?? 0).toFixed(digits)

const folder = mkdtempSync(join(tmpdir(), 'bookflow-lighthouse-'))
let missed = 0
try {
  const cookie = await session()
  const rows: string[] = []
  const faults: string[] = []
  for (const { name, path, signedIn } of pages) {
    const result = await judge(path, signedIn ? cookie : null, folder)
    const scores = (Object.keys(goals) as Category[]).map((category) => percent(result, category))
    missed += (Object.keys(goals) as Category[]).filter((category) => percent(result, category) < goals[category]).length
    rows.push(`| ${name} | ${scores.join(' | ')} | ${measured(result, 'largest-contentful-paint')} | ${measured(result, 'total-blocking-time')} | ${measured(result, 'cumulative-layout-shift', 3)} |`)
    for (const { title, score, scoreDisplayMode } of Object.values(result.audits).flatMap((audit) => audit ?? [])) if (scoreDisplayMode === 'binary' && score === 0) faults.push(`- ${name}: ${title}`)
    process.stdout.write(`${rows.at(-1)}\n`)
  }
  const text = `# Lighthouse\n\n\`npm run lighthouse\` on ${new Date().toISOString().slice(0, 10)}: Lighthouse ${version}, desktop preset, a production build on this machine, the demo of \`npm start\`.\nGoals: performance ${goals.performance}, accessibility ${goals.accessibility}, best practices ${goals['best-practices']}.\n\n| page | performance | accessibility | best practices | largest paint, ms | blocked, ms | layout shift |\n|---|---|---|---|---|---|---|\n${rows.join('\n')}\n${faults.length > 0 ? `\nAudits that fail:\n\n${faults.join('\n')}\n` : ''}`
  writeFileSync(join(projectRoot, 'docs', 'lighthouse.md'), text)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = missed > 0 ? 1 : 0
