/**
 * Cursor pages: signed positions bound to organisation, route and filter, stable under inserts. Refuses a cursor that was forged, cut or taken
 * from another list (422); the answer is the same for one of another organisation.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { defineToken } from '../contract.js'
import { say } from '../language.js'
import { currentTenant } from '../tenancy/context.js'
import { invalid } from './problems.js'

/** Where a page ended: the sort key of its last item. */
export type Position = readonly (string | number)[]

export interface PageRequest {
  /** Items wanted, 1 to 100. */
  limit: number
  /** Start after this one; null for the first page. */
  after: Position | null
}

export class Pages {
  constructor(private readonly secret: string) {}

  /** Reads `limit` and `cursor` of a validated query. @throws 422 for a cursor of another list or organisation */
  open(request: FastifyRequest): PageRequest {
    const { limit = 25, cursor } = request.query as { limit?: number; cursor?: string }
    return { limit, after: cursor === undefined ? null : this.decode(cursor, this.binding(request)) }
  }

  /**
   * Cuts one page out of `limit + 1` rows and announces the next (RFC 8288 Link header).
   * @param rows up to `limit + 1` of them: the extra one says that there is more
   */
  close<T>(request: FastifyRequest, reply: FastifyReply, rows: readonly T[], positionOf: (item: T) => Position): { items: T[]; next_cursor: string | null } {
    const { limit = 25 } = request.query as { limit?: number }
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    if (rows.length <= limit || last === undefined) return { items, next_cursor: null }
    const next_cursor = this.encode(positionOf(last), this.binding(request))
    const url = new URL(request.url, 'http://localhost')
    url.searchParams.set('cursor', next_cursor)
    void reply.header('link', `<${url.pathname}${url.search}>; rel="next"`)
    return { items, next_cursor }
  }

  private binding(request: FastifyRequest): string {
    const { cursor: _cursor, limit: _limit, ...filters } = request.query as Record<string, unknown>
    const { params } = request
    return JSON.stringify([currentTenant().org_id, request.routeOptions.url, params, Object.entries(filters).sort()])
  }

  private encode(position: Position, binding: string): string {
    const payload = Buffer.from(JSON.stringify(position)).toString('base64url')
    return `${payload}.${this.sign(payload, binding)}`
  }

  private decode(cursor: string, binding: string): Position {
    const [payload = '', signature = '', ...more] = cursor.split('.')
    const expected = Buffer.from(this.sign(payload, binding))
    const given = Buffer.from(signature)
    if (more.length > 0 || expected.length !== given.length || !timingSafeEqual(expected, given)) {
      throw invalid({ pointer: 'query/cursor', detail: say`This cursor does not belong to this list with these filters. Start without a cursor.` })
    }
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Position
  }

  private sign(payload: string, binding: string): string {
    return createHmac('sha256', this.secret).update(payload).update('\n').update(binding).digest('base64url').slice(0, 27)
  }
}

export const pagesToken = defineToken<Pages>('kernel.pages')
