import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { cloneDatabase } from '#kernel/testing/cluster'
import { externalModules } from '#config/external-modules'
import { loadSecrets } from './launcher/secrets-file.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** As a third party writes it: plain JavaScript, importing the kernel by the package's name. */
const greeter = `
import { Type } from 'typebox'
import { defineContract } from 'bookflow/kernel/contract'
import { defineModule } from 'bookflow/kernel/module'
import { configToken } from 'bookflow/kernel/boot'
export default defineModule({
  contract: defineContract({ name: 'greeter' }),
  routes: (container) => async (app) => {
    const { public_url } = container.resolve(configToken)
    app.get('/greetings', { schema: { response: { 200: Type.Object({ from: Type.String() }) } }, config: { access: 'public' } }, async () => ({ from: public_url }))
  },
})`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bookflow-external-'))
  mkdirSync(join(folder, 'node_modules', 'bookflow-greeter'), { recursive: true })
  symlinkSync(root, join(folder, 'node_modules', 'bookflow'))
  symlinkSync(join(root, 'node_modules', 'typebox'), join(folder, 'node_modules', 'typebox'))
  writeFileSync(join(folder, 'greeter.mjs'), greeter)
  writeFileSync(join(folder, 'empty.mjs'), 'export default {}')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a module of a third party', () => {
  it('runs in a real web process, on the kernel of that process, without a fork', async () => {
    const database = await cloneDatabase(inject('cluster'), `external_${process.pid}`)
    let web: ChildProcess | undefined
    try {
      web = spawn(process.execPath, [join(root, 'dist/config/web.js')], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: {
          PATH: process.env['PATH'],
          BOOKFLOW_ENVIRONMENT: 'test',
          BOOKFLOW_LOG_LEVEL: 'info',
          BOOKFLOW_PUBLIC_URL: 'http://greeter.localhost',
          DATABASE_URL: database.app,
          PORT: '0',
          BOOKFLOW_MODULES: './greeter.mjs',
          ...loadSecrets(join(folder, 'secrets.json'), false),
        },
      })
      const port = await listening(web)
      const answer = await fetch(`http://127.0.0.1:${port}/v1/greetings`)
      expect([answer.status, await answer.json()]).toEqual([200, { from: 'http://greeter.localhost' }])
    } finally {
      if (web?.exitCode === null) {
        web.kill('SIGTERM')
        await new Promise((resolve) => web!.once('exit', resolve))
      }
      await database.drop()
    }
  })

  it('is refused with the reason when it cannot be one', async () => {
    await expect(externalModules([join(folder, 'missing.mjs')])).rejects.toThrow(/'.*missing.mjs' cannot be loaded/)
    await expect(externalModules([join(folder, 'empty.mjs')])).rejects.toThrow(/must export a module declaration/)
    await expect(externalModules(['no-such-package-anywhere'])).rejects.toThrow(/'no-such-package-anywhere' cannot be loaded/)
  })
})

/** The port, as the log tells it. */
function listening(web: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = ''
    const read = (part: Buffer) => {
      output += part
      const match = /Server listening at http:\/\/[^"]*:(\d+)/.exec(output)
      if (match) resolve(Number(match[1]))
    }
    web.stdout!.on('data', read)
    web.stderr!.on('data', read)
    web.once('exit', (code) => reject(new Error(`The web process ended with ${code}: ${output}`)))
  })
}
