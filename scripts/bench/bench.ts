/**
 * `npm run bench [rounds] [--million]`: every figure PERFORMANCE asks for, on one database of its own, BookFlow beside a floor, round by round in turns,
 * medians of the rounds. Writes docs/performance.md. Figures on the clock move with the machine; the ratios and the CPU are the message.
 */
import { Agent } from 'node:http'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { section as partOf } from '../page-section.js'
import { projectRoot } from '../project-root.js'
import { unmeasured, type Figure } from './figures.js'
import { freshDatabase } from './fresh-database.js'
import { prepareGround, query, startProgram, type Ground, type Program } from './ground.js'
import { send } from './load.js'
import { loginFigures } from './logins.js'
import { memoryFigures, residentOf } from './memory.js'
import { millionFigures } from './million.js'
import { compareRequests, type Compared } from './requests.js'
import { takenSlot } from './scenarios.js'
import { startFigure } from './start.js'
import { storms } from './storm.js'
import { streamFigures } from './streams.js'

const rounds = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? 5)
const withMillion = process.argv.includes('--million')
/** What others were doing on this machine before: at more than one, times are theirs as well. */
const loadBefore = loadavg()[0]!
const say = (line: string) => process.stdout.write(`${line}\n`)

async function main(): Promise<void> {
  const ground = await prepareGround()
  const running: Program[] = []
  const start = async (name: Program['name'], script: string): Promise<Program> => {
    const program = await startProgram(name, script, ground)
    running.push(program)
    return program
  }
  try {
    await addRooms(ground)
    const figures: Figure[] = [await startFigure(ground)]
    const bookflow = await start('bookflow', 'config/web.js')
    await delay(2_000)
    const idle = residentOf(bookflow.pid)
    figures.push(...(await section('a database never analysed', () => freshDatabase(ground, bookflow))))
    const floor = await start('floor', 'scripts/bench/floor.js')
    await send(new Agent(), bookflow.port, { method: 'POST', path: '/v1/bookings', token: ground.tokens[1]!, body: JSON.stringify({ ...takenSlot(ground), title: 'Taken' }) })
    const compared = await compareRequests(ground, [floor, bookflow], rounds)
    figures.unshift(...compared.figures)
    figures.push(...(await section('the storm', async () => [await storms(ground, bookflow, rounds)])))
    figures.push(...memoryFigures(idle, residentOf(bookflow.pid)))
    await floor.stop()
    figures.push(...(await section('the streams', async () => streamFigures(ground, [bookflow, await start('bookflow', 'config/web.js')]))))
    figures.push(...(await section('the logins', () => loginFigures(ground))))
    if (withMillion) figures.push(...(await section('1,000,000 bookings', () => millionFigures(ground, bookflow))))
    else figures.push(unmeasured('1,000,000 bookings against an empty table', 'takes minutes: `npm run bench -- --million`'))
    const file = join(projectRoot, 'docs', 'performance.md')
    const page = report(compared, figures, readFileSync(file, 'utf8'))
    say(page)
    writeFileSync(file, page)
  } finally {
    for (const program of running) await program.stop()
    await ground.stop()
  }
}

/** What went wrong in one part takes no figure from the others, and stands in its place. */
async function section(name: string, measure: () => Promise<Figure[]>): Promise<Figure[]> {
  say(name)
  try {
    return await measure()
  } catch (error) {
    process.exitCode = 1
    const why = error instanceof Error ? error.message : String(error)
    say(`! ${name}: ${why}`)
    return [unmeasured(name, why.replaceAll(/\s+/g, ' ').slice(0, 200))]
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

/** @param before the page as it is: what `npm run bench:calendar` wrote stays */
function report({ table }: Compared, figures: readonly Figure[], before: string): string {
  const rows = figures.map(({ what, measured, must, target, verdict }) => `| ${what} | ${measured} | ${must} | ${target} | ${verdict} |`)
  return `# Performance

\`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores, PostgreSQL 18 with fsync, Node ${process.versions.node}, driver on the same machine, ${rounds} rounds of 3 s in turns, medians; the machine's load average before was ${loadBefore.toFixed(1)}.
The floor is a hand-written Fastify and pg program that writes the same rows under the same role and row-level security (\`scripts/bench/floor.ts\`).

## What is asked for

| what | measured | must | target | reached |
|---|---|---|---|---|
${rows.join('\n')}

## Beside the floor

${table}

## The calendar in a browser

${partOf(before, 'calendar')}
`
}

await main()
