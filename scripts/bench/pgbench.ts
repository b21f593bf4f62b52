/**
 * pgbench doing BookFlow's own statements of a booking, each prepared and a round trip of its own: what PostgreSQL does when nothing but PostgreSQL is
 * asked. The statements are caught from the product, with fresh ids and times put in their place. Runs where pgbench is installed.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { connectionOf } from '#kernel/database/connection'
import { applicationOptions } from '#kernel/database/data-source'
import type { Statement } from '#kernel/tenancy/unit-of-work'
import type { Ground } from './ground.js'
import { ownStatements } from './own-statements.js'
import { freshBooking } from './scenarios.js'

const run = promisify(execFile)
const connections = 16
/** More transactions than one connection does in a measurement: each has numbers of its own. */
const perConnection = 20_000
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

export interface Pgbench {
  /** Transactions a second over so many seconds. */
  measure(seconds: number): Promise<number>
  stop(): void
}

/** @returns null where pgbench is not installed */
export async function preparePgbench(ground: Ground): Promise<Pgbench | null> {
  const installed = await run('pgbench', ['--version']).then(() => true, () => false)
  if (!installed) return null
  const [statements] = await ownStatements(ground, [() => freshBooking(ground, ground.tokens[1]!)])
  const folder = mkdtempSync(join(tmpdir(), 'bookflow-pgbench-'))
  const { host, port, user, database } = connectionOf(ground.appUrl)
  const file = join(folder, 'booking.sql')
  writeFileSync(file, scriptOf(statements!, ground))
  let times = 0
  return {
    async measure(seconds) {
      const first = (times += 1) * connections * perConnection
      const { stdout } = await run('pgbench', ['-n', '-M', 'prepared', '-c', String(connections), '-j', '1', '-T', String(seconds), '-D', `n=${first}`, '-h', host, '-p', String(port), '-U', user, '-f', file, database], { env: { ...process.env, PGOPTIONS: applicationOptions } })
      const match = /^tps = ([\d.]+)/m.exec(stdout)
      if (!match || /number of failed transactions: [1-9]/.test(stdout)) throw new Error(`pgbench did not do what it was told:\n${stdout}`)
      return Number(match[1])
    },
    stop: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/**
 * The statements with a counter instead of their ids and times: `:i` is never the same twice. One script for all rooms: each script's statements are prepared for
 * themselves, and with one for each room nearly every execution was the first, with a plan of its own.
 */
function scriptOf(statements: readonly Statement[], ground: Ground): string {
  const room = `((array[${ground.rooms.map(quoted).join(',')}])[1 + :i % ${ground.rooms.length}]::uuid)`
  const known = new Set([ground.org_id, ...ground.rooms, ...statements.flatMap(({ name, values }) => (name?.startsWith('kernel.admission') ? (values as string[]) : []))])
  const fresh = new Map<string, string>()
  const freshId = (id: string) => {
    const made = fresh.get(id) ?? `(lpad(to_hex(:i::bigint * 16 + ${fresh.size}), 32, '0')::uuid)`
    fresh.set(id, made)
    return made
  }
  const ids = (text: string) => [...new Set(text.match(uuid) ?? [])].filter((id) => !known.has(id))
  const literal = (value: unknown): string => {
    if (value === null || value === undefined) return 'null'
    if (Array.isArray(value)) return quoted(`{${value.join(',')}}`)
    const text = String(value)
    if (ground.rooms.includes(text)) return room
    if (instant.test(text)) return `(timestamptz ${quoted(text)} + :i * interval '30 minutes')`
    if (ids(text)[0] === text) return freshId(text)
    const isJson = /^[[{]/.test(text)
    // A colon before a word would be one of pgbench's variables.
    const sql = ids(text).reduce((inner, id) => `replace(${inner}, ${quoted(id)}, ${freshId(id)}::text)`, quoted(isJson ? text.replaceAll(/":(?=\w)/g, '": ') : text))
    return isJson ? `(${sql})::jsonb` : sql
  }
  const lines = statements.map(({ text, values = [] }) => text.replace(/\s+/g, ' ').replace(/\$(\d+)(::\w+)?/g, (_, n: string, cast = '') => `${literal(values[Number(n) - 1])}${cast}`))
  return `\\set n :n + 1\n\\set i :n + :client_id * ${perConnection}\n${lines.join(';\n')};\n`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
