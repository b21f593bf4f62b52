/** How Node runs a web or worker process (docs/operations.md, Memory): one list for the launcher, the benchmark and, read there by itself, the bootstrap. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './project-root.js'

export const processFlags: readonly string[] = (JSON.parse(readFileSync(join(projectRoot, 'config', 'node-flags.json'), 'utf8')) as { flags: string[] }).flags
