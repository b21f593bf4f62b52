import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'

export type StoredSession = Awaited<ReturnType<BrowserContext['storageState']>>

/** Logs a person of the demo in by the form, as they would. @param data the folder with demo.txt. @throws when the person is not in it */
export async function demoSession(browser: Browser, address: string, data: string, person: string): Promise<StoredSession> {
  const context = await browser.newContext({ baseURL: address })
  try {
    const page = await context.newPage()
    await page.goto('/login')
    await page.fill('input[name=email]', person)
    await page.fill('input[name=password]', passwordOf(data, person))
    await page.click('button[type=submit]')
    await page.waitForURL((url) => url.pathname.startsWith('/app'))
    return await context.storageState()
  } finally {
    await context.close()
  }
}

function passwordOf(data: string, person: string): string {
  const line = readFileSync(join(data, 'demo.txt'), 'utf8').split('\n').find((each) => each.includes(person))
  const [, password] = line?.trim().split(/\s+/) ?? []
  if (!password) throw new Error(`${join(data, 'demo.txt')} does not name ${person}. Start with the demo data of npm start.`)
  return password
}
