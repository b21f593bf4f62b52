import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { explainFailure, explainSystemError } from './embedded-failure.js'
import { processMark } from './embedded-process.js'
import { startEmbedded, type EmbeddedCluster, type EmbeddedOptions } from './embedded.js'
import { freePort } from '../testing/free-port.js'
import { scratchFolder } from '../testing/scratch-folder.js'

const clusters: EmbeddedCluster[] = []
const folders: string[] = []

async function start(options: EmbeddedOptions): Promise<EmbeddedCluster> {
  const cluster = await startEmbedded({ settings: { fsync: 'off', shared_buffers: '16MB' }, ...options })
  clusters.push(cluster)
  return cluster
}

function folder(): string {
  const path = scratchFolder('bookflow-test-')
  folders.push(path)
  return join(path, 'pg')
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<{ value: unknown }>(sql)).rows.map((row) => row.value)
  } finally {
    await client.end()
  }
}

async function gone(pid: number): Promise<void> {
  await expect.poll(() => processMark(pid)).toBeNull()
}

afterEach(async () => {
  for (const cluster of clusters.splice(0)) await cluster.stop()
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true })
})

describe('the embedded PostgreSQL', () => {
  it('starts on nothing, keeps its data over a stop, and listens on no TCP port', async () => {
    const dataDir = folder()
    const first = await start({ dataDir })
    expect(first.started).toBe(true)
    expect(await ask(first.adminUrl('postgres'), "select current_setting('server_version_num')::int / 10000 as value")).toEqual([18])
    expect(await ask(first.adminUrl('postgres'), 'select datcollate as value from pg_database where datname = current_database()')).toEqual(['C.UTF-8'])
    expect(await ask(first.adminUrl('postgres'), "select current_setting('listen_addresses') as value")).toEqual([''])
    await ask(first.adminUrl('postgres'), 'create table kept as select 42 as value')
    await first.stop()
    await gone(first.pid)
    expect(existsSync(join(dataDir, 'postmaster.pid'))).toBe(false)

    const second = await start({ dataDir })
    expect(await ask(second.adminUrl('postgres'), 'select value from kept')).toEqual([42])
  })

  it('recovers after the server was killed, with an open connection at the time', async () => {
    const dataDir = folder()
    const first = await start({ dataDir, settings: { shared_buffers: '16MB' } })
    await ask(first.adminUrl('postgres'), 'create table kept as select 7 as value')
    const idle = new pg.Client({ connectionString: first.adminUrl('postgres') })
    idle.on('error', () => undefined)
    await idle.connect()
    process.kill(first.pid, 'SIGKILL')

    const second = await start({ dataDir })
    expect(second.started).toBe(true)
    expect(second.pid).not.toBe(first.pid)
    expect(await ask(second.adminUrl('postgres'), 'select value from kept')).toEqual([7])
    await idle.end().catch(() => undefined)
  })

  it('starts over a stale pid file that names a living stranger, and leaves the stranger alone', async () => {
    const dataDir = folder()
    const first = await start({ dataDir })
    await first.stop()
    writeFileSync(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n0\n5432\n/tmp\n\n 1 1\nready   \n`)
    const second = await start({ dataDir })
    expect(second.started).toBe(true)
    expect(second.pid).not.toBe(process.pid)
  })

  it('is shared: a second start joins, and the last one to leave stops it', async () => {
    const dataDir = folder()
    const [one, two] = await Promise.all([start({ dataDir }), start({ dataDir })])
    expect([one.started, two.started].sort()).toEqual([false, true])
    expect(one.pid).toBe(two.pid)
    await one.stop()
    expect(await ask(two.adminUrl('postgres'), 'select 1 as value')).toEqual([1])
    await two.stop()
    await gone(two.pid)
  })

  it('takes over from an owner that died without signing off', async () => {
    const dataDir = folder()
    const cluster = await start({ dataDir })
    writeFileSync(join(dataDir, 'owners', '4194000-12345-0'), '')
    await cluster.stop()
    await gone(cluster.pid)
  })

  it('asks for a password on TCP and none on the socket', async () => {
    const port = await freePort()
    const cluster = await start({ dataDir: folder(), port })
    await ask(cluster.adminUrl('postgres'), "create role visitor login password 'right'")
    expect(await ask(`postgresql://visitor:right@127.0.0.1:${port}/postgres`, 'select 1 as value')).toEqual([1])
    await expect(ask(`postgresql://visitor:wrong@127.0.0.1:${port}/postgres`, 'select 1')).rejects.toThrow(/password authentication failed/)
    expect(await ask(cluster.url('postgres', 'visitor'), 'select current_user as value')).toEqual(['visitor'])
  })
})

describe('what it refuses', () => {
  it.each([
    ['no-version\u0000', /damaged: its PG_VERSION reads .*instead of 18.*mv /],
    ['16\n', /made by PostgreSQL 16, the embedded one is 18.*DATABASE_URL/],
  ])('a PG_VERSION of %j', async (content, message) => {
    const dataDir = folder()
    mkdirSync(dataDir, { mode: 0o700 })
    writeFileSync(join(dataDir, 'PG_VERSION'), content)
    await expect(start({ dataDir })).rejects.toThrow(message)
    expect(readFileSync(join(dataDir, 'PG_VERSION'), 'utf8')).toBe(content)
  })

  it('a folder that holds something else', async () => {
    const dataDir = folder()
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'thesis.txt'), 'keep me')
    await expect(start({ dataDir })).rejects.toThrow(/is no PostgreSQL data folder/)
    expect(readFileSync(join(dataDir, 'thesis.txt'), 'utf8')).toBe('keep me')
  })

  it('a damaged control file', async () => {
    const dataDir = folder()
    await (await start({ dataDir })).stop()
    writeFileSync(join(dataDir, 'global', 'pg_control'), Buffer.alloc(8192, 7))
    await expect(start({ dataDir })).rejects.toThrow(/damaged, or another build.*Restore it[\s\S]*server\.log/)
  })

  it('a taken port', async () => {
    const server = createServer()
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const { port } = server.address() as AddressInfo
    await expect(start({ dataDir: folder(), port })).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`)
    server.close()
  })

  it('a wrong setting', async () => {
    await expect(start({ dataDir: folder(), settings: { shared_bufers: '16MB' } })).rejects.toThrow(/setting is wrong: unrecognized configuration parameter "shared_bufers"/)
  })

  it('a place where nothing can be written', async () => {
    const file = folder()
    writeFileSync(file, 'a file where a folder is wanted')
    await expect(start({ dataDir: join(file, 'pg') })).rejects.toThrow(`cannot use ${file}. Something on the way is no folder.`)
  })

  it('a full disk, in words', () => {
    const refused = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    expect(explainSystemError(refused, '/data')).toMatchObject({ message: expect.stringMatching(/^The embedded PostgreSQL cannot use \/data\. The disk is full\./) as string })
    const other = new Error('something else')
    expect(explainSystemError(other, '/data')).toBe(other)
    const output = 'initdb: error: could not write to file "pg_wal/xlogtemp.12": No space left on device'
    expect(explainFailure('It failed', output, null)).toBe('It failed. The disk is full. Free some space (about 300 MB are needed at the first start), then start again; the data is unharmed.')
  })
})
