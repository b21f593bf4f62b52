import { setTimeout as delay } from 'node:timers/promises'
import { startEmbedded, type EmbeddedCluster } from '#kernel/database/embedded'
import { processMark } from '#kernel/database/embedded-process'

const LOOK_MS = 1_000

/**
 * Starts the server of a folder and starts it again when it was killed: on the same socket, so that web and worker find it by themselves.
 * @param say tells about restarts and failed ones
 */
export async function guardCluster(dataDir: string, say: (line: string) => void): Promise<EmbeddedCluster> {
  const first = await startEmbedded({ dataDir })
  let current = first
  const stopping = new AbortController()
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      await delay(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted || processMark(current.pid) !== null) continue
      say(`[postgres] ended; starting it again. Its log is ${current.logFile}`)
      try {
        await current.stop()
        current = await startEmbedded({ dataDir })
        say('[postgres] is back')
      } catch (error) {
        say(`[postgres] ${error instanceof Error ? error.message : String(error)}`)
        await delay(LOOK_MS * 5, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  })()
  return {
    ...first,
    stop: async () => {
      stopping.abort()
      await watching
      await current.stop()
    },
  }
}
