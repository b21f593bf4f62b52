/** The test kit: boots chosen modules with their dependencies on a database of their own, and makes organisations and people for them. */
import { randomBytes } from 'node:crypto'
import { Pool } from 'pg'
import { inject } from 'vitest'
import { boot, type BootOptions, type Kernel } from '#kernel/boot'
import type { KernelConfig } from '#kernel/config'
import type { Container } from '#kernel/container'
import type { Contract, Role } from '#kernel/contract'
import { connectionOf } from '#kernel/database/connection'
import type { App, ModuleSpec } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import { TestClient } from '#kernel/testing/client'
import { cloneDatabase, type DatabaseUrls } from '#kernel/testing/cluster'
import { answerCheck } from '#kernel/testing/openapi-answers'
import { startWeb } from '#kernel/web'
import { buildWorker } from '#kernel/worker'
import { productModules } from '#config/modules'
import { auth } from '#modules/auth/contract'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import { testConfig } from '#kernel/testing/settings'

export interface TestPerson {
  user_id: string
  email: string
  name: string
  role: Role
  /** An access token for the organisation. */
  token: string
}

export interface TestOrg {
  id: string
  name: string
  owner: TestPerson
  /** Adds a fresh person with this role. */
  person(role: Role): Promise<TestPerson>
}

export interface TestProduct {
  kernel: Kernel
  app: App
  container: Container
  urls: DatabaseUrls
  /** A superuser's pool: assertions and fault injection. */
  admin: Pool
  anonymous: TestClient
  newOrg(options?: { name?: string; timezone?: string }): Promise<TestOrg>
  as(person: TestPerson): TestClient
  /** Runs as the system in an organisation. */
  inTenant<T>(orgId: string, fn: (work: UnitOfWork) => Promise<T>): Promise<T>
  /** Delivers what is due in the outboxes, as the worker does, until nothing is. @returns how many attempts were made */
  drain(): Promise<number>
  close(): Promise<void>
}

export interface TestProductOptions extends BootOptions {
  /** Names of product modules, their dependencies are added; all of them when absent, none for an empty list. */
  modules?: readonly string[]
  /** Modules that are not the product's. */
  extraModules?: readonly ModuleSpec[]
  config?: Partial<KernelConfig>
}

let count = 0

export async function createTestApp(options: TestProductOptions = {}): Promise<TestProduct> {
  const { modules, extraModules = [], config, ...bootOptions } = options
  const database = await cloneDatabase(inject('cluster'), `test_${process.pid}_${(count += 1)}_${randomBytes(3).toString('hex')}`)
  const kernel = await boot({ ...testConfig(database.app), ...config }, [...chosen(modules), ...extraModules], bootOptions)
  const app = await startWeb(kernel)
  await app.ready()
  const { container } = kernel
  const transactions = container.resolve(transactionsToken)
  const admin = new Pool({ ...connectionOf(database.admin), max: 4 })
  admin.on('error', () => undefined)
  const drain = outboxDrain(kernel, admin)
  const check = answerCheck(app)
  return {
    kernel,
    app,
    container,
    urls: database,
    admin,
    anonymous: new TestClient(app, null, check),
    newOrg: (org) => foundOrg(container, org),
    as: ({ token }) => new TestClient(app, token, check),
    inTenant: (orgId, fn) => transactions.asSystem(orgId, 'test', fn),
    drain: drain.run,
    close: async () => {
      await drain.stop()
      await kernel.stop()
      const overlapping = await overlaps(admin)
      await admin.end()
      await database.drop()
      if (overlapping.length > 0) throw new Error(`INV-2: bookings overlap after the tests of this file: ${overlapping.join(', ')}`)
    },
  }
}

