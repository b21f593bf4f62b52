import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import Fastify from 'fastify'
import { expect, it } from 'vitest'
import type { App } from '../module.js'
import { endLingeringConnections } from './lingering-connections.js'

async function listening() {
  const app = Fastify({ forceCloseConnections: 'idle', keepAliveTimeout: 72_000 })
  endLingeringConnections(app as unknown as App, { grace: 500, arrival: 1_000 })
  app.get('/slow', async () => {
    await setTimeout(1_500)
    return { done: true }
  })
  app.post('/slow', async () => ({ done: true }))
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { app, port: (app.server.address() as AddressInfo).port }
}

it('F14: a connection that never asked anything does not keep the server from stopping', async () => {
  const { app, port } = await listening()
  const arrived = once(app.server, 'connection')
  const silent = connect(port, '127.0.0.1')
  await arrived
  const closed = once(silent, 'close')
  await app.close()
  await closed
})

it('F14: a request that never arrives whole does not keep the server from stopping', async () => {
  const { app, port } = await listening()
  app.server.on('request', () => undefined)
  const slow = connect(port, '127.0.0.1')
  slow.write('POST /slow HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{')
  await once(app.server, 'request')
  const closed = once(slow, 'close')
  await app.close()
  await closed
})

it('INV-13: (F14) a request that was under way gets its whole answer, and its connection does not keep the server from stopping', async () => {
  const { app, port } = await listening()
  const answer = fetch(`http://127.0.0.1:${port}/slow`)
  await once(app.server, 'request')
  const begun = performance.now()
  await app.close()
  expect(performance.now() - begun).toBeLessThan(60_000)
  expect(await answer.then((response) => response.json(), String)).toEqual({ done: true })
})
