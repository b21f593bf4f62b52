import { mergeConfig } from 'vitest/config'
import tests from './vitest.config.js'

/** What `npm run prove` measures beside the guards: one file at a time, on a machine that has nothing else to do. */
const { test, ...rest } = tests
export default mergeConfig({ ...rest, test: { ...test, include: [], exclude: ['**/node_modules/**', '**/dist/**'] } }, { test: { include: ['config/invariants/*.statistics.test.ts', 'modules/bookings/booking-model.test.ts'], maxWorkers: 1, fileParallelism: false, testTimeout: 1_800_000 } })
