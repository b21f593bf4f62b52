/** `npm run seed`: two demo organisations with people, resources, rules, bookings and requests, made through REST. Prints how to log in. */
import 'reflect-metadata'
import { randomBytes } from 'node:crypto'
import { boot } from '#kernel/boot'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { auth } from '#modules/auth/contract'
import { readConfig } from '#config/env'
import { externalModules } from '#config/external-modules'
import { productModules } from '#config/modules'
import { found } from './demo/founding.js'
import { furnishHarbour, furnishNorthlab } from './demo/furnish.js'
import { harbour, northlab } from './demo/people.js'

async function main(): Promise<string> {
  const config = readConfig()
  if (config.mail.resend_api_key !== null) throw new Error('RESEND_API_KEY is set: the mail of the demo would go out to invented addresses. Seed without it.')
  const modules = [...productModules, ...(await externalModules(config.external_modules))]
  const kernel = await boot({ ...config, log_level: 'silent', rate_limit_per_minute: 1_000_000 }, modules)
  try {
    const app = await kernel.app()
    await app.ready()
    const [first] = harbour.people
    if (first && (await kernel.container.resolve(auth.port).findUserByEmail(first.email))) throw new Error(`The demo is there already (${first.email}).`)
    // One password for all, made here: a well-known one would open every server that was ever seeded.
    const password = `demo-${randomBytes(6).toString('base64url')}`
    // The first house comes last: who belongs to both signs in to the one entered last, and the logins below say which.
    await furnishNorthlab(await found(kernel, app, northlab, password))
    await furnishHarbour(await found(kernel, app, harbour, password), kernel.container.resolve(transactionsToken))
    return logins(password)
  } finally {
    await kernel.stop()
  }
}

function logins(password: string): string {
  const line = ({ email, name, role }: (typeof harbour.people)[number], organization: string): string => `  ${email.padEnd(24)} ${password}   ${name}, ${role} of ${organization}`
  return ['Log in as', ...harbour.people.map((person) => line(person, harbour.name)), ...northlab.people.slice(0, 1).map((person) => line(person, northlab.name))].join('\n')
}

try {
  console.log(await main())
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
