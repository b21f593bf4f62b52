/** A small REST of the console's needs, in memory, for tests of the console's own plumbing. The journeys run against the product itself. */
import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'

export interface FakeRest {
  readonly app: FastifyInstance
  /** What each call carried, newest last. */
  readonly calls: { method: string; url: string; ip: string; headers: FastifyRequest['headers']; body: unknown }[]
  readonly bookings: Record<string, unknown>[]
  readonly resources: Record<string, unknown>[]
  readonly viewer: { permissions: string[]; modules: string[]; organization: Record<string, unknown>; organizations: Record<string, unknown>[]; user: Record<string, unknown>; role: string }
  /** Access tokens REST still takes; empty it to make every one of them expire. */
  readonly accepted: Set<string>
  readonly spent: Set<string>
  /** Open event streams. */
  readonly streams: Set<FastifyReply>
  /** The next create answers with this instead. */
  refuseNext: { status: number; body: Record<string, unknown> } | null
  publish(event: string): void
}

const problem = (reply: FastifyReply, status: number, code: string, extra: object = {}): FastifyReply =>
  reply.code(status).type('application/problem+json').send({ status, code, title: code.replaceAll('_', ' '), detail: `Refused: ${code}.`, requestId: 'r-1', ...extra })

export async function fakeRest(): Promise<FakeRest> {
  const app = Fastify()
  const streams = new Set<FastifyReply>()
  let position = 0
  const rest: FakeRest = {
    app,
    calls: [],
    bookings: [],
    resources: [],
    accepted: new Set(),
    spent: new Set(),
    streams,
    refuseNext: null,
    viewer: {
      user: { id: 'u-1', email: 'ada@example.org', name: 'Ada Byron', locale: 'en-GB', timezone: 'Europe/Berlin' },
      organization: { id: 'o-1', name: 'Harbour Labs', slug: 'harbour', timezone: 'Europe/Berlin', accent: null },
      role: 'admin',
      permissions: ['bookings:read', 'bookings:create', 'bookings:manage', 'resources:read'],
      modules: ['bookings', 'resources', 'sse', 'approvals'],
      organizations: [{ id: 'o-1', name: 'Harbour Labs', role: 'admin' }],
    },
    publish(event) {
      position += 1
      for (const stream of streams) stream.raw.write(`event: ${event}\nid: ${position}\ndata: {}\n\n`)
    },
  }
  const tokens = (): object => {
    const access = `access-${randomUUID()}`
    rest.accepted.add(access)
    return { access_token: access, token_type: 'Bearer', expires_in: 900, refresh_token: `refresh-${randomUUID()}`, user: rest.viewer.user, organization: rest.viewer.organization }
  }
  await app.register(cookie)
  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'self'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], objectSrc: ["'none'"], baseUri: ["'none'"] } },
  })
  app.setNotFoundHandler((_request, reply) => problem(reply, 404, 'not_found'))
  app.addHook('preHandler', async ({ method, url, ip, headers, body }) => {
    if (url.startsWith('/v1')) rest.calls.push({ method, url, ip, headers, body })
  })
  const signedIn = (request: FastifyRequest): boolean => rest.accepted.has(request.cookies['bookflow_access'] ?? '')

  app.post('/v1/auth/sign-up', (_request, reply) => reply.code(202).send({ status: 'accepted' }))
  app.post('/v1/auth/password-reset/confirmation', (_request, reply) => reply.code(204).send())
  app.post('/v1/auth/password-reset', (_request, reply) => reply.code(202).send({ status: 'accepted' }))
  app.post('/v1/auth/verification', () => tokens())
  app.post<{ Body: { password: string } }>('/v1/auth/login', ({ body }, reply) => (body.password === 'wrong' ? problem(reply, 401, 'unauthenticated') : reply.send(tokens())))
  app.post<{ Body: { refresh_token: string } }>('/v1/auth/refresh', ({ body }, reply) => {
    if (rest.spent.has(body.refresh_token)) return problem(reply, 401, 'unauthenticated')
    rest.spent.add(body.refresh_token)
    return reply.send(tokens())
  })
  // The token says what kind of invitation it is.
  app.post<{ Body: { token: string } }>('/v1/invitations/preview', ({ body: { token } }, reply) =>
    token === 'spent' ? problem(reply, 409, 'state_conflict') : reply.send({ organization: 'Harbour Labs', email: 'ada@example.org', role: 'member', expires_at: '2027-01-01T00:00:00.000Z', has_account: token !== 'new' }),
  )
  app.post<{ Body: { token: string } }>('/v1/decision-links/preview', ({ body: { token } }, reply) =>
    token === 'spent'
      ? problem(reply, 409, 'state_conflict')
      : reply.send({
          organization: { name: 'Harbour Labs', accent: null },
          reader: { name: 'Ada Byron', timezone: 'America/New_York', locale: 'en' },
          booking: { title: 'Regatta <b>dinner</b>', starts_at: '2026-12-01T17:00:00.000Z', ends_at: '2026-12-01T20:30:00.000Z', booked_for: 'Bo Diaz', booked_by: 'Bo Diaz' },
          resource: { name: 'Boat house', location: 'Pier 3', timezone: 'Europe/Berlin' },
          rule: 'Evenings', step: { position: 1, of: 2 }, expires_at: '2026-11-30T12:00:00.000Z',
        }),
  )
  app.post<{ Body: { decision: string; comment?: string } }>('/v1/decision-links/decision', ({ body: { decision, comment } }, reply) =>
    decision === 'reject' && !comment
      ? problem(reply, 422, 'validation_failed', { errors: [{ pointer: '/comment', detail: 'Say why.' }] })
      : reply.send({ decision, status: decision === 'approve' ? 'pending' : 'rejected', booking_id: 'b-1' }),
  )
  app.post('/v1/invitations/registration', (_request, reply) => reply.code(201).send(tokens()))
  await app.register(async (inside) => {
    inside.addHook('preHandler', async (request, reply) => (signedIn(request) ? undefined : problem(reply, 401, 'token_expired')))
    inside.get('/v1/auth/me', () => rest.viewer)
    inside.post('/v1/auth/logout', (_request, reply) => reply.code(204).send())
    inside.post('/v1/invitations/acceptance', () => ({ id: 'o-1', name: 'Harbour Labs', slug: 'harbour', role: 'member' }))
    inside.post('/v1/auth/organization', () => tokens())
    inside.get('/v1/resources', () => ({ items: rest.resources, next_cursor: null }))
    inside.get<{ Params: { id: string } }>('/v1/resources/:id', ({ params }) => rest.resources.find(({ id }) => id === params.id))
    inside.get('/v1/availability', () => ({ open: [], busy: [], free: [] }))
    inside.get('/v1/bookings', () => ({ items: rest.bookings, next_cursor: null }))
    inside.get<{ Params: { id: string } }>('/v1/bookings/:id', ({ params }, reply) => rest.bookings.find(({ id }) => id === params.id) ?? problem(reply, 404, 'not_found'))
    inside.post<{ Body: { title: string } }>('/v1/bookings', ({ body }, reply) => {
      const refusal = rest.refuseNext
      rest.refuseNext = null
      if (refusal) return reply.code(refusal.status).type('application/problem+json').send(refusal.body)
      const status = body.title.startsWith('Long') ? 'pending_approval' : 'confirmed'
      const booking = { id: randomUUID(), busy: false, booked_by: 'u-1', booked_for: 'u-1', status, ...body }
      rest.bookings.push(booking)
      rest.publish('bookings.created')
      return reply.code(201).send(booking)
    })
    inside.post<{ Params: { id: string } }>('/v1/bookings/:id/cancellation', ({ params }, reply) => {
      const booking = rest.bookings.find(({ id }) => id === params.id)
      if (!booking) return problem(reply, 404, 'not_found')
      booking['status'] = 'cancelled'
      rest.publish('bookings.cancelled')
      return reply.send(booking)
    })
    inside.get('/v1/stream', (_request, reply) => {
      reply.hijack()
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      reply.raw.write(': open\n\n')
      streams.add(reply)
      reply.raw.on('close', () => streams.delete(reply))
    })
  })
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.raw.end()
  })
  return rest
}
