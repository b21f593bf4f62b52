import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, it } from 'vitest'
import { createDataSource } from './data-source.js'
import { connectionOf } from './connection.js'
import { startEmbedded } from './embedded.js'
import { freePort } from '../testing/free-port.js'
import { scratchFolder } from '../testing/scratch-folder.js'

it('F10: over TCP the server gives a silent peer up after ten seconds; over a socket of this machine it means nothing and is no error', async () => {
  const folder = scratchFolder('bookflow-peer-')
  const port = await freePort()
  const cluster = await startEmbedded({ dataDir: join(folder, 'postgres'), port, settings: { fsync: 'off' } })
  try {
    const admin = new Client(connectionOf(cluster.adminUrl('postgres')))
    await admin.connect()
    await admin.query(`create role visitor login password 'visiting'`)
    await admin.end()
    const settings = async (url: string) => {
      const dataSource = createDataSource(url, 2, [])
      await dataSource.initialize()
      try {
        const rows = await dataSource.query<{ name: string; setting: string }[]>(`select name, setting from pg_settings where name like 'tcp%'`)
        return Object.fromEntries(rows.map(({ name, setting }) => [name, Number(setting)]))
      } finally {
        await dataSource.destroy()
      }
    }
    expect(await settings(`postgres://visitor:visiting@127.0.0.1:${port}/postgres`)).toEqual({ tcp_user_timeout: 10_000, tcp_keepalives_idle: 5, tcp_keepalives_interval: 2, tcp_keepalives_count: 3 })
    expect(await settings(cluster.url('postgres', 'visitor'))).toMatchObject({ tcp_user_timeout: 0 })
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
