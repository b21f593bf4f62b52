import { createServer } from 'node:net'
import { LaunchError } from './progress.js'

/** @throws LaunchError naming the port, what holds it and how to choose another */
export async function refuseTakenPort(host: string, port: number, ours: string | null): Promise<void> {
  await new Promise<void>((free, refused) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const choose = `Choose another: PORT=${port === 65_535 ? 3001 : port + 1} npm start`
      if (error.code === 'EADDRINUSE') refused(new LaunchError(`Port ${port} is taken${ours ? ` by the BookFlow that runs from this folder (${ours})` : ' by another program'}. ${choose}`))
      else if (error.code === 'EACCES') refused(new LaunchError(`This user may not listen on port ${port}. ${choose}`))
      else refused(new LaunchError(`Cannot listen on ${host}:${port} (${error.message}). ${choose}`))
    })
    probe.listen(port, host, () => probe.close(() => free()))
  })
}
