/**
 * The headers that bind browsers, on every answer. Data is never a page: its headers are the same on every answer and made once, at boot, by helmet
 * itself. Pages get helmet in their own scope, whose policy names the nonce of that very answer.
 * Without the difference every answer of the API would pay for two random nonces and a policy nobody reads: a tenth of a small read.
 */
import helmet from '@fastify/helmet'
import Fastify from 'fastify'
import fp from 'fastify-plugin'
import type { App } from '../module.js'

/** Sets the fixed headers on every answer of the application, refusals included. @param publicUrl decides what https adds */
export async function secureAnswers(app: App, publicUrl: string): Promise<void> {
  const fixed = await fixedHeaders(publicUrl)
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(fixed)
    done()
  })
}

/** For scopes that answer with pages: `reply.cspNonce` is what their scripts and styles carry. */
export const pageHeaders = fp<{ publicUrl: string }>(
  async (scope, { publicUrl }) => {
    const replaced = Object.keys(await fixedHeaders(publicUrl))
    scope.addHook('onRequest', (_request, reply, done) => {
      for (const name of replaced) void reply.removeHeader(name)
      done()
    })
    await scope.register(helmet, { ...policyOf(publicUrl), enableCSPNonces: true })
  },
  { name: 'page-headers' },
)

/** What helmet sets on an answer without nonces, read off one. */
async function fixedHeaders(publicUrl: string): Promise<Record<string, string>> {
  const probe = Fastify()
  await probe.register(helmet, policyOf(publicUrl))
  probe.get('/', async (_request, reply) => reply.code(204).send())
  const { headers } = await probe.inject('/')
  await probe.close()
  const ofTheAnswer = new Set(['date', 'connection', 'content-length', 'content-type'])
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && !ofTheAnswer.has(entry[0])))
}

function policyOf(publicUrl: string) {
  const https = publicUrl.startsWith('https://')
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' as const },
    crossOriginEmbedderPolicy: false,
  } as const
}
