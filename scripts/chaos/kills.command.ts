/** `npm run chaos -- kills 1000`: every combination of point, actor and kind in turns, in an order of chance, until so many requests were struck. */
import { Injector } from './injector.js'
import { actors, impossible, kinds, points } from './points.js'
import type { Chance } from './random.js'
import { quantile, table, writeSection } from './report.js'

const reported = 20

/** More than this says that something is wrong altogether. */
const enough = 50

/** The page is written after each turn: a run that is stopped keeps what it saw. @returns false when something was not as promised */
export async function kills(count: number, chance: Chance, seed: number, say: (line: string) => void): Promise<boolean> {
  const injector = await Injector.open({ durable: true })
  const violations: string[] = []
  const begun = performance.now()
  try {
    while (injector.strikes < count && violations.length < enough) {
      for (const [actor, kind] of chance.shuffled(actors.flatMap((actor) => kinds.map((kind) => [actor, kind] as const)))) {
        if (injector.strikes >= count) break
        await injector.round(actor, kind)
        const found = injector.violations.splice(0)
        violations.push(...found)
        say(`${injector.strikes} of ${count} requests struck, ${injector.kills} processes killed, ${violations.length} violations (${actor} x ${kind})`)
        for (const violation of found.slice(0, reported)) say(`  ! ${violation}`)
      }
      await injector.settle()
      const late = injector.violations.splice(0)
      violations.push(...late)
      for (const violation of late.slice(0, reported)) say(`  ! ${violation}`)
      writeSection('Kill points', `npm run chaos -- kills ${count} --seed ${seed}`, report(injector, count, violations, seed, performance.now() - begun))
    }
  } finally {
    await injector.close()
  }
  say(report(injector, count, violations, seed, performance.now() - begun))
  return violations.length === 0 && injector.strikes >= count
}

function report({ strikes, kills, struck, recovery, deliveries }: Injector, count: number, violations: readonly string[], seed: number, ms: number): string {
  const seconds = (q: number): string => (quantile(deliveries.took, q) / 1_000).toFixed(1)
  return [
    `Seed ${seed}. ${strikes} requests struck at their points${strikes < count ? `, of ${count} (the run was not played to its end)` : ''}, ${kills} times by killing a process; ${Math.round(ms / 60_000)} minutes.`,
    `${violations.length} violations. After a kill the service answered again within ${Math.max(0, ...recovery).toFixed(0)} ms of the return of what was killed.`,
    `The slowest mail came ${seconds(1)} s after the last thing that stood in its way, half of them within ${seconds(0.5)} s; ${deliveries.repeats} times the provider was asked again, under the same key.`,
    '',
    combinationTable(struck),
    '',
    '"-": the combination cannot exist:',
    ...reasons(),
    ...(violations.length > 0 ? ['', 'Violations:', ...violations.slice(0, reported).map((violation) => `- ${violation.replaceAll('\n', ' ').slice(0, 500)}`)] : []),
  ].join('\n')
}

function combinationTable(struck: ReadonlyMap<string, number>): string {
  const columns = actors.flatMap((actor) => kinds.map((kind) => ({ actor, kind })))
  return table(
    ['point', 'left behind', ...columns.map(({ actor, kind }) => `${actor}: ${kind}`)],
    points.map((point) => [
      `${point.name} ${point.what}`,
      point.leaves,
      ...columns.map(({ actor, kind }) => (impossible(point, actor, kind) === null ? (struck.get(`${point.name} x ${actor} x ${kind}`) ?? 0) : '-')),
    ]),
  )
}

function reasons(): string[] {
  const all = points.flatMap((point) => actors.flatMap((actor) => kinds.map((kind) => ({ at: `${point.name} ${actor}: ${kind}`, why: impossible(point, actor, kind) }))))
  const byReason = Map.groupBy(all.filter(({ why }) => why !== null), ({ why }) => why)
  return [...byReason].map(([why, cells]) => `- ${why}: ${cells.map(({ at }) => at).join(', ')}.`)
}
