/** A process of the product from start to stop: says why it cannot start, stops in order on a signal, never hangs. */
import type { Kernel } from '#kernel/boot'

const longestStopMs = 25_000

/** @param start boots and returns what is to be stopped */
export async function runProcess(name: 'web' | 'worker', start: () => Promise<Kernel>): Promise<void> {
  let kernel: Kernel
  try {
    kernel = await start()
  } catch (error) {
    process.stderr.write(`${name}: cannot start. ${error instanceof Error ? explain(error) : String(error)}\n`)
    process.exit(1)
  }
  process.send?.({ ready: name })
  let stopping = false
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return
    stopping = true
    kernel.logger.info({ signal }, `${name}: stopping`)
    setTimeout(() => process.exit(1), longestStopMs).unref()
    // The kernel has logged what did not stop.
    const clean = await kernel.stop().then(() => true, () => false)
    kernel.logger.flush()
    process.exit(clean ? 0 : 1)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))
  // A launcher that died without a signal leaves no orphan behind.
  process.on('disconnect', () => void stop('disconnect'))
  process.on('unhandledRejection', (reason) => kernel.logger.error({ err: reason }, 'unhandled rejection'))
}

function explain(error: Error & { code?: string; port?: number }): string {
  if (error.code === 'EADDRINUSE') return `Port ${error.port} is taken. Choose another with PORT=3001, or stop what uses it.`
  if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') return `The database does not answer (${error.message}). Is it running, and is DATABASE_URL right?`
  return error.stack ?? error.message
}
