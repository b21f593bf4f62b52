/** A reader of one live stream (HTML standard, 9.2): notes when each booking's event arrived, and nothing else. */
import { Agent, request, type ClientRequest } from 'node:http'

export interface StreamReader {
  /** When which event arrived, in milliseconds since the epoch. */
  arrived: Map<string, number>
  close(): void
}

const agent = new Agent({ maxSockets: Infinity })

/** @returns once the stream is live */
export function openStream(port: number, token: string): Promise<StreamReader> {
  return new Promise((resolve, reject) => {
    const arrived = new Map<string, number>()
    const call: ClientRequest = request({ agent, host: '127.0.0.1', port, path: '/v1/stream', headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' } }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`A stream was answered with ${response.statusCode}.`))
      let rest = ''
      response.setEncoding('utf8')
      response.on('error', () => undefined)
      response.on('data', (text: string) => {
        const now = performance.timeOrigin + performance.now()
        const frames = (rest + text).split('\n\n')
        rest = frames.pop() ?? ''
        for (const frame of frames) {
          if (frame.startsWith('event: ready')) resolve({ arrived, close: () => call.destroy() })
          if (!frame.startsWith('event: bookings.created')) continue
          const id = /"id":"([0-9a-f-]{36})"/.exec(frame)?.[1]
          if (id !== undefined) arrived.set(id, now)
        }
      })
    })
    call.on('error', reject)
    call.end()
  })
}
