/**
 * The Fastify application: bounds, headers, context, authentication, limits, and one scope per module. Refuses to boot a route that breaks the
 * house rules. Without it every module would set up its own half of a server.
 */
import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import sensible from '@fastify/sensible'
import Fastify, { type FastifyBaseLogger, type FastifyRequest, type RouteOptions } from 'fastify'
import type { KernelConfig } from '../config.js'
import type { Container } from '../container.js'
import { languageAsked, say } from '../language.js'
import { metricsToken } from '../metrics.js'
import type { App, ModuleSpec } from '../module.js'
import { actorOf, type Flow, type Principal } from '../tenancy/context.js'
import { transactionsToken } from '../tenancy/transactions.js'
import { assertPolicy } from './access.js'
import { authenticate, authenticatorToken, type Authenticator } from './authentication.js'
import { allowedMethods, answerFailures, type KnownRoute } from './answers.js'
import { networkOf } from './client-network.js'
import { inLanguageOf } from './negotiation.js'
import { endLingeringConnections } from './lingering-connections.js'
import { measureRequests } from './measurement.js'
import { documentApi, documentRoute } from './openapi.js'
import { assertCommitted, withPipeline } from './pipeline.js'
import { refuseUnderPressure } from './pressure.js'
import { refusalsToken } from './refusals.js'
import { RequestLog } from './request-log.js'
import { RouteSchemas } from './route-schemas.js'
import { secureAnswers } from './security-headers.js'
import { problems } from './problems.js'
import { allowAnswersTime, checkingInterval, socketBounds } from './socket-bounds.js'
import { Problem } from './problem.js'
import { assertStorable } from './validation.js'

const bodyLimit = 100 * 1024

declare module 'fastify' {
  interface FastifyRequest {
    /** Why the credential was refused; thrown once the route turns out to need one. */
    credentialProblem: Error | null
  }
}

/** Builds the application of a web process, ready to listen or to inject into. */
export async function createApp(config: KernelConfig, container: Container, modules: readonly ModuleSpec[], log: FastifyBaseLogger): Promise<App> {
  const app = Fastify({
    loggerInstance: log,
    childLoggerFactory: (parent, bindings, options) => new RequestLog(parent, bindings, options),
    bodyLimit,
    connectionTimeout: socketBounds.connectionTimeout,
    requestTimeout: socketBounds.requestTimeout,
    keepAliveTimeout: socketBounds.keepAliveTimeout,
    trustProxy: config.trust_proxy,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    // A request that reaches a stopping process on a kept connection is served, and told to use another one: Fastify's refusal would be a failed request, and no problem+json.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    http: { headersTimeout: socketBounds.headersTimeout, connectionsCheckingInterval: checkingInterval, maxHeaderSize: 16_384 },
    frameworkErrors: (error, request, reply) => answerFailures.framework(error, request, reply as never),
    clientErrorHandler: answerFailures.client,
  }) as unknown as App
  const schemas = new RouteSchemas()
  app.decorate('routeSchemas', schemas)
  app.setValidatorCompiler(schemas.validator)
  app.setSerializerCompiler(schemas.serializer)
  // Fastify takes text/plain as well, which a form on another site can send without asking.
  app.removeContentTypeParser('text/plain')

  const routes: KnownRoute[] = []
  app.addHook('onRoute', (route) => {
    routes.push({ method: [route.method].flat().map(String), url: route.url })
  })
  endLingeringConnections(app)
  allowAnswersTime(app)
  answerFailures.install(app, (path) => allowedMethods(routes, path))

  await app.register(sensible)
  await app.register(cookie)
  await secureAnswers(app, config.public_url)
  openFlow(app, config, container)
  measureRequests(app, container.resolve(metricsToken))
  await app.register(rateLimit, {
    max: config.rate_limit_per_minute,
    timeWindow: '1 minute',
    enableDraftSpec: true,
    cache: 20_000,
    keyGenerator: countedAs,
    errorResponseBuilder: (request, { ttl }) =>
      inLanguageOf(request, () => new Problem(problems.rateLimited, { detail: say`Too many requests. Try again in ${Math.ceil(ttl / 1000)} s.`, retry_after: Math.ceil(ttl / 1000) })),
  })
  await refuseUnderPressure(app, config.overload_delay_ms ?? 2_000)
  app.addHook('onRequest', (request, _reply, done) => done(inLanguageOf(request, () => credentialFault(request))))
  app.addHook('preParsing', (request, _reply, payload, done) => done(inLanguageOf(request, () => encodingFault(request)), payload))
  app.addHook('preValidation', (request, _reply, done) => {
    try {
      inLanguageOf(request, () => assertStorable(request.body))
      done()
    } catch (error) {
      done(error as Error)
    }
  })
  app.addHook('onSend', (request, reply, payload, done) => {
    const fault = assertCommitted(request, reply)
    if (fault) done(fault)
    else done(null, payload)
  })
  await documentApi(app, modules)

  const transactions = container.resolve(transactionsToken)
  const refusals = container.resolve(refusalsToken)
  for (const module of modules) {
    if (!module.routes) continue
    const { name } = module.contract
    await app.register(
      async (scope) => {
        scope.addHook('onRoute', (route: RouteOptions) => {
          assertPolicy(route, name)
          route.config = { ...route.config, module: name }
          // Fastify adds HEAD to every GET, made of the route as it was given: it goes through the same pipeline and has no entry of its own.
          if (route.method !== 'HEAD') documentRoute(route, module)
          route.handler = withPipeline(transactions, refusals, route.handler)
        })
        await scope.register(module.routes!(container) as never)
      },
      { prefix: module.prefix ?? '/v1' },
    )
  }
  return app
}

