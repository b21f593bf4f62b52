import type { System } from '#modules/system/contract'
import { expect, it } from 'vitest'
import { troublesOf } from './troubles.js'

const process = (kind: 'web' | 'worker', status: 'alive' | 'stale' = 'alive'): System['processes'][number] => ({ label: kind, kind, status, version: '1.0.0', node: 'v24', started_at: '', last_seen_at: '', streams: 0 })
const sound: System = {
  at: '2027-03-01T00:00:00Z',
  product: { name: 'bookflow', version: '1.0.0' },
  process: { node: 'v24', started_at: '', uptime_seconds: 1 },
  database: { version: '18', size_bytes: 1, connections: { used: 10, max: 100 }, feed_held_seconds: 0 },
  migrations: { applied: 3, latest: 'third', pending: [] },
  checks: [{ name: 'audit', status: 'ok', detail: '' }],
  outbox: { pending: 0, oldest_age_seconds: 0, dead: 0 },
  channels: [],
  processes: [process('web'), process('worker')],
  streams: 0,
  backup: { status: 'ok', completed_at: '2027-03-01T00:00:00Z', age_seconds: 1 },
  modules: [],
}
const titles = (change: Partial<System>) => troublesOf({ ...sound, ...change }).map(({ bad, title }) => `${bad ? '!' : '?'} ${title}`)

it('is silent when everything is as it should be', () => {
  expect(troublesOf(sound)).toEqual([])
})

it('names what stops the product before what only may', () => {
  expect(
    titles({
      checks: [{ name: 'audit', status: 'failed', detail: '' }, { name: 'disk', status: 'warning', detail: '' }],
      processes: [process('web'), process('worker', 'stale')],
      migrations: { applied: 1, latest: 'first', pending: ['second'] },
      backup: { status: 'unknown', completed_at: null, age_seconds: null },
      outbox: { pending: 5, oldest_age_seconds: 900, dead: 2 },
      database: { ...sound.database, connections: { used: 81, max: 100 } },
    }),
  ).toEqual([
    '! A check failed: {{names}}',
    '! No worker is alive',
    '! Migrations have not run: {{names}}',
    '! {{used}} of {{max}} database connections are in use',
    '? A process fell silent',
    '? A check warns: {{names}}',
    '? Messages were given up',
    '? It is not known when the last backup was made',
  ])
})

it('says that messages wait only where a worker should take them', () => {
  expect(titles({ outbox: { pending: 5, oldest_age_seconds: 600, dead: 0 } })).toEqual(['! Messages wait for {{minutes}} minutes already'])
  expect(titles({ outbox: { pending: 5, oldest_age_seconds: 20, dead: 0 } })).toEqual([])
})

it('says that the backup is late', () => {
  expect(titles({ backup: { status: 'late', completed_at: '2027-02-01T00:00:00Z', age_seconds: 2_000_000 } })).toEqual(['! The last backup is too old'])
})
