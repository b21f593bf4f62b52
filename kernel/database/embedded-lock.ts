/**
 * One process at a time starts or stops the server of a data folder. The lock is a file naming its holder; a dead holder's is taken over.
 * Without it two starts would initialise one folder, or a stop would pull the server from under a start that just joined it.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { processMark } from './embedded-process.js'

/** Runs `work` while holding the lock file; waits up to `timeoutMs` for another holder. */
export async function withFileLock<T>(path: string, work: () => Promise<T>, timeoutMs = 90_000): Promise<T> {
  const own = `${process.pid} ${processMark(process.pid) ?? ''} ${randomUUID()}`
  const deadline = Date.now() + timeoutMs
  while (!acquire(path, own)) {
    if (Date.now() > deadline) {
      throw new Error(
        `Another process (pid ${read(path).split(' ')[0] ?? '?'}) has been starting or stopping the embedded PostgreSQL for ${timeoutMs / 1000} s; it holds ${path}. Wait for it or end it, then start again.`,
      )
    }
    await delay(50)
  }
  try {
    return await work()
  } finally {
    if (read(path) === own) rmSync(path, { force: true })
  }
}

/** A hard link appears complete or not at all, so a reader never sees a lock without its holder. */
function acquire(path: string, own: string): boolean {
  const draft = `${path}.${randomUUID()}`
  writeFileSync(draft, own)
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    dropIfDead(path)
    return false
  } finally {
    rmSync(draft, { force: true })
  }
}

function dropIfDead(path: string): void {
  const holder = read(path)
  const [pid, mark] = holder.split(' ')
  if (!pid || processMark(Number(pid)) === mark) return
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
    // Somebody else may have replaced the dead holder between the look and the move: then it goes back.
    if (read(aside) !== holder) linkSync(aside, path)
  } catch {
    // Another process was faster; the next round sees what it left.
  } finally {
    rmSync(aside, { force: true })
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
