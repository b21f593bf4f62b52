/** A client that keeps what it was promised: requests over fresh sockets, whatever becomes of them, and the ledger of answers received. */
import { request } from 'node:http'
import { createConnection, type Socket } from 'node:net'

export interface Answer {
  /** 0 when no answer came. */
  status: number
  body: string
  /** The server says it has answered this before. */
  replayed: boolean
}

/** A booking somebody wants, always the same bytes. */
export interface Order {
  port: number
  token: string
  key: string
  body: string
}

/** Never rejects. @param patience milliseconds until the client gives up */
export function post({ port, token, key, body }: Order, patience = 30_000): Promise<Answer> {
  return new Promise((resolve) => {
    const none = (): void => resolve({ status: 0, body: '', replayed: false })
    const call = request({ host: '127.0.0.1', port, method: 'POST', path: '/v1/bookings', agent: false, timeout: patience, headers: headers(token, key, body) }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text, replayed: response.headers['idempotent-replayed'] === 'true' }))
      response.on('error', none)
    })
    call.on('timeout', () => call.destroy())
    call.on('error', none)
    call.end(body)
  })
}

/** Everything of the request but its last byte. @throws when nobody listens */
export async function postInPart({ port, token, key, body }: Order): Promise<Socket> {
  const socket = createConnection({ host: '127.0.0.1', port })
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  socket.on('error', () => undefined)
  const head = Object.entries({ host: 'localhost', ...headers(token, key, body) }).map(([name, value]) => `${name}: ${value}\r\n`)
  await new Promise((resolve) => socket.write(`POST /v1/bookings HTTP/1.1\r\n${head.join('')}\r\n${body.slice(0, -1)}`, resolve))
  return socket
}

function headers(token: string, key: string, body: string): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), 'idempotency-key': key }
}
