/** OpenAPI 3.1 from the running routes, the pages that show it, and what the kernel adds to each route: its refusals, its security, its module. */
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { RouteOptions } from 'fastify'
import { Type } from 'typebox'
import type { App, ModuleSpec } from '../module.js'
import { problemTypes } from './problem.js'
import { notFound } from './problems.js'
import { problemTitle, publishedApi, replayable } from './published-api.js'

const ProblemSchema = Type.Object(
  {
    type: Type.String({ description: 'A page that explains it' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What went wrong this time, and what to do' }),
    instance: Type.String(),
    code: Type.String({ description: 'For programs: branch on this' }),
    requestId: Type.String({ description: 'Quote it to the operators' }),
    errors: Type.Optional(Type.Array(Type.Object({ pointer: Type.String({ description: 'Which field: `/starts_at` of the body, `query/limit`, `path/id`, `header/…`' }), detail: Type.String() }), { description: 'Every field that is wrong' })),
  },
  { title: problemTitle, additionalProperties: true, description: 'Problem details (RFC 9457)' },
)

const problemAnswer = (description: string) => ({ description, content: { 'application/problem+json': { schema: ProblemSchema } } })

/** The reference page brings its own scripts and styles; nothing comes from elsewhere. */
const referenceCsp = {
  'default-src': ["'self'"],
  // It sets style attributes; its scripts are files.
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
}

export async function documentApi(app: App, modules: readonly ModuleSpec[]): Promise<void> {
  let kept: Readonly<Record<string, unknown>> | undefined
  // Once the application is ready its routes do not change any more.
  const published = () => (kept ??= publishedApi(app.swagger() as unknown as Readonly<Record<string, unknown>>, modules))
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'BookFlow', version: '1.0.0' },
      tags: modules.map(({ contract }) => ({ name: contract.name })),
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
    transformObject: (document) => Object.assign({}, 'openapiObject' in document ? document.openapiObject : document.swaggerObject, ...modules.map((module) => module.openapi?.(modules) ?? {})),
  })
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: referenceCsp, theme: { title: 'BookFlow API', css: [{ filename: 'bookflow.css', content: '.swagger-ui .topbar { display: none }' }] }, uiConfig: { docExpansion: 'none', deepLinking: true }, transformSpecification: () => published(), transformSpecificationClone: false })
  app.get('/v1/openapi.json', { schema: { hide: true }, config: { access: 'public', transaction: false } }, async () => published())
  app.get('/problems/:code', { schema: { hide: true }, config: { access: 'public', transaction: false } }, async (request) => {
    const { code } = request.params as { code: string }
    const type = problemTypes().find((each) => each.code === code)
    if (!type) throw notFound('problem type')
    return { ...type, type: `/problems/${type.code}` }
  })
  app.get('/problems', { schema: { hide: true }, config: { access: 'public', transaction: false } }, async () => ({ items: problemTypes() }))
}

/** Statuses a route of this policy can answer with besides its own. */
export function documentRoute(route: RouteOptions, module: ModuleSpec): void {
  const { access, versioned, transaction, idempotency } = route.config!
  const schema = (route.schema ??= {})
  const mutates = route.method !== 'GET'
  const refusals: Record<string, string> = { 400: 'Malformed request', 404: 'Not found, or not for this caller', 422: 'Invalid fields, or refused by rules', 429: 'Too many requests', 500: 'Internal error', 503: 'Unavailable' }
  if (access !== 'public') Object.assign(refusals, { 401: 'Not authenticated', 403: 'Not permitted', 404: 'Not found, or the module is switched off' })
  if (schema.params) refusals['404'] = 'Not found'
  if (mutates) Object.assign(refusals, { 409: 'Conflict', 413: 'Body too large', 415: 'Unsupported media type' })
  if (mutates && access === 'public') Object.assign(refusals, { 401: 'Not authenticated', 403: 'Not permitted' })
  if (mutates) refusals['412'] = 'Changed since it was read'
  if (versioned) refusals['428'] = 'If-Match is required'
  const own = (schema.response ?? {}) as Record<string, unknown>
  schema.response = { ...Object.fromEntries(Object.entries(refusals).map(([status, description]) => [status, problemAnswer(description)])), ...own }
  if (route.method === 'POST' && access !== 'public' && access !== 'session' && transaction !== false && idempotency !== false) Object.assign(schema, { [replayable]: true })
  schema.tags ??= [module.contract.name]
  if (access !== 'public') schema.security ??= [{ bearer: [] }]
}
