/** Runs one test file of the suite as a command, with settings of its own; what `npm run matrix` and `npm run fuzz` share. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from './project-root.js'

/** Ends this process with the outcome of the tests. @param only part of a test's name @param after told whether they passed */
export function runTests(file: string, settings: Readonly<Record<string, string>>, only?: string, after?: (passed: boolean) => void): void {
  const vitest = join(projectRoot, 'node_modules', '.bin', 'vitest')
  const args = ['run', '--config', 'config/vitest.config.ts', file, ...(only === undefined ? [] : ['-t', only])]
  const run = spawn(vitest, args, { cwd: projectRoot, stdio: 'inherit', env: { ...process.env, ...settings } })
  // Ctrl-C reaches the tests by itself; this process stays to say how they ended.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => run.kill(signal))
  run.on('error', (error) => {
    console.error(error.message)
    process.exitCode = 1
  })
  run.on('close', (code) => {
    process.exitCode = code ?? 1
    after?.(code === 0)
  })
}
