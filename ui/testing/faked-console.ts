import { fileURLToPath } from 'node:url'
import { consolePlugin } from '../server.js'
import { fakeRest, type FakeRest } from './fake-rest.js'

export interface FakedConsole {
  readonly rest: FakeRest
  /** Where a browser finds it. */
  readonly url: string
  close(): Promise<void>
}

/** The built console before a REST in memory: for what the product cannot be made to do at will, such as a session that ends this second. */
export async function fakedConsole(): Promise<FakedConsole> {
  const rest = await fakeRest()
  const buildDir = fileURLToPath(new URL('../build', import.meta.url))
  await rest.app.register(consolePlugin({ publicUrl: 'http://localhost', secureCookies: false, buildDir, sessions: { idleSeconds: 3_600 } }))
  await rest.app.listen({ port: 0, host: '127.0.0.1' })
  const address = rest.app.server.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port.')
  return { rest, url: `http://localhost:${address.port}`, close: () => rest.app.close() }
}
