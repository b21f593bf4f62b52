/** ETag and If-Match (RFC 9110 sections 8.8.3 and 13.1.1) over a resource's integer version. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from './problem.js'
import { invalid, problems } from './problems.js'
import { say } from '../language.js'

/** Announces the version of the resource in the answer and gives the resource back. */
export function withEtag<T extends { version: number }>(reply: FastifyReply, resource: T): T {
  void reply.header('etag', `"v${resource.version}"`)
  return resource
}

/** What the caller believes the version to be. `any` is `If-Match: *`. */
export type ExpectedVersion = number | 'any'

/** @throws 428 when a versioned route got no If-Match, 422 when it cannot be read */
export function expectedVersion(request: FastifyRequest): ExpectedVersion {
  const version = optionalVersion(request)
  if (version === undefined) {
    throw new Problem(problems.preconditionRequired, { detail: say`Send If-Match with the ETag of the version you read, so that nobody else’s change is lost.` })
  }
  return version
}

/** Like {@link expectedVersion} where If-Match is optional. */
export function optionalVersion(request: FastifyRequest): ExpectedVersion | undefined {
  const header = request.headers['if-match']
  if (header === undefined) return undefined
  if (header.trim() === '*') return 'any'
  const match = /^"v(\d{1,9})"$/.exec(header.trim())
  if (!match) throw invalid({ pointer: 'header/if-match', detail: say`Must be one ETag as the API gave it, e.g. "v3", or *.` })
  return Number(match[1])
}

/** True when the stored version is the one the caller believes in. */
export function versionMatches(expected: ExpectedVersion | undefined, version: number): boolean {
  return expected === undefined || expected === 'any' || expected === version
}
