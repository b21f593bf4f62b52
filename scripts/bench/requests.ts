/** The requests that are compared with the floor and with pgbench: in turns, round by round, so that what disturbs the machine disturbs all of them. */
import { setTimeout as delay } from 'node:timers/promises'
import { judged, median, unmeasured, type Figure } from './figures.js'
import { query, type Ground, type Program } from './ground.js'
import { measure, type Measurement } from './load.js'
import { preparePgbench, type Pgbench } from './pgbench.js'
import { scenarios, type Scenario } from './scenarios.js'

const milliseconds = 3_000
const say = (line: string) => process.stdout.write(`${line}\n`)

export interface Compared {
  table: string
  figures: Figure[]
}

interface Results {
  of: Map<string, Record<Program['name'], Measurement[]>>
  pgbench: number[]
}

export async function compareRequests(ground: Ground, programs: readonly Program[], rounds: number): Promise<Compared> {
  const pgbench = await preparePgbench(ground)
  try {
    for (const program of programs) for (const scenario of scenarios) await measure(scenario, program, ground, 1_000)
    await settle(ground)
    const results = await interleaved(ground, programs, pgbench, rounds)
    return { table: tableOf(results), figures: figuresOf(results) }
  } finally {
    pgbench?.stop()
  }
}

async function interleaved(ground: Ground, programs: readonly Program[], pgbench: Pgbench | null, rounds: number): Promise<Results> {
  const results: Results = { of: new Map(scenarios.map(({ name }) => [name, { floor: [], bookflow: [] }])), pgbench: [] }
  for (let round = 1; round <= rounds; round += 1) {
    for (const scenario of scenarios) {
      for (const program of round % 2 === 0 ? [...programs].reverse() : programs) {
        const measured = await measure(scenario, program, ground, milliseconds)
        if (measured.unexpected > 0) say(`! ${program.name}: ${measured.unexpected} answers were not ${scenario.expected} in '${scenario.name}'`)
        results.of.get(scenario.name)![program.name].push(measured)
      }
      if (pgbench && scenario.key === 'create') results.pgbench.push(await pgbench.measure(milliseconds / 1_000))
    }
    await settle(ground)
    say(`round ${round} of ${rounds}`)
  }
  return results
}

/** What autovacuum does within a minute; what a database is like before that has a figure of its own. */
export async function settle({ cluster }: Ground): Promise<void> {
  await query(cluster.adminUrl('bench'), 'vacuum analyze')
  await delay(200)
}

const medianOf = (measurements: readonly Measurement[], key: keyof Measurement) => median(measurements.map((each) => each[key]))

function figuresOf({ of, pgbench }: Results): Figure[] {
  const figures = scenarios.map((scenario) => figureOf(scenario, of.get(scenario.name)!))
  const created = medianOf(of.get(scenarios.find(({ key }) => key === 'create')!.name)!.bookflow, 'per_second')
  const what = 'create, 16 connections, of pgbench with the same statements as prepared round trips'
  if (pgbench.length === 0) return [...figures, unmeasured(what, 'pgbench is not installed')]
  return [...figures, judged(what, [{ value: created / median(pgbench), unit: ' ×', must: { at_least: 0.3 }, target: { at_least: 0.45 } }], true, `pgbench ${median(pgbench).toFixed(0)}/s`)]
}

function figureOf({ name, asked }: Scenario, { floor, bookflow }: Record<Program['name'], Measurement[]>): Figure {
  const clean = bookflow.every(({ unexpected }) => unexpected === 0)
  const ratio = (key: 'per_second' | 'cpu_us') => medianOf(bookflow, key) / medianOf(floor, key)
  if (asked.kind === 'throughput') return judged(`${name}, of the floor`, [{ value: ratio('per_second'), unit: ' ×', must: { at_least: asked.must }, target: { at_least: asked.target } }], clean)
  if (asked.kind === 'cpu') return judged(`${name}, CPU of the floor's`, [{ value: ratio('cpu_us'), unit: ' ×', must: { at_most: asked.must }, target: { at_most: asked.target } }], clean)
  // Asked for where the floor has 60 ms: elsewhere as many times the floor's own.
  const p99 = (medianOf(bookflow, 'p99_ms') / medianOf(floor, 'p99_ms')) * 60
  return judged(`${name}, p99 where the floor has 60 ms`, [{ value: p99, unit: ' ms', must: { at_most: asked.must }, target: { at_most: asked.target } }], clean, `floor ${medianOf(floor, 'p99_ms').toFixed(0)} ms, BookFlow ${medianOf(bookflow, 'p99_ms').toFixed(0)} ms`)
}

function tableOf({ of }: Results): string {
  const rows = scenarios.map(({ name }) => {
    const { floor, bookflow } = of.get(name)!
    const whole = (measurements: readonly Measurement[], key: keyof Measurement) => medianOf(measurements, key).toFixed(0)
    const ratio = (key: keyof Measurement) => (medianOf(bookflow, key) / medianOf(floor, key)).toFixed(2)
    const tenth = (key: keyof Measurement) => medianOf(bookflow, key).toFixed(1)
    return `| ${name} | ${whole(floor, 'per_second')} | ${whole(bookflow, 'per_second')} | ${ratio('per_second')} | ${whole(floor, 'cpu_us')} | ${whole(bookflow, 'cpu_us')} | ${ratio('cpu_us')} | ${tenth('p50_ms')} | ${tenth('p99_ms')} |`
  })
  return `| scenario | floor/s | BookFlow/s | ratio | floor CPU µs | BookFlow CPU µs | ratio | BookFlow p50 ms | p99 ms |
|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}`
}
