/** One bootstrap at a time per checkout: `mkdir` is the lock, a file in it names the holder, a dead holder's lock is taken over. */
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** True when a process with this id runs. */
export function alive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Runs `work` while holding the lock directory; says so once when it has to wait. */
export async function withLock(path, work, say = (text) => process.stderr.write(`${text}\n`)) {
  let told = false
  while (!acquire(path)) {
    if (!told) say('Another start is installing or compiling; waiting for it ...')
    told = true
    await delay(200)
  }
  // Ended by a signal half-way, the next start finds a dead holder; nothing to clean here.
  try {
    return await work()
  } finally {
    rmSync(path, { recursive: true, force: true })
  }
}

function acquire(path) {
  try {
    mkdirSync(path)
    writeFileSync(join(path, 'pid'), String(process.pid))
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  const holder = holderOf(path)
  if (holder !== null && alive(holder)) return false
  // No pid yet: its holder may be between the two steps above. Give it a second by age.
  if (holder === null && Date.now() - ageOf(path) < 1000) return false
  try {
    const aside = `${path}.${process.pid}`
    renameSync(path, aside)
    rmSync(aside, { recursive: true, force: true })
  } catch {
    // Another start was faster.
  }
  return false
}

function holderOf(path) {
  try {
    return Number(readFileSync(join(path, 'pid'), 'utf8')) || null
  } catch {
    return null
  }
}

const firstSeen = new Map()
function ageOf(path) {
  if (!firstSeen.has(path)) firstSeen.set(path, Date.now())
  return firstSeen.get(path)
}

/** Processes that run from this checkout (a file per process in `folder`); forgets the dead. */
export function runningFrom(folder) {
  let names
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  return names.flatMap((name) => {
    const pid = Number(name)
    if (alive(pid)) return [{ pid, script: readFileSync(join(folder, name), 'utf8') }]
    rmSync(join(folder, name), { force: true })
    return []
  })
}
