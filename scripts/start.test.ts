/** The launcher as people run it: the compiled script, a folder and a port of its own. `npm test` has compiled it by now. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { processMark, readPidFile } from '#kernel/database/embedded-process'
import { projectRoot } from './project-root.js'
import { freePort } from '#kernel/testing/free-port'

const folder = mkdtempSync(join(tmpdir(), 'bookflow-start-'))
let port = 0

beforeAll(async () => {
  port = await freePort()
})
afterAll(async () => {
  for (const { child, ended } of launches.splice(0)) {
    child.kill('SIGINT')
    await ended
  }
  rmSync(folder, { recursive: true, force: true })
})

interface Launch {
  child: ChildProcess
  output(): string
  ended: Promise<number | null>
  says(text: string | RegExp): Promise<string>
}
const launches: Launch[] = []

function launch(environment: NodeJS.ProcessEnv = {}): Launch {
  const child = spawn(process.execPath, ['--enable-source-maps', join(projectRoot, 'dist', 'scripts', 'start.js')], {
    env: { PATH: '/usr/bin:/bin', BOOKFLOW_DATA_DIR: folder, PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))
  const says = async (text: string | RegExp): Promise<string> => {
    await expect.poll(() => (child.exitCode === null ? output : `ended: ${output}`), { timeout: 150_000 }).toMatch(text)
    return output
  }
  const started = { child, output: () => output, ended, says }
  launches.push(started)
  return started
}

const answer = async (path: string): Promise<number> => (await fetch(`http://127.0.0.1:${port}${path}`)).status
/** What the person is told of themselves after signing in as a person would. */
async function whoSignsIn(email: string | undefined, password: string | undefined): Promise<unknown> {
  const login = await fetch(`http://127.0.0.1:${port}/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password }) })
  const { access_token } = (await login.json()) as { access_token?: string }
  return (await fetch(`http://127.0.0.1:${port}/v1/auth/me`, { headers: { authorization: `Bearer ${access_token}` } })).json()
}
/** The launcher notes them for operators. */
const childOf = (name: 'web' | 'worker'): number => (JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as Record<string, number>)[name] ?? -1

describe('npm start', () => {
  it('brings everything up from nothing, names the address and the logins, and stops in order on Ctrl-C', async () => {
    const { child, says, ended, output } = launch()
    const said = await says(/BookFlow is ready at http:\/\/localhost:\d+/)
    for (const line of [/PostgreSQL in .* started \(\d+\.\d s\)/, /Schema \.\.\. \d+ migrations \(/, /Demo data \.\.\. done \(/, /worker \.\.\. ready \(/, /web \.\.\. ready \(/]) expect(said).toMatch(line)
    expect(said).toContain(`http://localhost:${port}`)
    expect(await answer('/readyz')).toBe(200)
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
    const logins = [...(await says('Logs are in')).matchAll(/^ +(\S+@\S+) +(\S+) +.+, (\w+) of (.+)$/gm)]
    expect(logins.length).toBeGreaterThan(7)
    for (const [, email, password, role, organization] of logins) expect(await whoSignsIn(email, password), email).toMatchObject({ role, organization: { name: organization } })
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(output().match(/Stopping \w+/g)).toEqual(['Stopping web', 'Stopping worker', 'Stopping PostgreSQL'])
    expect(readPidFile(join(folder, 'postgres'))).toBeNull()
  })

  it('comes back with its data, without seeding again', async () => {
    const { says } = launch()
    const said = await says('BookFlow is ready')
    expect(said).toMatch(/Schema \.\.\. up to date/)
    expect(said).not.toMatch(/Demo data/)
    expect(said).toMatch(/\S+@\S+/)
  })

  it('names a taken port, who holds it, and how to choose another', async () => {
    const second = launch()
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(new RegExp(`Port ${port} is taken by the BookFlow that runs from this folder \\(pid \\d+.*PORT=${port + 1} npm start`))
    expect(await answer('/readyz')).toBe(200)
  })

  it('starts a process again that was killed', async () => {
    const first = launches[1]
    const web = childOf('web')
    process.kill(web, 'SIGKILL')
    await first?.says(/\[web\] ended \(SIGKILL\); starting it again in 1 s/)
    await expect.poll(() => answer('/readyz').catch(() => 0)).toBe(200)
    expect(childOf('web')).not.toBe(web)
  })

  it('starts PostgreSQL again when it was killed, and everything goes on', async () => {
    const server = readPidFile(join(folder, 'postgres'))
    process.kill(server?.pid ?? -1, 'SIGKILL')
    await launches[1]?.says(/\[postgres\] is back/)
    await expect.poll(() => answer('/readyz').catch(() => 0)).toBe(200)
  })

  it('killed outright, takes web and worker with it, and the next start finds the database', async () => {
    const [web, worker] = [childOf('web'), childOf('worker')]
    launches[1]?.child.kill('SIGKILL')
    await expect.poll(() => [processMark(web), processMark(worker)]).toEqual([null, null])
    const { says, child, ended } = launch()
    expect(await says('BookFlow is ready')).toMatch(/joined the running one/)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false)
  })

  it('says which setting is wrong', async () => {
    const wrong = launch({ BOOKFLOW_LOG_LEVL: 'info' })
    expect(await wrong.ended).toBe(1)
    expect(wrong.output()).toMatch(/BOOKFLOW_LOG_LEVL is not a setting of BookFlow\. Did you mean BOOKFLOW_LOG_LEVEL\?/)
  })
})
