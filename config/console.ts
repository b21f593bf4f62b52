/** Mounts the console in the web process. Its build lies beside the sources; a server without one serves REST alone and says so. */
import { fileURLToPath } from 'node:url'
import { existsSync } from 'node:fs'
import type { KernelConfig } from '#kernel/config'
import { pageHeaders } from '#kernel/http/security-headers'
import type { App } from '#kernel/module'
import { consolePlugin } from '#ui/server'

/** Refresh tokens live this long without use. */
const idleSeconds = 14 * 24 * 3600

/** The project's root, from the sources and from dist/ alike. */
const root = fileURLToPath(import.meta.resolve('#package')).replace(/package\.json$/, '')

export async function mountConsole(app: App, { public_url }: KernelConfig): Promise<void> {
  const buildDir = `${root}ui/build`
  if (!existsSync(buildDir)) {
    app.log.warn('the console is not built (npx react-router build ui): serving REST only')
    return
  }
  await app.register(async (scope) => {
    await scope.register(pageHeaders, { publicUrl: public_url })
    await scope.register(consolePlugin({ publicUrl: public_url, secureCookies: public_url.startsWith('https://'), buildDir, sessions: { idleSeconds } }))
  })
}
