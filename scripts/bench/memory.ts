/** What the web process holds in memory, as the kernel of the machine counts it. */
import { readFileSync } from 'node:fs'
import { judged, type Figure } from './figures.js'

/** MiB resident. */
export function residentOf(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  if (!match) throw new Error(`Process ${pid} has no resident memory: it ended.`)
  return Number(match[1]) / 1_024
}

export function memoryFigures(idle: number, loaded: number): Figure[] {
  return [
    judged('web process, idle', [{ value: idle, unit: ' MiB', must: { at_most: 160 }, target: { at_most: 120 } }]),
    judged('web process, after the load', [{ value: loaded, unit: ' MiB', must: { at_most: 250 }, target: { at_most: 180 } }]),
  ]
}
