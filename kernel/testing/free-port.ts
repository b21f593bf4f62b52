/** For programs that have to be told their port before they listen. */
import { createServer, type AddressInfo } from 'node:net'

/** @returns a TCP port nobody listens on at this moment; whoever asked next may be given it as well once it is let go */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
