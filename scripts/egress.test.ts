/** INV-6 with a real web process: a preload refuses it every connection but PostgreSQL's, and the whole tour of the README goes through all the same. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { readConfig } from '#config/env'
import { productModules } from '#config/modules'
import { expectTour } from '#config/testing/readme-tour'
import { freePort } from '#kernel/testing/free-port'
import { boot, type Kernel } from '#kernel/boot'
import { connectionOf } from '#kernel/database/connection'
import { cloneDatabase } from '#kernel/testing/cluster'
import { startWorker } from '#kernel/worker'
import { loadSecrets } from './launcher/secrets-file.js'
import { projectRoot } from './project-root.js'

/** Before anything of the product is loaded. What it refuses is written down, one place a line. */
const wall = (database: readonly string[], told: string) => `
import { appendFileSync } from 'node:fs'
import { Socket } from 'node:net'
const { connect } = Socket.prototype
Socket.prototype.connect = function (...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args
  const place = typeof first === 'object' && first !== null ? (first.path ?? (first.host ?? 'localhost') + ':' + first.port) : typeof first === 'string' && first.startsWith('/') ? first : (second ?? 'localhost') + ':' + first
  appendFileSync(${JSON.stringify(told)}, (${JSON.stringify(database)}.includes(place) ? 'let ' : 'refused ') + place + '\\n')
  if (${JSON.stringify(database)}.includes(place)) return connect.apply(this, args)
  process.nextTick(() => this.destroy(Object.assign(new Error('connect EACCES ' + place), { code: 'EACCES' })))
  return this
}
`

let folder: string
let web: ChildProcess | null = null
let database: Awaited<ReturnType<typeof cloneDatabase>> | null = null
let worker: Kernel | null = null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bookflow-egress-'))
})
afterEach(async () => {
  await worker?.stop()
  const ended = web?.exitCode === null ? once(web, 'exit') : null
  web?.kill('SIGTERM')
  await ended
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

it('INV-6: a web process behind a wall that lets PostgreSQL through serves the whole tour', async () => {
  database = await cloneDatabase(inject('cluster'), `egress_${process.pid}`)
  const { host, port: databasePort } = connectionOf(database.app)
  const [preload, told] = [join(folder, 'wall.mjs'), join(folder, 'told.txt')]
  writeFileSync(preload, wall([`${host}/.s.PGSQL.${databasePort}`, `${host}:${databasePort}`], told))
  writeFileSync(told, '')
  const port = await freePort()
  const url = `http://localhost:${port}`
  const env = {
    BOOKFLOW_ENVIRONMENT: 'test',
    BOOKFLOW_LOG_LEVEL: 'silent',
    BOOKFLOW_PUBLIC_URL: url,
    BOOKFLOW_PASSWORD_COST: '4',
    DATABASE_URL: database.app,
    HOST: 'localhost',
    PORT: String(port),
    ...loadSecrets(join(folder, 'secrets.json'), false),
  }
  web = spawn(process.execPath, ['--import', preload, join(projectRoot, 'dist/config/web.js')], { cwd: projectRoot, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { PATH: process.env['PATH'], ...env } })
  const complaints: string[] = []
  web.stderr?.on('data', (part: Buffer) => complaints.push(part.toString()))
  await new Promise<void>((resolve, reject) => {
    web?.once('message', () => resolve())
    web?.once('exit', (code) => reject(new Error(`The web process ended with ${code}: ${complaints.join('')}`)))
  })
  // The worker is another process in life; here it only has to be on the other side of the wall.
  worker = await boot(readConfig(env), productModules)
  await startWorker(worker)
  await expectTour(url)
  const connections = readFileSync(told, 'utf8').trim().split('\n')
  expect(connections.filter((line) => line.startsWith('refused'))).toEqual([])
  expect(connections.length).toBeGreaterThanOrEqual(2)
})
