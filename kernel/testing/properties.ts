/** fast-check for the tests: what is made up is the same in every run, so that a run that fails does so for everybody. `BOOKFLOW_SEED` makes up something else. */
import fc from 'fast-check'
import { inject } from 'vitest'

fc.configureGlobal({ seed: inject('seed') })

export { fc }
