/** The order of the test files: what takes longest begins first, so that no core waits for the other at the end. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longer than their size tells, the longest first; a checkout that has run the tests before goes by what they took. */
const slowest = [
  'ui/journeys/screens.test.ts',
  'scripts/new-module.test.ts',
  'config/kill-points.test.ts',
  'config/delivery-kills.test.ts',
  'scripts/start.test.ts',
  'ui/journeys/',
  'config/invariants/abuse.test.ts',
  'modules/webhooks/crash.test.ts',
  'config/invariants/slow-sockets.test.ts',
  'scripts/migrate.test.ts',
  'scripts/worker-death.test.ts',
]

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = slowest.findIndex((path) => moduleId.includes(`/${path}`))
      return found < 0 ? slowest.length : found
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}
