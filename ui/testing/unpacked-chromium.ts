import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * The browser from npm, unpacked once per version and user (about 200 MB, a few seconds). The package itself unpacks straight to a fixed path
 * in the temporary folder and believes whatever lies there: two test processes at once, or one that was killed, leave half a browser, and
 * another user's copy cannot be executed. So it unpacks in a child process into a folder of its own, which gets its name when it is whole.
 * @returns the path of the executable
 */
export async function unpackedChromium(): Promise<string> {
  const manifest = fileURLToPath(new URL('../package.json', import.meta.resolve('@sparticuz/chromium')))
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string }
  const home = join(tmpdir(), `bookflow-chromium-${version}-${userInfo().username}`)
  const executable = join(home, 'chromium')
  if (existsSync(executable)) return executable
  const staging = await mkdtemp(join(tmpdir(), 'bookflow-chromium-'))
  const unpack = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())"
  await run(process.execPath, ['--input-type=module', '--eval', unpack], { cwd: fileURLToPath(new URL('.', import.meta.url)), env: { TMPDIR: staging } })
  try {
    await rename(staging, home)
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    // Another process was first; its copy is as good.
    if (!existsSync(executable)) throw error
  }
  return executable
}
