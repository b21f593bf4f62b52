import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)]

/**
 * Writes `.br` and `.gz` beside every script and style sheet of the browser build, once, so that no request pays for compression.
 * @param buildDirectory absolute path that holds `client/assets`
 */
export async function compressAssets(buildDirectory: string): Promise<void> {
  const folder = join(buildDirectory, 'client', 'assets')
  const names = (await readdir(folder)).filter((name) => /\.(js|css|svg)$/.test(name))
  await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name)
      const content = await readFile(file)
      await Promise.all([writeFile(`${file}.br`, await brotli(content)), writeFile(`${file}.gz`, await zip(content))])
    }),
  )
}
