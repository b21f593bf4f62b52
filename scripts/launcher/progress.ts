/** One line per step with its time; what failed says so on the same line. */
export async function step<T>(what: string, work: () => Promise<T>, outcome: (result: T) => string = () => 'done'): Promise<T> {
  const begun = performance.now()
  const time = (): string => `${((performance.now() - begun) / 1000).toFixed(1)} s`
  process.stdout.write(`  ${what} ... `)
  try {
    const result = await work()
    process.stdout.write(`${outcome(result)} (${time()})\n`)
    return result
  } catch (error) {
    process.stdout.write(`failed (${time()})\n`)
    throw error
  }
}

/** A failure whose message says what to do; printed without a stack. */
export class LaunchError extends Error {
  override name = 'LaunchError'
}
