/** A worker that is killed shows as stale in the system view once it has been silent for too long; one that stops in order leaves no trace. Real processes, as they are deployed. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import type { Json } from '#kernel/testing/client'
import { eventually } from '#kernel/testing/fresh-kernel'
import { auth } from '#modules/auth/contract'
import { heartbeatSettings } from '#modules/system/heartbeat'
import { loadSecrets } from './launcher/secrets-file.js'
import { projectRoot } from './project-root.js'

const folder = mkdtempSync(join(tmpdir(), 'bookflow-death-'))
const workers: ChildProcess[] = []
let product: TestProduct
let token: string
beforeAll(async () => {
  product = await createTestApp({ config: { installation_owners: ['runs-it@example.test'] } })
  const accounts = product.container.resolve(auth.port)
  const person = await accounts.createVerifiedUser({ email: 'runs-it@example.test', name: 'Ada', password: 'a long password' })
  token = (await accounts.openSession(person, null)).access_token
})
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await product.close()
  rmSync(folder, { recursive: true, force: true })
})

function start(): ChildProcess {
  const worker = spawn(process.execPath, [join(projectRoot, 'dist/config/worker.js')], {
    cwd: projectRoot,
    stdio: 'ignore',
    env: { PATH: process.env['PATH'], BOOKFLOW_ENVIRONMENT: 'test', BOOKFLOW_LOG_LEVEL: 'silent', BOOKFLOW_PUBLIC_URL: 'http://worker.localhost', DATABASE_URL: product.urls.app, ...loadSecrets(join(folder, 'secrets.json'), false) },
  })
  workers.push(worker)
  return worker
}
const seen = async (): Promise<string[]> => {
  const { body } = await product.anonymous.get('/v1/system', { authorization: `Bearer ${token}` })
  return body.processes.filter(({ kind }: Json) => kind === 'worker').map(({ status }: Json) => status)
}

/** As if no worker had been heard of for as long as counts: those that live are heard of again. */
const silence = () => product.admin.query(`update system_processes set last_seen_at = now() - make_interval(secs => $1) where kind = 'worker'`, [heartbeatSettings.stale_seconds + 1])

it('tells the killed from the stopped, and from the living', async () => {
  const [stopped, killed] = [start(), start()]
  await eventually(seen, (states) => states.join() === 'alive,alive')
  stopped.kill('SIGTERM')
  await eventually(seen, (states) => states.join() === 'alive')
  await silence()
  await eventually(seen, (states) => states.join() === 'alive')
  const died = once(killed, 'exit')
  killed.kill('SIGKILL')
  await died
  expect(await seen()).toEqual(['alive'])
  // A last sign of life may still have been on its way.
  await eventually(async () => (await silence(), seen()), (states) => states.join() === 'stale')
})
