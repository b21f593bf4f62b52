/** I4: connections that send slowly, or nothing, are closed in time and cost the others nothing. */
import { Agent, get } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { socketBounds } from '#kernel/http/socket-bounds'

/** As long as in the product a test would take half a minute: the bounds are the server's own properties, read at each look. */
const shorter = { headersTimeout: 1_500, requestTimeout: 4_000, timeout: 1_500 }

let product: TestProduct
let port: number
beforeAll(async () => {
  product = await createTestApp({ modules: [] })
  await product.app.listen({ host: '127.0.0.1', port: 0 })
  port = (product.app.server.address() as AddressInfo).port
  expect(product.app.server).toMatchObject({ headersTimeout: socketBounds.headersTimeout, requestTimeout: socketBounds.requestTimeout, timeout: socketBounds.connectionTimeout })
})
afterEach(() => void Object.assign(product.app.server, { ...socketBounds, timeout: socketBounds.connectionTimeout }))
afterAll(() => product.close())

interface Slow {
  socket: Socket
  said: string
  closed: Promise<void>
}

/** Opens a connection that says the first part at once and the rest a byte a time. */
function slow(first: string, rest: string): Slow {
  const socket = connect(port, '127.0.0.1')
  const bytes = rest[Symbol.iterator]()
  const drip = setInterval(() => {
    const { value } = bytes.next()
    if (value !== undefined && socket.writable) socket.write(value)
  }, 250)
  const it: Slow = { socket, said: '', closed: new Promise((resolve) => socket.on('close', () => resolve())) }
  socket.on('error', () => undefined).on('close', () => clearInterval(drip))
  socket.on('data', (chunk: Buffer) => (it.said += chunk.toString()))
  if (first !== '') socket.write(first)
  return it
}

const head = 'POST /problems HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n'
const padding = 'x'.repeat(200)

it('INV-17: nothing at all, or headers, or a body, a byte at a time or half and then nothing, are closed in time', async () => {
  Object.assign(product.app.server, shorter)
  const kinds = { 'nothing at all': ['', ''], headers: ['GET /livez HTTP/1.1\r\nX-Slow: ', padding], 'a body': [`${head}{"a":"`, padding], 'half a body': [`${head}{"a":"`, ''] } as const
  const connections = Object.entries(kinds).map(([what, [first, rest]]) => ({ what, connection: slow(first, rest) }))
  await Promise.all(connections.map(({ connection }) => connection.closed))
  expect(Object.fromEntries(connections.map(({ what, connection }) => [what, connection.said.slice(0, 12)]))).toEqual({ 'nothing at all': '', headers: 'HTTP/1.1 408', 'a body': 'HTTP/1.1 408', 'half a body': 'HTTP/1.1 408' })
})

it('INV-17: a thousand of them keep nobody else from being answered', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const ask = () =>
    new Promise<number>((resolve, reject) => {
      get({ agent, host: '127.0.0.1', port, path: '/problems' }, (answer) => answer.resume().on('end', () => resolve(answer.statusCode!))).on('error', reject)
    })
  const crowd = Array.from({ length: 1_000 }, (_, n) => slow(n % 2 === 0 ? 'GET /livez HTTP/1.1\r\nX-Slow: ' : `${head}{"a":"`, padding))
  await Promise.all(crowd.map(({ socket }) => new Promise<void>((resolve) => (socket.connecting ? socket.once('connect', () => resolve()) : resolve()))))
  const open = () => new Promise<number>((resolve) => product.app.server.getConnections((_error, count) => resolve(count)))
  const answers: number[] = []
  while (answers.length < 30) answers.push(await ask())
  expect(answers.every((status) => status === 200)).toBe(true)
  expect(await open()).toBeGreaterThan(1_000 / 2 - 1)
  Object.assign(product.app.server, shorter)
  await Promise.all(crowd.map(({ closed }) => closed))
  agent.destroy()
})

it('INV-17: a request that takes longer than a silent connection may is answered all the same', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const patience: (number | undefined)[] = []
  product.app.server.once('request', ({ socket }: { socket: Socket }) => patience.push(socket.timeout))
  await new Promise<void>((resolve, reject) => {
    get({ agent, host: '127.0.0.1', port, path: '/problems' }, (answer) => answer.resume().on('end', resolve)).on('error', reject)
  })
  expect(patience).toEqual([60_000])
  agent.destroy()
})
