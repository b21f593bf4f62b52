/**
 * `npm run bench`: BookFlow beside the floor on one database, round by round in turns, medians of the rounds. Writes docs/performance.md.
 * Figures on the clock move with the machine; the ratios and the CPU are the message.
 */
import { Agent } from 'node:http'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../project-root.js'
import { prepareGround, query, startProgram, type Ground, type Program } from './ground.js'
import { measure, send, type Measurement } from './load.js'
import { scenarios, takenSlot, type Scenario } from './scenarios.js'

const rounds = Number(process.argv[2] ?? 5)
const milliseconds = 3_000
const ports = { floor: 39_101, bookflow: 39_102 }

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
const say = (line: string) => process.stdout.write(`${line}\n`)

type Results = Map<string, Record<Program['name'], Measurement[]>>

async function main(): Promise<void> {
  const ground = await prepareGround()
  const programs: Program[] = []
  try {
    await addRooms(ground)
    programs.push(await startProgram('floor', 'scripts/bench/floor.js', ground, ports.floor), await startProgram('bookflow', 'config/web.js', ground, ports.bookflow))
    await send(new Agent(), ports.bookflow, { method: 'POST', path: '/v1/bookings', token: ground.tokens[1]!, body: JSON.stringify({ ...takenSlot(ground), title: 'Taken' }) })
    for (const program of programs) for (const scenario of scenarios) await measure(scenario, program, ground, 1_000)
    await settle(ground)
    const results = await interleaved(ground, programs)
    const storms = []
    for (let n = 0; n < rounds; n += 1) storms.push(await storm(ground, n))
    const table = report(results, storms)
    say(table)
    writeFileSync(join(projectRoot, 'docs', 'performance.md'), table)
  } finally {
    for (const program of programs) await program.stop()
    await ground.stop()
  }
}

/** Rooms straight into the table: what is measured is booking them. */
async function addRooms({ cluster, org_id, rooms }: Ground): Promise<void> {
  await query(
    cluster.adminUrl('bench'),
    `insert into resources (org_id, id, name, timezone, horizon_days) select $1, id, 'Room ' || n, 'UTC', 365 from unnest($2::uuid[]) with ordinality as r (id, n)`,
    [org_id, rooms],
  )
}

async function interleaved(ground: Ground, programs: readonly Program[]): Promise<Results> {
  const results: Results = new Map(scenarios.map(({ name }) => [name, { floor: [], bookflow: [] }]))
  for (let round = 1; round <= rounds; round += 1) {
    for (const scenario of scenarios) {
      for (const program of round % 2 === 0 ? [...programs].reverse() : programs) {
        const measured = await measure(scenario, program, ground, milliseconds)
        if (measured.unexpected > 0) say(`! ${program.name}: ${measured.unexpected} answers were not ${scenario.expected} in '${scenario.name}'`)
        results.get(scenario.name)![program.name].push(measured)
      }
    }
    await settle(ground)
    say(`round ${round} of ${rounds}`)
  }
  return results
}

/**
 * What autovacuum does within a minute. A statement prepared on an empty table keeps its plan until the table is analysed: without this the
 * figures are those of the first minute of a new database (a refused booking cost seven times as much).
 */
async function settle({ cluster }: Ground): Promise<void> {
  await query(cluster.adminUrl('bench'), 'vacuum analyze')
}

/** A thousand sockets, one slot. */
async function storm(ground: Ground, n: number): Promise<{ seconds: number; won: number; lost: number; other: number; deadlocks: number }> {
  const deadlocks = async () => Number((await query(ground.cluster.adminUrl('bench'), 'select deadlocks from pg_stat_database where datname = current_database()'))[0]!['deadlocks'])
  const before = await deadlocks()
  const agent = new Agent({ keepAlive: true, maxSockets: 1_000 })
  const from = Date.parse(takenSlot(ground).starts_at) + 86_400_000 * (n + 200)
  const slot = { resource_id: ground.rooms[1]!, starts_at: new Date(from).toISOString(), ends_at: new Date(from + 1_800_000).toISOString() }
  const begun = performance.now()
  const statuses = await Promise.all(
    Array.from({ length: 1_000 }, (_, i) => send(agent, ports.bookflow, { method: 'POST', path: '/v1/bookings', token: ground.tokens[1 + (i % 8)]!, body: JSON.stringify({ ...slot, title: 'Storm' }) })),
  )
  agent.destroy()
  const count = (status: number) => statuses.filter((each) => each === status).length
  return { seconds: (performance.now() - begun) / 1_000, won: count(201), lost: count(409), other: statuses.length - count(201) - count(409), deadlocks: (await deadlocks()) - before }
}

function report(results: Results, storms: readonly Awaited<ReturnType<typeof storm>>[]): string {
  const rows = scenarios.map((scenario) => row(scenario, results.get(scenario.name)!))
  return `# Performance

\`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores, PostgreSQL 18 with fsync, Node ${process.versions.node}, driver on the same machine, ${rounds} rounds of ${milliseconds / 1_000} s in turns, medians.
The floor is a hand-written Fastify and pg program that writes the same rows under the same role and row-level security (\`scripts/bench/floor.ts\`).

| scenario | floor/s | BookFlow/s | ratio | floor CPU µs | BookFlow CPU µs | ratio | BookFlow p50 ms | p99 ms | must |
|---|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}

1,000 sockets, one slot, ${storms.length} times: ${storms.map(({ seconds, won, lost, other, deadlocks }) => `${won} × 201, ${lost} × 409, ${other} other, ${deadlocks} deadlocks in ${seconds.toFixed(2)} s`).join('; ')}.
`
}

function row({ name, must }: Scenario, { floor, bookflow }: Record<Program['name'], Measurement[]>): string {
  const of = (measurements: readonly Measurement[], key: keyof Measurement) => median(measurements.map((each) => each[key]))
  const throughput = of(bookflow, 'per_second') / of(floor, 'per_second')
  const cpu = of(bookflow, 'cpu_us') / of(floor, 'cpu_us')
  const asked = [must?.throughput === undefined ? '' : `≥ ${must.throughput} of the floor`, must?.cpu === undefined ? '' : `CPU ≤ ${must.cpu} ×`].filter(Boolean).join(', ')
  const whole = (value: number) => value.toFixed(0)
  return `| ${name} | ${whole(of(floor, 'per_second'))} | ${whole(of(bookflow, 'per_second'))} | ${throughput.toFixed(2)} | ${whole(of(floor, 'cpu_us'))} | ${whole(of(bookflow, 'cpu_us'))} | ${cpu.toFixed(2)} | ${of(bookflow, 'p50_ms').toFixed(1)} | ${of(bookflow, 'p99_ms').toFixed(1)} | ${asked} |`
}

await main()
