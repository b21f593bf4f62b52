/**
 * INV-10 as a table: every operation asked by everybody there is. Each of them gets a furnished organisation of their own, because some answers change it.
 * Ids name the member's hold and request, the resource they are for, and other people's things otherwise.
 */
import type { AddressInfo } from 'node:net'
import { roles, type Role } from '#kernel/contract'
import type { Answer } from '#kernel/testing/client'
import { nameOf, operationsOf, type Operation } from '#kernel/testing/openapi-document'
import { furnishAll, withApiKey, type Furnished } from './furnished-org.js'
import { positionsOf, requestOf, send } from './isolation-requests.js'
import type { TestPerson, TestProduct } from './product.js'

export const callers = ['anonymous', ...roles, 'API key: all', 'API key: one', 'other organisation', 'removed member'] as const
export type Caller = (typeof callers)[number]

export type Cell = 'allowed' | '401' | '403' | '404'

export interface MatrixRow {
  operation: Operation
  cells: Readonly<Record<Caller, Cell>>
}

export interface RoleMatrix {
  /** Operations nobody has to sign in for. */
  open: readonly Operation[]
  rows: readonly MatrixRow[]
  requests: number
}

/** What a request of who may do it changes: later ones must still find what they ask for. */
function order({ method, path }: Operation): number {
  if (method === 'GET') return 0
  if (/\/auth\/|^\/v1\/organization$/.test(path)) return method === 'DELETE' ? 9 : 7
  // An approver of another role would leave their step to others.
  if (path.startsWith('/v1/members/')) return 6
  return method === 'DELETE' ? 5 : /(archival|deactivation|cancellation|decisions?)$/.test(path) ? 3 : 1
}

export async function roleMatrix(product: TestProduct): Promise<RoleMatrix> {
  await product.app.listen({ port: 0, host: '127.0.0.1' })
  const operations = operationsOf(product.app)
  const closed = operations.filter(({ open }) => !open)
  const found = new Map<Caller, Map<Operation, Cell>>()
  const sorted = [...closed].sort((a, b) => order(a) - order(b))
  const worlds = await furnishAll(product, callers.length)
  const each = callers.map(async (caller, index) => {
    const furnished = worlds[index]
    if (!furnished) return
    const person = await callerIn(product, furnished, caller)
    const cells = new Map<Operation, Cell>()
    for (const operation of sorted) cells.set(operation, await ask(product, operation, furnished, person))
    found.set(caller, cells)
  })
  await Promise.all(each)
  const rows = closed.map((operation) => ({
    operation,
    cells: Object.fromEntries(callers.map((caller) => [caller, found.get(caller)?.get(operation) ?? '404'])) as Record<Caller, Cell>,
  }))
  return { open: operations.filter(({ open }) => open), rows, requests: [...found.values()].reduce((sum, { size }) => sum + size, 0) }
}

/** @returns null for anonymous */
async function callerIn(product: TestProduct, furnished: Furnished, caller: Caller): Promise<TestPerson | null> {
  if (caller === 'anonymous') return null
  if (caller === 'owner') return furnished.org.owner
  if (caller === 'API key: all') return withApiKey(product, furnished.org.owner)
  if (caller === 'API key: one') return withApiKey(product, furnished.org.owner, ['bookings:read'])
  if (caller === 'other organisation') return (await product.newOrg()).owner
  if (caller !== 'removed member') return furnished[caller as Exclude<Role, 'owner'>]
  const removed = await furnished.org.person('member')
  const { status, text } = await product.as(furnished.org.owner).post(`/v1/members/${removed.user_id}/deactivation`)
  if (status !== 200) throw new Error(`Nobody could be removed: ${text}`)
  return removed
}

async function ask(product: TestProduct, operation: Operation, furnished: Furnished, person: TestPerson | null): Promise<Cell> {
  const request = requestOf(operation, furnished, person ?? furnished.org.owner)
  if (operation.responses['200']?.content?.['text/event-stream']) return cellOf(operation, await statusOfStream(product, operation.path, person))
  const client = person ? product.as(person) : product.anonymous
  const answer = person ? await send(product, person, operation, request) : await client.send(operation.method, request.path, request.body, request.headers)
  if (answer.status >= 500 || answer.body?.code === 'malformed_request') throw new Error(`${nameOf(operation)} answered ${answer.status} to a request that should be fine: ${answer.text}`)
  return cellOf(operation, answer)
}

/** A stream does not end by itself, so it takes a socket to see how it begins. */
async function statusOfStream({ app }: TestProduct, path: string, person: TestPerson | null): Promise<Pick<Answer, 'status' | 'body'>> {
  const { port } = app.server.address() as AddressInfo
  const abort = new AbortController()
  const { status } = await fetch(`http://127.0.0.1:${port}${path}`, { signal: abort.signal, headers: person ? { authorization: `Bearer ${person.token}` } : {} })
  abort.abort()
  return { status, body: null }
}

/** Whatever else a request was answered, its caller was let through. */
function cellOf(operation: Operation, { status, body }: Pick<Answer, 'status' | 'body'>): Cell {
  if (status === 401 && (body === null || ['unauthenticated', 'token_expired'].includes(body.code))) return '401'
  if (status === 403) return '403'
  // Without an id there is nothing that could be missing but what the sample only made up, such as a token.
  const named = positionsOf(operation).some(({ where }) => where === 'path') || operation.path.includes('{')
  return status === 404 && (named || body?.code === 'module_disabled') ? '404' : 'allowed'
}
