/** CPU time from /proc, which other load on the machine disturbs less than time on the clock. */
import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second for every process it runs. */
const microsecondsPerTick = 10_000

function ticks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // utime and stime, and those of children that ended.
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent
      } catch {
        return false
      }
    })
}

/** Microseconds of CPU a program and the database have used so far. */
export function cpuOf(program: number, postmaster: number): number {
  let sum = 0
  for (const pid of [program, postmaster, ...childrenOf(postmaster)]) {
    try {
      sum += ticks(pid)
    } catch {
      // It ended meanwhile; the postmaster has counted it.
    }
  }
  return sum * microsecondsPerTick
}
