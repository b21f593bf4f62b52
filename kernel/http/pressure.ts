/**
 * Refuses work while requests would wait for seconds: by the delay of the event loop, not its utilisation, since a busy core is no failure.
 * Without it a process that cannot keep up takes more and more, and everybody waits for answers nobody reads any more.
 */
import underPressure from '@fastify/under-pressure'
import type { App } from '../module.js'
import { say } from '../language.js'
import { inLanguageOf } from './negotiation.js'
import { Problem } from './problem.js'
import { problems } from './problems.js'

/** @param limitMs delay of the event loop from which on requests are refused */
export async function refuseUnderPressure(app: App, limitMs: number): Promise<void> {
  let started = false
  app.addHook('onReady', async () => {
    // Loading the program delays the loop too; what counts is what comes after.
    setTimeout(() => (started = true), 2 * limitMs).unref()
  })
  await app.register(underPressure, {
    // Looked at as often as the limit is long: where the loop stood still from one look to the next there is no delay to read, and the package takes that for an endless one.
    sampleInterval: limitMs,
    maxEventLoopDelay: limitMs,
    pressureHandler: async (request) => {
      const { config } = request.routeOptions
      // Liveness is not load: a probe that failed under pressure would have the process killed for being busy.
      const probe = config.transaction === false && config.access === 'public'
      if (!started || probe) return
      throw inLanguageOf(request, () => new Problem(problems.unavailable, { detail: say`The service is overloaded. Nothing was changed; try again shortly.`, retry_after: 5 }))
    },
  })
}
