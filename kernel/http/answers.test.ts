/** INV-7 for bytes that never became a request: a problem with a type of its own for each reason. */
import { connect, createServer, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { answerFailures } from './answers.js'

let product: TestProduct
let port: number
beforeAll(async () => {
  product = await createTestApp({ modules: [] })
  await product.app.listen({ host: '127.0.0.1', port: 0 })
  port = (product.app.server.address() as AddressInfo).port
})
afterAll(() => product.close())

/** Status line and body of the answer to some bytes. */
async function answerTo(bytes: string, at = port): Promise<{ line: string; headers: string; body: Record<string, unknown> }> {
  const socket = connect(at, '127.0.0.1')
  socket.write(bytes)
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  const [line = '', ...headers] = head.split('\r\n')
  return { line, headers: headers.join('\n'), body: JSON.parse(body) as Record<string, unknown> }
}

it.each([
  ['no HTTP at all', 'hello\r\n\r\n', 400, 'Bad Request', 'malformed_request'],
  ['headers of 20 kB', `GET /livez HTTP/1.1\r\nHost: x\r\nX-Long: ${'y'.repeat(20_000)}\r\n\r\n`, 431, 'Request Header Fields Too Large', 'headers_too_large'],
])('%s', async (_what, bytes, status, words, code) => {
  const { line, headers, body } = await answerTo(bytes)
  expect(line).toBe(`HTTP/1.1 ${status} ${words}`)
  expect(headers).toMatch(/^Content-Type: application\/problem\+json/)
  expect(headers).toContain(`Request-Id: ${String(body['requestId'])}`)
  expect(body).toEqual({ type: `/problems/${code}`, title: expect.any(String), status, detail: expect.any(String), code, requestId: expect.any(String) })
})

it('a request that never became whole', async () => {
  // As Node tells of it after requestTimeout: half a minute is too long for a test.
  const server = createServer((socket) => answerFailures.client(Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { line, body } = await answerTo('GET / HTTP/1.1\r\n', (server.address() as AddressInfo).port)
  server.close()
  expect([line, body['code'], body['status']]).toEqual(['HTTP/1.1 408 Request Timeout', 'request_timeout', 408])
})
