/** What the benchmark stands on: a durable PostgreSQL of its own, one organisation with people and rooms, and two programs that serve it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { boot } from '#kernel/boot'
import { connectionOf } from '#kernel/database/connection'
import { startEmbedded, type EmbeddedCluster } from '#kernel/database/embedded'
import { createRoles } from '#kernel/database/roles'
import { newId } from '#kernel/ids'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { readConfig } from '#config/env'
import { productModules } from '#config/modules'
import { auth } from '#modules/auth/contract'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import { loadSecrets } from '../launcher/secrets-file.js'
import { processFlags } from '../process-flags.js'
import { projectRoot } from '../project-root.js'
import { release } from '../release.js'
import { freePort } from '#kernel/testing/free-port'

export interface Ground {
  cluster: EmbeddedCluster
  environment: NodeJS.ProcessEnv
  appUrl: string
  org_id: string
  tokens: readonly string[]
  owner: { email: string; password: string }
  rooms: readonly string[]
  stop(): Promise<void>
}

const rooms = 400
const people = 8

/** @returns a migrated database with one organisation, as `npm start` would have it but without demo data */
export async function prepareGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'bookflow-bench-'))
  const cluster = await startEmbedded({ dataDir: join(folder, 'postgres'), settings: { max_connections: 200, shared_buffers: '256MB', track_commit_timestamp: 'on' } })
  await query(cluster.adminUrl('postgres'), 'create database bench')
  await createRoles(cluster.adminUrl('bench'), { owner: null, app: null })
  const appUrl = cluster.url('bench', 'bookflow_app')
  const environment = {
    PATH: process.env['PATH'],
    BOOKFLOW_ENVIRONMENT: 'test',
    BOOKFLOW_LOG_LEVEL: 'warn',
    BOOKFLOW_PUBLIC_URL: 'http://localhost',
    BOOKFLOW_RATE_LIMIT_PER_MINUTE: '1000000',
    BOOKFLOW_PASSWORD_COST: '4',
    BOOKFLOW_POOL_SIZE: '16',
    DATABASE_URL: appUrl,
    ...loadSecrets(join(folder, 'secrets.json'), false),
  }
  const config = readConfig(environment)
  await release({ owner: cluster.url('bench', 'bookflow_owner'), app: appUrl }, productModules)
  const founded = await found(config)
  return {
    cluster,
    environment,
    appUrl,
    ...founded,
    async stop() {
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function found(config: ReturnType<typeof readConfig>): Promise<Pick<Ground, 'org_id' | 'tokens' | 'owner' | 'rooms'>> {
  const kernel = await boot({ ...config, log_level: 'silent' }, productModules)
  const { container } = kernel
  const accounts = container.resolve(auth.port)
  const transactions = container.resolve(transactionsToken)
  try {
    return await transactions.global(async () => {
      const password = newId()
      const owner = await accounts.createVerifiedUser({ email: 'owner@bench.example', name: 'Owner', password })
      const organization = await container.resolve(orgs.port).found({ name: 'Bench', timezone: 'UTC', owner_id: owner.id })
      const tokens = [(await accounts.openSession(owner, organization)).access_token]
      for (let n = 0; n < people; n += 1) {
        const person = await accounts.createVerifiedUser({ email: `p${n}@bench.example`, name: `P${n}`, password: newId() })
        await transactions.asSystem(organization.id, 'bench', () => container.resolve(members.port).add({ user_id: person.id, role: 'member' }))
        tokens.push((await accounts.openSession(person, { ...organization, role: 'member' })).access_token)
      }
      return { org_id: organization.id, tokens, owner: { email: owner.email, password }, rooms: Array.from({ length: rooms }, () => newId()) }
    })
  } finally {
    await kernel.stop()
  }
}

export interface Program {
  name: 'floor' | 'bookflow'
  port: number
  pid: number
  stop(): Promise<void>
}

/** Starts a program of the build on a free port. @param script below dist/ @param port a free one when absent */
export async function startProgram(name: Program['name'], script: string, { environment }: Pick<Ground, 'environment'>, port?: number): Promise<Program> {
  port ??= await freePort()
  const child = spawn(process.execPath, [...(name === 'floor' ? [] : processFlags), join(projectRoot, 'dist', script)], { env: { ...environment, PORT: String(port) }, stdio: ['ignore', 'inherit', 'inherit'] })
  const url = `http://127.0.0.1:${port}/${name === 'floor' ? '' : 'readyz'}`
  for (let tries = 0; tries < 2_000; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode} before it was ready.`)
    if ((await fetch(url).catch(() => null))?.ok) return { name, port, pid: child.pid!, stop: () => ended(child) }
    await delay(10)
  }
  throw new Error(`${name} was not ready within 20 s.`)
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

export async function query(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client(connectionOf(url))
  await client.connect()
  try {
    return (await client.query(text, values)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}
