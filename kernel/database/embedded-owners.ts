/**
 * Who uses a running embedded server: one empty file per user in the data folder, named after its process. The last one out stops the server.
 * Refuses to count the dead. Without it the second process to leave would find its database gone, or nobody would ever stop it.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { processMark } from './embedded-process.js'

let handles = 0

/** @returns a function that signs off and answers whether nobody is left. */
export function signOn(dataDir: string): () => boolean {
  const folder = join(dataDir, 'owners')
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const own = join(folder, `${process.pid}-${processMark(process.pid) ?? ''}-${handles++}`)
  writeFileSync(own, '')
  return () => {
    rmSync(own, { force: true })
    return livingOwners(folder) === 0
  }
}

function livingOwners(folder: string): number {
  let living = 0
  for (const name of readdirSync(folder)) {
    const [pid, mark] = name.split('-')
    if (processMark(Number(pid)) === mark) living += 1
    else rmSync(join(folder, name), { force: true })
  }
  return living
}
