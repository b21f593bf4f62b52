import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { SlowestFirst } from './testing/slowest-first.js'

/**
 * Tests run on the sources (`development` condition of package.json "imports"), in the server's environment.
 * Two workers at most: each clones a database from the template, and the product promises its times on two cores.
 */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { conditions: ['development'] },
  // Vitest hands these to Node as --conditions: `import` among them would make `require` of a dual package return its ES module.
  ssr: { resolve: { conditions: ['development'] } },
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    include: ['{kernel,modules,config,scripts,migrations,ui}/**/*.test.{ts,tsx}'],
    exclude: ['**/*.statistics.test.ts', '**/node_modules/**', '**/dist/**', '**/build/**', '**/.react-router/**'],
    globalSetup: ['config/testing/global-setup.ts'],
    setupFiles: ['reflect-metadata'],
    sequence: { sequencer: SlowestFirst },
    // How long a thing may take on a busy machine says nothing about it: these only end what would never end.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    passWithNoTests: false,
  },
})
