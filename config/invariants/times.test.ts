import { expect, it } from 'vitest'
import { sameDistribution } from '#config/testing/times'

const sorted = (make: (n: number) => number) => Array.from({ length: 400 }, (_, n) => make(n)).sort((a, b) => a - b)

it('INV-14: the test of times knows equal ones from those of which some take longer', () => {
  const even = sorted((n) => (n * 7919) % 400)
  expect(sameDistribution(even, sorted((n) => (n * 6007 + 13) % 400))).toBeGreaterThan(0.5)
  expect(sameDistribution(even, sorted((n) => ((n * 7919) % 400) + 60))).toBeLessThan(0.001)
  // One in five takes much longer: the medians hardly differ, the distributions do.
  expect(sameDistribution(even, sorted((n) => ((n * 7919) % 400) + (n % 5 === 0 ? 800 : 0)))).toBeLessThan(0.001)
})
