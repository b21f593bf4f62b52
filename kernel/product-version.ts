/** The version this process runs, from the package.json it was installed with. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Looks upwards, because sources and their compiled form lie at different depths. @throws when no package.json stands above `folder` */
export function productVersion(folder: string): { name: string; version: string } {
  const path = join(folder, 'package.json')
  if (existsSync(path)) {
    const { name, version } = JSON.parse(readFileSync(path, 'utf8')) as { name: string; version: string }
    return { name, version }
  }
  const above = dirname(folder)
  if (above === folder) throw new Error('There is no package.json above this file: the installation is incomplete.')
  return productVersion(above)
}
