/** The language of one request, for what is told outside of its handler: hooks, refusals of the framework, the answer itself. */
import type { FastifyRequest } from 'fastify'
import { languageAsked } from '../language.js'
import { runInFlow, type Flow } from '../tenancy/context.js'

/** Runs `tell` in the language of the request. One whose flow was never opened, for its URL cannot be read, is asked for its header. */
export function inLanguageOf<T>(request: FastifyRequest, tell: () => T): T {
  const flow = request.flow as Flow | undefined
  const language = flow ? flow.language : languageAsked(request.headers['accept-language'])
  if (language === undefined) return tell()
  return runInFlow(flow ?? { request_id: request.id, ip: null, principal: null, tenant: null, work: null, language }, tell)
}
