/**
 * The floor: the least a program can do for the same promise. Fastify and pg by hand, the same rows, role, row-level security and live membership read,
 * everything that can share a round trip sharing one. No modules, no validation, no problem documents. BookFlow's figures are ratios to it.
 */
import { createSecretKey } from 'node:crypto'
import Fastify from 'fastify'
import jwt from 'jsonwebtoken'
import pg from 'pg'
import { connectionOf } from '#kernel/database/connection'
import { columnTypes } from '#kernel/database/instants'
import { newId } from '#kernel/ids'
import { readConfig } from '#config/env'

const config = readConfig()
const key = createSecretKey(Buffer.from(config.secrets.access_tokens[0]!))
const pool = new pg.Pool({ ...connectionOf(config.database.url), max: config.database.pool_size, pipeline: true, types: columnTypes, options: '-c timezone=UTC' })
const app = Fastify()

interface Claims {
  sub: string
  org: string
}

const begin = 'begin'
const setOrg = (org: string) => ({ name: 'set', text: `select set_config('app.org_id', $1, true)`, values: [org] })
const member = ({ org, sub }: Claims) => ({ name: 'member', text: `select role from memberships where org_id = $1 and user_id = $2 and status = 'active'`, values: [org, sub] })

function claimsOf(authorization: string | undefined): Claims {
  return jwt.verify(authorization!.slice(7), key, { algorithms: ['HS256'] }) as unknown as Claims
}

async function within<T>(fn: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    return await fn(client)
  } finally {
    client.release()
  }
}

app.get('/', async () => 'ready')

app.post('/v1/bookings', async (request, reply) => {
  const claims = claimsOf(request.headers.authorization)
  const { resource_id, starts_at, ends_at, title } = request.body as Record<string, string>
  return within(async (client) => {
    const [, , admitted, room] = await Promise.all([
      client.query(begin),
      client.query(setOrg(claims.org)),
      client.query(member(claims)),
      client.query({ name: 'room', text: 'select timezone, units from resources where org_id = $1 and id = $2 for share', values: [claims.org, resource_id] }),
    ])
    if (admitted.rowCount === 0 || room.rowCount === 0) throw new Error('not admitted')
    const id = newId()
    const { rows } = await client.query({
      name: 'place',
      text: `insert into bookings (org_id, id, resource_id, unit, title, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for)
             values ($1, $2, $3, 1, $4, $5, $6, $5, $6, 'confirmed', $7, $7) on conflict on constraint bookings_no_overlap do nothing returning *`,
      values: [claims.org, id, resource_id, title, starts_at, ends_at, claims.sub],
    })
    if (rows.length === 0) {
      await client.query('rollback')
      return reply.code(409).send({ code: 'booking_conflict' })
    }
    const actor = JSON.stringify({ kind: 'user', id: claims.sub })
    await Promise.all([
      client.query({
        name: 'event',
        text: `insert into events (org_id, id, type, subject_kind, subject_id, actor, request_id, people, data) values ($1, $2, 'bookings.created', 'booking', $3, $4, $5, $6, $7)`,
        values: [claims.org, newId(), id, actor, newId(), [claims.sub], JSON.stringify({ booking: rows[0] })],
      }),
      client.query({ name: 'outbox', text: `insert into outbox (org_id, id, channel, payload) values ($1, $2, 'notifications.email', $3)`, values: [claims.org, newId(), JSON.stringify({ booking_id: id, recipient_user_id: claims.sub })] }),
      client.query({
        name: 'audit',
        text: `insert into audit_log (at, org_id, id, outcome, actor_kind, actor_id, action, subject_kind, subject_id, request_id) values (now(), $1, $2, 'done', 'user', $3, 'bookings.created', 'booking', $4, $5)`,
        values: [claims.org, newId(), claims.sub, id, newId()],
      }),
      client.query('commit'),
    ])
    return reply.code(201).send(rows[0])
  })
})

app.get('/v1/bookings', async (request) => {
  const claims = claimsOf(request.headers.authorization)
  return within(async (client) => {
    const [, , , page] = await Promise.all([
      client.query(begin),
      client.query(setOrg(claims.org)),
      client.query(member(claims)),
      client.query({ name: 'list', text: 'select * from bookings where org_id = $1 order by starts_at, id limit 50', values: [claims.org] }),
      client.query('commit'),
    ])
    return { items: page.rows }
  })
})

app.get('/v1/resources/:id', async (request) => {
  const claims = claimsOf(request.headers.authorization)
  return within(async (client) => {
    const [, , , room] = await Promise.all([
      client.query(begin),
      client.query(setOrg(claims.org)),
      client.query(member(claims)),
      client.query({ name: 'resource', text: 'select * from resources where org_id = $1 and id = $2', values: [claims.org, (request.params as { id: string }).id] }),
      client.query('commit'),
    ])
    return room.rows[0]
  })
})

await app.listen({ host: '127.0.0.1', port: config.port })
process.on('SIGTERM', () => process.exit(0))
