/** A worker that is killed shows as stale in the system view within its interval; one that stops in order leaves no trace. Real processes, as they are deployed. */
import { spawn, type ChildProcess } from 'node:child_process'
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

it('tells the killed from the stopped', { timeout: 90_000 }, async () => {
  const [stopped, killed] = [start(), start()]
  await eventually(seen, (states) => states.join() === 'alive,alive', 30)
  stopped.kill('SIGTERM')
  await eventually(seen, (states) => states.join() === 'alive', 20)
  killed.kill('SIGKILL')
  const died = performance.now()
  expect(await seen()).toEqual(['alive'])
  await eventually(seen, (states) => states.join() === 'stale', heartbeatSettings.stale_seconds + 2)
  expect(performance.now() - died).toBeGreaterThan(heartbeatSettings.stale_seconds * 1_000 - heartbeatSettings.every_ms - 500)
})
