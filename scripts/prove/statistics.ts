/** What only statistics can show (times that must not tell anything apart, ten thousand histories): run with `npm run prove`, not with the tests, which are deterministic. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '../project-root.js'

/** @returns 0 when all of it held */
export function runStatistics(say: (line: string) => void): Promise<number> {
  say('· times that must tell nothing, and ten thousand histories ...')
  return new Promise((resolve) => {
    const run = spawn(join(projectRoot, 'node_modules', '.bin', 'vitest'), ['run', '--config', 'config/vitest.statistics.config.ts'], { cwd: projectRoot, stdio: 'inherit', env: { ...process.env, BOOKFLOW_HISTORIES: '1000' } })
    run.on('error', () => resolve(1))
    run.on('close', (code) => resolve(code === 0 ? 0 : 1))
  })
}
