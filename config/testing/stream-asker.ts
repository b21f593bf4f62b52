/** Asks for a stream over a real socket, reads what it is answered, and hangs up: a stream does not end by itself. */
import type { AddressInfo } from 'node:net'
import { assertProblem, type Answer } from '#kernel/testing/client'
import { answerCheck } from '#kernel/testing/openapi-answers'
import type { FuzzRequest } from '#kernel/testing/openapi-arbitraries'
import type { Operation } from '#kernel/testing/openapi-document'
import type { TestPerson, TestProduct } from './product.js'

export const streams = ({ responses }: Operation): boolean => responses['200']?.content?.['text/event-stream'] !== undefined

type Ask = (caller: TestPerson | undefined, request: FuzzRequest) => Promise<Answer>

/** The answer is held against the same promises as any other. @throws what is wrong with it */
export async function streamAsker({ app }: TestProduct): Promise<Ask> {
  if (app.server.address() === null) await app.listen({ host: '127.0.0.1', port: 0 })
  const base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const check = answerCheck(app)
  return async (caller, { operation, path, headers }) => {
    const abort = new AbortController()
    const sent = Object.entries({ ...(caller ? { authorization: `Bearer ${caller.token}` } : {}), ...headers }).map(([name, value]): [string, string] => [name, value.trim()])
    const response = await fetch(`${base}${path}`, { headers: sent, signal: abort.signal })
    const stream = response.status === 200
    const text = stream ? '' : await response.text()
    abort.abort()
    const json = /json/.test(response.headers.get('content-type') ?? '')
    const answer: Answer = { status: response.status, headers: Object.fromEntries(response.headers), body: json ? JSON.parse(text) : null, text }
    assertProblem(`${operation.method} ${path}`, answer)
    check({ method: operation.method, path }, answer)
    return answer
  }
}
