/** `npm run chaos -- faults [F9 ...]`: F8-F15 one after the other; F1-F7 are points of `kills` and tests of the suite. */
import { blackHole, exhausted, killedInStorm, stopped } from './faults/database-faults.js'
import { diskFull } from './faults/disk-full.js'
import { outOfMemory, stoppedUnderLoad } from './faults/process-faults.js'
import { Stage, type Finding } from './faults/stage.js'
import { wrongClock } from './faults/wrong-clock.js'
import { rowsOf, table, writeSection } from './report.js'

const elsewhere: readonly (readonly [string, string])[] = [
  ['F1 kill -9 web before the transaction', 'K0, K1 x web x SIGKILL'],
  ['F2 kill -9 web after the booking, before the outbox', 'K5, K6 x web x SIGKILL'],
  ['F3 kill -9 web after COMMIT, before the answer', 'K9 x web x SIGKILL'],
  ['F4 kill -9 web after COMMIT, before the wake-up', 'K11 x web x SIGKILL; streams: kernel/events/feed.test.ts, modules/sse'],
  ['F5 kill -9 worker before it sends', 'K12 x worker x SIGKILL'],
  ['F6 kill -9 worker after the provider took the mail', 'K13, K14 x worker x SIGKILL'],
  ['F7 a message that kills its worker five times', 'kernel/events/delivery.test.ts: dead after five, others unaffected; replay: modules/notifications'],
]

interface Fault {
  name: string
  /** How its row begins. */
  row: string
  /** On the stage of the others, or on one of its own. */
  play: ((stage: Stage) => Promise<Finding>) | (() => Promise<Finding>)
  own?: boolean
}

/** A fault that has not come to its end by then has not. */
const patienceMs = 300_000

/**
 * Each fault is written to the page when it has been played; the others keep what was seen of them last.
 * @param only names to run, e.g. `F9`; all when empty @param stopMs how long F9 stops PostgreSQL @param perSecond bookings under which F14 stops processes
 */
export async function faults(only: readonly string[], stopMs: number, perSecond: number, say: (line: string) => void): Promise<boolean> {
  const all: readonly Fault[] = [
    { name: 'F8', row: 'F8 ', play: killedInStorm },
    { name: 'F9', row: 'F9 ', play: (stage: Stage) => stopped(stage, stopMs) },
    { name: 'F10', row: 'F10 ', play: blackHole },
    { name: 'F11', row: 'F11 ', play: exhausted },
    { name: 'F12', row: 'F12 ', play: diskFull, own: true },
    { name: 'F13', row: 'F13 ', play: outOfMemory },
    { name: 'F14', row: 'F14 ', play: (stage: Stage) => stoppedUnderLoad(stage, perSecond, 50) },
    { name: 'F15', row: 'F15 clock +', play: (stage: Stage) => wrongClock(stage, 10) },
    { name: 'F15', row: 'F15 clock -', play: (stage: Stage) => wrongClock(stage, -10) },
  ]
  const unknown = only.find((name) => !all.some((fault) => fault.name === name))
  if (unknown !== undefined) throw new Error(`There is no '${unknown}' to play. There are: ${[...new Set(all.map(({ name }) => name))].join(', ')}.`)
  const seen = new Map<string, readonly string[]>()
  for (const row of rowsOf('Faults')) for (const fault of all) if (row[0]?.startsWith(fault.row)) seen.set(fault.row, row)
  let [broken, stage]: [number, Stage | null] = [0, null]
  try {
    for (const fault of all) {
      if (only.length > 0 && !only.includes(fault.name)) continue
      if (!fault.own) stage ??= await Stage.open({ durable: true })
      const finding = await played(fault, stage)
      if (finding.outcome === 'broke') broken += 1
      say(`${finding.outcome}  ${finding.fault}: expected ${finding.expected}; seen ${finding.seen}`)
      seen.set(fault.row, [finding.fault, finding.expected, finding.seen, finding.outcome, new Date().toISOString().slice(0, 10)])
      writeSection('Faults', `npm run chaos -- faults${only.map((name) => ` ${name}`).join('')}`, page(all, seen))
      // What one fault left behind is not to be the next one's.
      if (finding.outcome === 'broke' && !fault.own) stage = await closed(stage)
    }
  } finally {
    await closed(stage)
  }
  return broken === 0
}

async function played({ row, play }: Fault, stage: Stage | null): Promise<Finding> {
  const failed = (seen: string): Finding => ({ fault: row.trim(), expected: 'to be played to its end', seen, outcome: 'broke' })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve(failed(`not at its end after ${patienceMs / 1_000} s`)), patienceMs)
  })
  try {
    return await Promise.race([play(stage!), late])
  } catch (error) {
    return failed(String(error).replaceAll('\n', ' ').slice(0, 500))
  } finally {
    clearTimeout(timer)
  }
}

async function closed(stage: Stage | null): Promise<null> {
  await stage?.close()
  return null
}

function page(all: readonly Fault[], seen: ReadonlyMap<string, readonly string[]>): string {
  const rows = [
    ...elsewhere.map(([fault, where]) => [fault, '', where, 'see there', '']),
    ...all.map(({ row }) => seen.get(row) ?? [row.trim(), '', '', 'not run yet', '']),
  ]
  return table(['fault', 'expected', 'seen', '', 'on'], rows)
}
