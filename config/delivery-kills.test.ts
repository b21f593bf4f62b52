/** INV-6: messages under random kills of web, both workers and PostgreSQL. `npm run chaos -- messages` is the long form. `npm test` has compiled what runs by now. */
import { expect, it } from 'vitest'
import { runMessages } from '../scripts/chaos/message-run.js'
import { Chance } from '../scripts/chaos/random.js'

it('loses nothing, and repeats only under the same id', async () => {
  const bookings = 50
  const result = await runMessages({ durable: false, bookings, kills: 12, chance: new Chance(20_261_123), longestMs: 180_000, say: () => undefined })
  expect(result.violations).toEqual([])
  expect(result).toMatchObject({ acknowledged: bookings, mails: bookings, deliveries: 2 * bookings })
  expect([...result.kills.values()].reduce((sum, n) => sum + n, 0)).toBe(12)
  expect(result.kills.size, 'workers, web and PostgreSQL are all among the killed').toBeGreaterThanOrEqual(4)
}, 450_000)
