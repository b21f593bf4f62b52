/**
 * Mounts the console (the React Router app in `ui/app`) in the web process. Owns every path no other route has, and `/assets/`.
 * Refuses state changes that do not come from its own pages. It has no way to data but REST, called in process.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type {} from '@fastify/helmet'
import type {} from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import type {} from '@fastify/swagger'
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { ConsoleEntry, ConsoleRequest } from './server/console-request.js'
import { ConsoleSession } from './server/console-session.js'
import { comesFromOwnPages } from './server/origin-check.js'
import { plainErrorPage } from './server/plain-error-page.js'
import { readProblem } from './server/problem.js'
import { refreshOnce, type RefreshAnswer, type SpendOnce } from './server/refresh-once.js'
import { restTransport, type RestTransport } from './server/rest.js'
import { readSessionCookies, type SessionCookieOptions } from './server/session-cookies.js'
import { isTokens } from './server/tokens.js'
import { sendWebResponse, toWebRequest } from './server/web-adapter.js'

export interface ConsoleOptions {
  /** Where browsers reach the web process, e.g. `https://book.example.org`. */
  readonly publicUrl: string
  /** True when `publicUrl` is https. */
  readonly secureCookies: boolean
  /** Absolute path of the folder `react-router build ui` wrote (`client/` and `server/`). */
  readonly buildDir: string
  /** The refresh token's idle life in seconds; the refresh cookie lives as long. */
  readonly sessions: { readonly idleSeconds: number }
}

/** Paths that belong to REST and operations: a miss among them is theirs to answer (problem+json), never a page. */
const otherOwners = /^\/(v1|docs|metrics|livez|readyz|dev)(\/|\?|$)/

/** @throws when the build is missing, naming the command that makes it */
export const consolePlugin =
  (options: ConsoleOptions): FastifyPluginAsync =>
  async (app) => {
    const handle = await loadConsole(options.buildDir)
    const spendOnce = refreshOnce()
    const publicUrl = new URL(options.publicUrl)

    await serveAssets(app, options.buildDir)

    // The router parses forms itself; Fastify only reads the text, so that its bodyLimit holds.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    app.setErrorHandler((error: { statusCode?: number; type?: { status: number } }, request, reply) => {
      const status = error.type?.status ?? error.statusCode ?? 500
      if (status >= 500) request.log.error({ err: error }, 'console request failed')
      return reply.code(status).type('text/html; charset=utf-8').send(plainErrorPage(status, request.headers))
    })

    app.route({
      method: ['GET', 'HEAD', 'POST'],
      url: '*',
      schema: { hide: true },
      handler: async (request, reply) => {
        if (otherOwners.test(request.url)) return reply.callNotFound()
        if (request.method === 'POST' && !comesFromOwnPages(request.headers, publicUrl.origin)) {
          return reply.code(403).type('text/html; charset=utf-8').send(plainErrorPage(403, request.headers))
        }
        const session = openSession(app, request, publicUrl, options, spendOnce)
        const response = await handle(toWebRequest(request, reply, originOf(request, publicUrl)), {
          session,
          nonce: reply.cspNonce,
          publicUrl: options.publicUrl,
          hasDevMailbox: app.hasRoute({ method: 'GET', url: '/dev/mailbox' }),
          logError: (error) => request.log.error({ err: error }, 'console page failed'),
        })
        // Browsers send `Origin: null` with forms under helmet's default, no-referrer.
        reply.header('referrer-policy', 'same-origin')
        if (!response.headers.has('cache-control')) reply.header('cache-control', 'private, no-store')
        return sendWebResponse(reply, response, session.setCookies)
      },
    })
  }

type Handle = (request: Request, context: ConsoleRequest) => Promise<Response>

/** Built files carry their hash in the name: cached for ever, compressed at build time, and outside the rate limit, which is for REST and pages. */
async function serveAssets(app: FastifyInstance, buildDir: string): Promise<void> {
  const root = join(buildDir, 'client', 'assets')
  await app.register(fastifyStatic, { root, serve: false, index: false, immutable: true, maxAge: '1y', preCompressed: true })
  app.get<{ Params: { '*': string } }>('/assets/*', { schema: { hide: true }, config: { rateLimit: false } }, (request, reply) => reply.sendFile(request.params['*']))
}

async function loadConsole(buildDir: string): Promise<Handle> {
  const file = join(buildDir, 'server', 'index.js')
  if (!existsSync(file)) throw new Error(`The console is not built: ${file} is missing. Run "react-router build ui" first.`)
  const build = (await import(pathToFileURL(file).href)) as { entry: { module: ConsoleEntry } }
  return build.entry.module.createConsoleHandler(build)
}

/** The origin the browser used: the public one when the host says so, else the request's own (an operator on a LAN address). */
function originOf(request: FastifyRequest, publicUrl: URL): string {
  return request.host === publicUrl.host ? publicUrl.origin : `${request.protocol}://${request.host}`
}

function openSession(
  app: FastifyInstance,
  request: FastifyRequest,
  publicUrl: URL,
  options: ConsoleOptions,
  spendOnce: SpendOnce,
): ConsoleSession {
  const cookies: SessionCookieOptions = { secure: options.secureCookies, idleSeconds: options.sessions.idleSeconds }
  const transport = restTransport(app, request, publicUrl.origin)
  const received = readSessionCookies(request.headers.cookie, options.secureCookies)
  return new ConsoleSession(received, transport, (token) => spendOnce(token, () => refresh(transport, token)), cookies)
}

async function refresh(transport: RestTransport, token: string): Promise<RefreshAnswer> {
  const answer = await transport('POST', '/v1/auth/refresh', { body: { refresh_token: token } }, undefined)
  if (!answer.ok) return { ok: false, problem: answer.problem }
  return isTokens(answer.body) ? { ok: true, tokens: answer.body } : { ok: false, problem: readProblem(502, null) }
}
