/**
 * A database nobody has analysed yet. A prepared statement keeps the plan it got on an empty table until the table is analysed, which autovacuum does a
 * minute later at the earliest: what was planned for nothing must serve the first thousands as well.
 */
import { Agent } from 'node:http'
import { judged, type Figure } from './figures.js'
import { query, type Ground, type Program } from './ground.js'
import { measure, send } from './load.js'
import { scenarios, takenSlot, type Scenario } from './scenarios.js'

const filling = 6_000
const looking = 2_000

/** @param program has just started on the database, which nothing but founding has touched */
export async function freshDatabase(ground: Ground, program: Program): Promise<Figure[]> {
  const agent = new Agent()
  await send(agent, program.port, { method: 'POST', path: '/v1/bookings', token: ground.tokens[1]!, body: JSON.stringify({ ...takenSlot(ground), title: 'Taken' }) })
  // Each connection has planned every statement on next to nothing before there is anything to plan for.
  for (const key of ['taken', 'list'] as const) await measure(scenarioOf(key), program, ground, 500)
  await measure(scenarioOf('create'), program, ground, filling)
  const before = { taken: await look('taken', ground, program), list: await look('list', ground, program) }
  await query(ground.cluster.adminUrl('bench'), 'vacuum analyze')
  const after = { taken: await look('taken', ground, program), list: await look('list', ground, program) }
  return (['taken', 'list'] as const).map((key) =>
    judged(
      `${scenarioOf(key).name}, on a database never analysed, of the same analysed`,
      [{ value: before[key] / after[key], unit: ' ×', must: { at_most: 1.5 }, target: { at_most: 1.2 } }],
      true,
      `CPU ${before[key].toFixed(0)} µs, then ${after[key].toFixed(0)} µs`,
    ),
  )
}

function scenarioOf(key: Scenario['key']): Scenario {
  const found = scenarios.find((scenario) => scenario.key === key)
  if (!found) throw new Error(`There is no scenario '${key}'.`)
  return found
}

async function look(key: Scenario['key'], ground: Ground, program: Program): Promise<number> {
  return (await measure(scenarioOf(key), program, ground, looking)).cpu_us
}
