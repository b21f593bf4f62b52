import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The checkout's folder, from the sources as from dist/: the nearest folder above that holds package-lock.json. */
export const projectRoot = (function up(folder: string): string {
  if (existsSync(join(folder, 'package-lock.json'))) return folder
  if (folder === dirname(folder)) throw new Error('There is no package-lock.json above this script: run it from a checkout.')
  return up(dirname(folder))
})(import.meta.dirname)