/** What a compressed body would become is known only once it has been. */
function encodingFault({ headers }: FastifyRequest): Problem | null {
  const encoded = (headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity' && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0)
  return encoded ? new Problem(problems.unsupportedMediaType, { detail: say`Send the body as application/json in UTF-8, without content encoding.` }) : null
}

/** Whoever signs in can have many sessions: routes that ask for no credential count the network, or each session would be another run at them. */
function countedAs({ flow, ip, routeOptions }: FastifyRequest): string {
  const { principal } = flow
  // A key nobody has seen hold is only claimed: each made-up one would be counted by itself.
  const known = principal !== null && (principal.kind === 'user' || principal.proven === true)
  return known && routeOptions.config.access !== 'public' ? principal.session_id : networkOf(ip)
}

/** The context of a request exists before anything else looks at it; the credential is verified without the database. */
function openFlow(app: App, config: KernelConfig, container: Container): void {
  const authenticator = container.has(authenticatorToken) ? container.resolve(authenticatorToken) : null
  app.decorateRequest('flow')
  app.decorateRequest('credentialProblem', null)
  app.decorateRequest('committed', false)
  app.addHook('onRequest', (request, reply, done) => {
    const flow: Flow = { request_id: request.id, ip: request.ip, principal: null, tenant: null, work: null, language: languageAsked(request.headers['accept-language']) }
    request.flow = flow
    try {
      flow.principal = authenticator ? inLanguageOf(request, () => claimant(request, authenticator, config.public_url)) : null
    } catch (error) {
      request.credentialProblem = error instanceof Error ? error : new Error(String(error))
    }
    const { principal } = flow
    void reply.header('request-id', request.id)
    if (principal && (principal.kind === 'user' || principal.proven)) (request.log as RequestLog).bind(namesOf(principal))
    if (request.url.startsWith('/v1')) void reply.header('cache-control', 'no-store')
    done()
  })
}

/** Why this route does not take this caller; undefined when it does, as far as can be said without the database. */
function credentialFault(request: FastifyRequest): Error | undefined {
  const { access = 'public' } = request.routeOptions.config
  if (access === 'public') return undefined
  if (request.credentialProblem) return request.credentialProblem
  return request.flow.principal ? undefined : new Problem(problems.unauthenticated, { detail: say`Send an access token: Authorization: Bearer <token>. POST /v1/auth/login gives one.` })
}

/** Where nobody has to sign in nothing compares an API key's proof, so there it is nobody's. */
function claimant(request: FastifyRequest, authenticator: Authenticator, publicUrl: string): Principal | null {
  const principal = authenticate(request, authenticator, publicUrl)
  const { access = 'public' } = request.routeOptions.config
  return principal?.kind === 'api_key' && access === 'public' ? null : principal
}

/** What every line of the log says about the caller. */
function namesOf(principal: Principal): Readonly<Record<string, unknown>> {
  const { id: user_id, api_key_id } = actorOf(principal)
  return { org_id: principal.org_id, user_id, ...(api_key_id === undefined ? {} : { api_key_id }) }
}
