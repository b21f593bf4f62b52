/** `npm run fuzz -- [--requests 100000] [--seed <number>]`: made-up requests to every operation. The same seed sends the same requests; it is printed. */
import { parseArgs } from 'node:util'
import { runTests } from './test-run.js'

/** @throws naming the option and what it takes */
function settings(): Record<string, string> {
  const { values } = parseArgs({ options: { requests: { type: 'string', default: '100000' }, seed: { type: 'string', default: String(Date.now() % 2 ** 31) } } })
  const whole = (name: 'requests' | 'seed'): string => {
    const value = Number(values[name])
    if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} must be a whole number from 1 on, not '${values[name]}'.`)
    return String(value)
  }
  return { BOOKFLOW_FUZZ_REQUESTS: whole('requests'), BOOKFLOW_FUZZ_SEED: whole('seed') }
}

try {
  runTests('config/fuzz.test.ts', settings(), 'answers whatever it is sent')
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
