/** `npm run chaos -- faults`: F8-F15 one after the other on one installation; F1-F7 are points of `kills` and tests of the suite. */
import { blackHole, diskFull, exhausted, killedInStorm, stopped } from './faults/database-faults.js'
import { outOfMemory, stoppedUnderLoad, wrongClock } from './faults/process-faults.js'
import { Stage, type Finding } from './faults/stage.js'
import { table, writeSection } from './report.js'

const elsewhere: readonly (readonly [string, string])[] = [
  ['F1 kill -9 web before the transaction', 'K0, K1 x web x SIGKILL'],
  ['F2 kill -9 web after the booking, before the outbox', 'K5, K6 x web x SIGKILL'],
  ['F3 kill -9 web after COMMIT, before the answer', 'K9 x web x SIGKILL'],
  ['F4 kill -9 web after COMMIT, before the wake-up', 'K11 x web x SIGKILL; streams: kernel/events/feed.test.ts, modules/sse'],
  ['F5 kill -9 worker before it sends', 'K12 x worker x SIGKILL'],
  ['F6 kill -9 worker after the provider took the mail', 'K13, K14 x worker x SIGKILL'],
  ['F7 a message that kills its worker five times', 'kernel/events/delivery.test.ts: dead after five, others unaffected; replay: modules/notifications'],
]

/** @param only names to run, e.g. `F9`; all when empty @param stopMs how long F9 stops PostgreSQL @param perSecond bookings under which F14 stops processes */
export async function faults(only: readonly string[], stopMs: number, perSecond: number, say: (line: string) => void): Promise<boolean> {
  const played: readonly (readonly [string, (stage: Stage) => Promise<Finding>])[] = [
    ['F8', killedInStorm],
    ['F9', (stage) => stopped(stage, stopMs)],
    ['F10', blackHole],
    ['F11', exhausted],
    ['F13', outOfMemory],
    ['F14', (stage) => stoppedUnderLoad(stage, perSecond, 50)],
    ['F15', (stage) => wrongClock(stage, 10)],
    ['F15', (stage) => wrongClock(stage, -10)],
  ]
  const wanted = (name: string): boolean => only.length === 0 || only.includes(name)
  const findings: Finding[] = []
  const note = (finding: Finding): void => {
    findings.push(finding)
    say(`${finding.pass ? 'held' : 'BROKE'}  ${finding.fault}: expected ${finding.expected}; seen ${finding.seen}`)
  }
  if (played.some(([name]) => wanted(name))) {
    const stage = await Stage.open({ durable: true })
    try {
      for (const [name, play] of played) if (wanted(name)) note(await play(stage).catch((error: unknown): Finding => ({ fault: name, expected: 'to be played to its end', seen: String(error), pass: false })))
    } finally {
      await stage.close()
    }
  }
  if (wanted('F12')) note(await diskFull())
  if (only.length === 0) {
    const rows = [...elsewhere.map(([fault, where]) => [fault, '', where, 'see there']), ...findings.map(({ fault, expected, seen, pass }) => [fault, expected, seen, pass ? 'held' : 'broke'])]
    writeSection('Faults', 'npm run chaos -- faults', table(['fault', 'expected', 'seen', ''], rows))
  }
  return findings.every(({ pass }) => pass)
}
