/** `npm run matrix`: writes docs/role-matrix.md from what the product allows whom. The diff is what a review looks at. */
import { runTests } from './test-run.js'

runTests('config/role-matrix.test.ts', { UPDATE_GOLDEN: '1' })
