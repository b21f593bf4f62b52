/**
 * Telling whoever keeps account of it (the audit log) that a signed-in person was refused something: every 403 of a module's route.
 * The teller runs after the refused transaction is gone, so listeners write in one of their own. Refuses to change the answer: a listener that
 * fails is logged. Without it somebody could try every door of an organisation and leave no trace.
 */
import type { FastifyRequest } from 'fastify'
import { defineToken } from '../contract.js'
import { isId } from '../ids.js'
import type { Log } from '../logger.js'
import { actorOf, type Actor } from '../tenancy/context.js'
import { Problem } from './problem.js'

/** One refused request; holds no text of a person and no secret. */
export interface Refusal {
  org_id: string
  actor: Actor
  request_id: string
  ip: string | null
  module: string
  method: string
  /** The route's pattern, e.g. `/v1/members/:id`. */
  route: string
  /** Path parameters that are ids. */
  ids: Readonly<Record<string, string>>
  /** The problem's code. */
  code: string
}

export type RefusalListener = (refusal: Refusal) => Promise<void>

export class Refusals {
  private readonly listeners: RefusalListener[] = []

  constructor(private readonly log: Log) {}

  add(listener: RefusalListener): void {
    this.listeners.push(listener)
  }

  /** Call it with whatever a route threw. Never throws. */
  async note(request: FastifyRequest, error: unknown): Promise<void> {
    const refusal = refusalOf(request, error)
    if (!refusal) return
    for (const listener of this.listeners) {
      await listener(refusal).catch((failure: unknown) => this.log.error({ err: failure, refusal }, 'a refusal could not be recorded'))
    }
  }
}

function refusalOf(request: FastifyRequest, error: unknown): Refusal | null {
  if (!(error instanceof Problem) || error.type.status !== 403) return null
  const { principal, ip, request_id } = request.flow
  if (!principal?.org_id) return null
  const { config, url = '' } = request.routeOptions
  const ids = Object.entries((request.params ?? {}) as Record<string, unknown>).filter((entry): entry is [string, string] => isId(entry[1]))
  return {
    org_id: principal.org_id,
    actor: actorOf(principal),
    request_id,
    ip,
    module: config.module ?? 'kernel',
    method: request.method,
    route: url,
    ids: Object.fromEntries(ids),
    code: error.type.code,
  }
}

export const refusalsToken = defineToken<Refusals>('kernel.refusals')
