/**
 * Who is alive: identity of processes and of the server named in a data folder's postmaster.pid.
 * Refuses to call a zombie or a reused pid "alive". Without it a crashed server's files block the next start, or a live server's are removed.
 */
import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** What postmaster.pid says: https://www.postgresql.org/docs/18/storage-file-layout.html and miscadmin's LOCK_FILE_LINE_*. */
export interface PidFile {
  pid: number
  port: number
  socketDir: string
  ready: boolean
}

/**
 * A process' start mark (clock ticks since boot, Linux), `''` where the system does not tell, `null` when it is gone or a zombie.
 * pid and mark together never name two processes.
 */
export function processMark(pid: number): string | null {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The command may contain blanks and brackets: count from the last bracket. Field 3 is the state, 22 the start time.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? '')
    } catch {
      return null
    }
  }
  try {
    process.kill(pid, 0)
    return ''
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? '' : null
  }
}

/** Reads postmaster.pid; `null` when there is none or it holds no pid. */
export function readPidFile(dataDir: string): PidFile | null {
  let lines: string[]
  try {
    lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 1) return null
  return { pid, port: Number(lines[3]), socketDir: lines[4] ?? '', ready: (lines[7] ?? '').trim() === 'ready' }
}

/** True when the process is the server of this very folder: a server's working directory is its data folder. */
export function servesFolder(pid: number, dataDir: string): boolean {
  if (processMark(pid) === null) return false
  if (process.platform !== 'linux') return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir)
  } catch {
    // Not ours to look at. Only a process called postgres deserves the benefit of the doubt.
    return commandName(pid) === 'postgres'
  }
}

function commandName(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    return ''
  }
}
