/**
 * `npm run chaos -- kills 1000`, `messages`, `faults [F9 ...]`, `latency`, each with `--seed <number>`: breaks an installation of its own and writes what it saw to
 * docs/chaos.md. Ends with 1 when a promise was not kept. The same seed makes the same choices; it is printed.
 */
import 'reflect-metadata'
import { parseArgs } from 'node:util'
import { faults } from './faults.command.js'
import { kills } from './kills.command.js'
import { latency } from './latency.command.js'
import { messages } from './messages.command.js'
import { Chance } from './random.js'

const begun = performance.now()
const say = (line: string): void => console.log(line.includes('\n') ? line : `${((performance.now() - begun) / 1_000).toFixed(0).padStart(5)} s  ${line}`)

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    kills: { type: 'string', default: '1000' },
    messages: { type: 'string', default: '10000' },
    'stop-seconds': { type: 'string', default: '60' },
    rate: { type: 'string', default: '200' },
    samples: { type: 'string', default: '100' },
    minutes: { type: 'string', default: '60' },
  },
})

/** @throws naming the option and what it takes */
function whole(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} must be a whole number from 1 on, not '${text}'.`)
  return value
}

const commands: Readonly<Record<string, (chance: Chance, seed: number) => Promise<boolean>>> = {
  kills: (chance, seed) => kills(whole('kills', positionals[1] ?? '1000'), chance, seed, say),
  messages: (chance, seed) => messages({ kills: whole('--kills', values.kills), messages: whole('--messages', values.messages), minutes: whole('--minutes', values.minutes) }, chance, seed, say),
  faults: () => faults(positionals.slice(1), whole('--stop-seconds', values['stop-seconds']) * 1_000, whole('--rate', values.rate), say),
  latency: () => latency(whole('--samples', values.samples), whole('--messages', values.messages), say),
}

try {
  const [name = 'all'] = positionals
  const chosen = name === 'all' ? Object.keys(commands) : [name]
  const seed = whole('--seed', values.seed)
  console.log(`Seed ${seed}`)
  for (const each of chosen) {
    const command = commands[each]
    if (!command) throw new Error(`There is no '${each}'. There are: all, ${Object.keys(commands).join(', ')}.`)
    if (!(await command(new Chance(seed), seed))) process.exitCode = 1
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
