/** Whether two things take the same time, by medians and by the Kolmogorov-Smirnov test of two samples (Press et al., Numerical Recipes, 14.3.3). */

export interface Comparison {
  /** Of the medians, as a part of the second. */
  delta: number
  median_difference_ms: number
  /** How often two samples of one distribution differ as much. */
  p: number
}

/** Asks both in turn, in an order that changes, so that whatever slows the machine slows both. */
export async function compareTimes(rounds: number, first: () => Promise<void>, second: () => Promise<void>): Promise<Comparison> {
  const times: [number[], number[]] = [[], []]
  const timed = async (which: 0 | 1) => {
    const begun = performance.now()
    await (which === 0 ? first : second)()
    times[which].push(performance.now() - begun)
  }
  for (let round = 0; round < rounds + 100; round += 1) {
    if (round === 100) times[0].length = times[1].length = 0
    const order = round % 4 === 1 || round % 4 === 2 ? ([1, 0] as const) : ([0, 1] as const)
    for (const which of order) await timed(which)
  }
  const [a, b] = times.map((each) => each.sort((x, y) => x - y)) as [number[], number[]]
  const median = (sorted: readonly number[]) => sorted[Math.floor(sorted.length / 2)]!
  return { delta: median(a) / median(b) - 1, median_difference_ms: median(a) - median(b), p: sameDistribution(a, b) }
}

/** @param a sorted @param b sorted */
export function sameDistribution(a: readonly number[], b: readonly number[]): number {
  let [i, j, distance] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const at = Math.min(a[i]!, b[j]!)
    while (i < a.length && a[i]! <= at) i += 1
    while (j < b.length && b[j]! <= at) j += 1
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length))
  }
  const n = Math.sqrt((a.length * b.length) / (a.length + b.length))
  const lambda = (n + 0.12 + 0.11 / n) * distance
  let [sum, sign] = [0, 1]
  for (let k = 1; k <= 100; k += 1) {
    sum += sign * Math.exp(-2 * lambda * lambda * k * k)
    sign = -sign
  }
  return lambda < 0.2 ? 1 : Math.min(1, Math.max(0, 2 * sum))
}