/** INV-2 after every test there is, by the operator the constraint uses and no query may; a product without bookings has none. */
export async function overlaps(admin: Pool): Promise<string[]> {
  const { rows: tables } = await admin.query(`select from pg_tables where schemaname = 'public' and tablename = 'bookings'`)
  if (tables.length === 0) return []
  const occupying = `('held', 'pending_approval', 'confirmed', 'checked_in')`
  const { rows } = await admin.query<{ pair: string }>(`
    select a.id || ' and ' || b.id as pair from bookings a join bookings b
      on a.org_id = b.org_id and a.resource_id = b.resource_id and a.unit = b.unit and a.id < b.id and a.occupied && b.occupied
    where a.status in ${occupying} and b.status in ${occupying} limit 10`)
  return rows.map(({ pair }) => pair)
}

/** The named modules and, transitively, what they depend on. */
function chosen(names: readonly string[] | undefined): readonly ModuleSpec[] {
  if (!names) return productModules
  const wanted = new Set<string>()
  const want = ({ name, dependsOn }: Contract): void => {
    wanted.add(name)
    dependsOn.forEach(want)
  }
  // People need accounts and memberships, whatever is under test.
  for (const name of names.length === 0 ? [] : [...names, 'members']) {
    const module = productModules.find(({ contract }) => contract.name === name)
    if (!module) throw new Error(`There is no module '${name}' in config/modules.ts.`)
    want(module.contract)
  }
  return productModules.filter(({ contract }) => wanted.has(contract.name))
}

async function foundOrg(container: Container, options: { name?: string; timezone?: string } = {}): Promise<TestOrg> {
  const transactions = container.resolve(transactionsToken)
  const name = options.name ?? `Org ${randomBytes(4).toString('hex')}`
  const port = container.resolve(auth.port)
  const account = async (role: Role) => {
    const tag = randomBytes(5).toString('hex')
    return port.createVerifiedUser({ email: `${role}-${tag}@example.test`, name: `${role} ${tag}`, password: `password ${tag}`, timezone: 'Europe/Berlin' })
  }
  const { organization, user, tokens } = await transactions.global(async () => {
    const user = await account('owner')
    const organization = await container.resolve(orgs.port).found({ name, timezone: options.timezone ?? 'Europe/Berlin', owner_id: user.id })
    return { organization, user, tokens: await port.openSession(user, organization) }
  })
  return {
    id: organization.id,
    name,
    owner: { user_id: user.id, email: user.email, name: user.name, role: 'owner', token: tokens.access_token },
    person: (role) =>
      transactions.global(async () => {
        const added = await account(role)
        await transactions.asSystem(organization.id, 'test', () => container.resolve(members.port).add({ user_id: added.id, role }))
        const session = await port.openSession(added, { ...organization, role })
        return { user_id: added.id, email: added.email, name: added.name, role, token: session.access_token }
      }),
  }
}

function outboxDrain(kernel: Kernel, admin: Pool): { run(): Promise<number>; stop(): Promise<void> } {
  const { queue, relay, delivery } = buildWorker(kernel)
  let started: Promise<void> | null = null
  const due = `select org_id, id, channel, seq from outbox where status = 'pending' and enqueued_at is not null
               union all select null, id, channel, seq from account_outbox where status = 'pending' and enqueued_at is not null order by seq`
  return {
    async run() {
      started ??= queue.start().then(() => queue.prepare([...new Set(kernel.modules.flatMap((module) => module.channels?.(kernel.container) ?? []).map(({ name }) => name))]))
      await started
      const tried = new Set<string>()
      for (;;) {
        while ((await relay.pass()) > 0);
        const { rows } = await admin.query<{ org_id: string | null; id: string; channel: string }>(due)
        const fresh = rows.filter(({ id }) => !tried.has(id))
        if (fresh.length === 0) return tried.size
        for (const { org_id, id, channel } of fresh) {
          tried.add(id)
          // A failed attempt is in the row, where the test looks for it.
          await delivery.deliver(channel, { org_id, id }).catch(() => undefined)
        }
      }
    },
    async stop() {
      if (started) await queue.stop(1)
    },
  }
}
