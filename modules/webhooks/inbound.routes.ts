/** Where providers report. The only routes that take bytes instead of JSON: what is not signed is not parsed. */
import { Type } from 'typebox'
import { problems } from '#kernel/http/problems'
import { Problem } from '#kernel/http/problem'
import { say } from '#kernel/language'
import type { Routes } from '#kernel/module'
import { invalidSignature } from './errors.js'
import type { InboundMetrics } from './inbound-metrics.js'
import { verifiedId } from './inbound-signature.js'
import type { InboundService } from './inbound.service.js'

const bodyLimit = 256 * 1024

/** @param secrets of Resend's webhook, each accepted */
export function inboundRoutes(service: InboundService, metrics: InboundMetrics, secrets: readonly string[]): Routes {
  return async (app) => {
    await app.register(async (scope) => {
      scope.removeContentTypeParser('application/json')
      scope.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body))
      scope.post(
        '/webhooks/inbound/resend',
        {
          bodyLimit,
          schema: { summary: 'What Resend reports about mail', description: 'Signed by Svix or Standard Webhooks headers over the raw body, at most 256 kB.', response: { 200: Type.Object({ received: Type.Literal(true) }) } },
          config: { access: 'public', transaction: false, idempotency: false, rateLimit: { max: 6_000, timeWindow: '1 minute' } },
        },
        async (request) => {
          const body = request.body as Buffer | undefined
          const id = Buffer.isBuffer(body) ? verifiedId(request.headers, body, secrets, Date.now()) : null
          if (id === null) {
            metrics.count('signature_invalid')
            throw invalidSignature()
          }
          await service.take(id, parsed(body as Buffer), body as Buffer)
          return { received: true } as const
        },
      )
    })
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown
  } catch {
    throw new Problem(problems.malformed, { detail: say`The body is signed, and is no JSON.` })
  }
}
