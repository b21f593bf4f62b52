/** Where tests put what nobody needs after them: in memory where the machine offers enough of it. A test run makes hundreds of databases, of hundreds of files each. */
import { accessSync, constants, mkdtempSync, statfsSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'
/** Bytes: several times what the databases of a run take at a time. */
const enough = 4 * 1024 ** 3

/** @returns a new folder, empty; whoever asked removes it */
export function scratchFolder(prefix: string): string {
  return mkdtempSync(join(hasRoom(memory) ? memory : tmpdir(), prefix))
}

function hasRoom(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    const { bavail, bsize } = statfsSync(folder)
    // What a folder in memory may hold is not what is free: the tests themselves need as much again.
    return bavail * bsize >= enough && freemem() >= 2 * enough
  } catch {
    return false
  }
}
