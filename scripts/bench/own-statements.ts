/** The statements BookFlow itself sends for one request, caught as it answers one in this process: what pgbench replays and EXPLAIN explains. */
import { boot } from '#kernel/boot'
import type { Statement } from '#kernel/tenancy/unit-of-work'
import { readConfig } from '#config/env'
import { productModules } from '#config/modules'
import type { Ground } from './ground.js'
import type { Request } from './scenarios.js'

/** @returns the statements of each request, in order. Each is sent twice and the second is caught: the first asks what later ones are spared. @throws when one is not answered with 2xx */
export async function ownStatements(ground: Ground, requests: readonly (() => Request)[]): Promise<Statement[][]> {
  let caught: Statement[] = []
  const kernel = await boot({ ...readConfig(ground.environment), log_level: 'silent' }, productModules, { observe: (statement) => caught.push(statement) })
  try {
    const app = await kernel.app()
    const all: Statement[][] = []
    for (const next of requests) {
      for (let time = 0; time < 2; time += 1) {
        caught = []
        const { method, path, token, body } = next()
        const { statusCode, body: answer } = await app.inject({ method, url: path, headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { payload: body }) })
        if (statusCode >= 300) throw new Error(`${method} ${path} was answered with ${statusCode}: ${answer}`)
      }
      all.push(caught)
    }
    return all
  } finally {
    await kernel.stop()
  }
}
