/**
 * Sends what openapi-arbitraries.ts makes up to every operation and collects what no answer may be: a 500, a status or body the document does not name,
 * a refusal that is no problem. The test client throws on each of them; the fuzzer goes on and tells all of it, each with what it takes to ask again.
 */
import fc from 'fast-check'
import type { Answer } from '#kernel/testing/client'
import type { Method, Operation } from '#kernel/testing/openapi-document'
import { nameOf, operationsOf } from '#kernel/testing/openapi-document'
import { requestTo, type FuzzRequest, type KnownIds } from '#kernel/testing/openapi-arbitraries'
import { streamAsker, streams } from './stream-asker.js'
import type { TestPerson, TestProduct } from './product.js'

export interface FuzzOptions {
  seed: number
  /** How many requests in all. */
  requests: number
  /** Who asks, in turn; asked for now and then, since credentials expire. */
  callers: () => Promise<readonly TestPerson[]>
  /** The same person with a session to throw away, for what ends the session that asks. */
  again?: (caller: TestPerson) => Promise<TestPerson>
  /** Ids that exist. */
  ids: KnownIds
  /** Which operations; all of them unless given. */
  only?: (operation: Operation) => boolean
  progress?: (done: number) => void
}

/** Requests between two calls for fresh callers: a person has so many sessions at most, and those to throw away push out the oldest. */
const shift = 500

export interface FuzzReport {
  requests: number
  operations: number
  /** How many answers had which status. */
  statuses: Record<number, number>
  /** One of each kind per operation. */
  findings: string[]
}

/** Each of these may end the session that asks, and with it everything the same caller asks afterwards. */
const endings = new Set(['POST /v1/auth/logout', 'DELETE /v1/auth/sessions/{id}', 'POST /v1/auth/password', 'POST /v1/auth/organization'])

export async function fuzz(product: TestProduct, { seed, requests, callers, again, ids, only = () => true, progress }: FuzzOptions): Promise<FuzzReport> {
  const operations = operationsOf(product.app).filter(only)
  const ask = await streamAsker(product)
  const findings = new Map<string, string>()
  const statuses: Record<number, number> = {}
  let people = await callers()
  let done = 0
  for (let round = 0; done < requests; round += 1) {
    for (const operation of operations) {
      if (done >= requests) break
      const batch = fc.sample(requestTo(operation, ids), { seed: seed + round, numRuns: 4 })
      const caller = people[(round + done / 4) % people.length]
      // Side by side, as requests come.
      await Promise.all(batch.slice(0, requests - done).map(async (request) => {
        const asking = caller && again && endings.has(nameOf(operation)) ? await again(caller) : caller
        const found = await outcome(operation, statuses, () => (streams(operation) ? ask(asking, request) : send(product, asking, request)))
        if (found === null) return
        const kind = `${nameOf(operation)} ${/answered (\d+)/.exec(found)?.[1] ?? 'nothing'}`
        if (!findings.has(kind)) findings.set(kind, `${found}\n  seed ${seed}, round ${round}, asked: ${JSON.stringify({ path: request.path, headers: request.headers, body: request.body }).slice(0, 1_500)}`)
      }))
      done += batch.length
      if (done % shift < batch.length) people = await callers()
      progress?.(done)
    }
  }
  return { requests: done, operations: operations.length, statuses, findings: [...findings.values()] }
}

/** @returns what is wrong with the answer, null when nothing is */
async function outcome(operation: Operation, statuses: Record<number, number>, ask: () => Promise<Pick<Answer, 'status' | 'text'>>): Promise<string | null> {
  try {
    const { status, text } = await ask()
    statuses[status] = (statuses[status] ?? 0) + 1
    return status === 500 ? `${nameOf(operation)} answered 500: ${text}` : null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function send(product: TestProduct, caller: TestPerson | undefined, { operation, path, body, headers }: FuzzRequest): Promise<Answer> {
  return (caller ? product.as(caller) : product.anonymous).send(operation.method as Method, path, body, headers)
}
