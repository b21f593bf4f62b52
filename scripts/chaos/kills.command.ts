/** `npm run chaos -- kills 1000`: every combination of point, actor and kind in turns, in an order of chance, until so many requests were struck. */
import { Injector } from './injector.js'
import { actors, impossible, kinds, points } from './points.js'
import type { Chance } from './random.js'
import { quantile, table, writeSection } from './report.js'

const reported = 20

/** @returns false when something was not as promised */
export async function kills(count: number, chance: Chance, seed: number, say: (line: string) => void): Promise<boolean> {
  const injector = await Injector.open({ durable: true })
  const violations: string[] = []
  const begun = performance.now()
  try {
    while (injector.strikes < count) {
      for (const [actor, kind] of chance.shuffled(actors.flatMap((actor) => kinds.map((kind) => [actor, kind] as const)))) {
        if (injector.strikes >= count) break
        await injector.round(actor, kind)
        violations.push(...injector.violations.splice(0))
        say(`${injector.strikes} of ${count} requests struck, ${injector.kills} processes killed, ${violations.length} violations (${actor} x ${kind})`)
        for (const violation of violations.slice(-reported)) if (violation.includes(`${actor} x ${kind}`)) say(`  ! ${violation}`)
      }
      await injector.settle()
      violations.push(...injector.violations.splice(0))
    }
  } finally {
    await injector.close()
  }
  const seconds = (q: number): string => (quantile(injector.deliveries.took, q) / 1_000).toFixed(1)
  const body = [
    `Seed ${seed}. ${injector.strikes} requests struck at their points, ${injector.kills} times by killing a process; ${Math.round((performance.now() - begun) / 60_000)} minutes.`,
    `${violations.length} violations. After a kill the service answered again within ${Math.max(0, ...injector.recovery).toFixed(0)} ms of the return of what was killed.`,
    `Each mail came once; the slowest ${seconds(1)} s after the last thing that stood in its way, half within ${seconds(0.5)} s; ${injector.deliveries.repeats} times the provider was asked again, under the same key.`,
    '',
    combinationTable(injector.struck),
    '',
    '"-": the combination cannot exist:',
    ...reasons(),
    ...(violations.length > 0 ? ['', 'Violations:', ...violations.slice(0, reported).map((violation) => `- ${violation}`)] : []),
  ].join('\n')
  writeSection('Kill points', `npm run chaos -- kills ${count} --seed ${seed}`, body)
  say(body)
  return violations.length === 0
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
