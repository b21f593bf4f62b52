/** For programs that have to be told their port before they listen. */
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below what systems hand out by themselves: no connection of another test takes one of these in passing. */
const [from, to] = [20_000, 32_000]

/** @returns a TCP port nobody listens on at this moment; whoever asked next may be given it as well, which is unlikely @throws when a hundred are taken */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(from, to)
    if (await free(port, host)) return port
  }
  throw new Error(`No free port found between ${from} and ${to}.`)
}

function free(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}
