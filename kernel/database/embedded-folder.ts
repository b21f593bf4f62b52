/**
 * The data folder: checked, or made with initdb in a folder beside it that is renamed when complete.
 * Refuses foreign folders, other versions and a full disk. Without it a first start that is killed half-way leaves a folder nobody can use.
 */
import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { privateFolder, type Account } from './embedded-account.js'
import { EMBEDDED_MAJOR, type Binaries } from './embedded-binaries.js'
import { explainFailure } from './embedded-failure.js'

export const SUPERUSER = 'postgres'
const NEEDED_MB = { first: 300, later: 64 }

/**
 * How the server is told its folder. Another account may be unable to walk there (a checkout in root's home), but it may stand in it:
 * it is started there, and /proc/self/cwd names it without a walk.
 */
export const folderArgument = (dataDir: string, account: Account): string => (account.switched ? '/proc/self/cwd' : dataDir)

/** @throws with the folder's name and the fix when it cannot be used. */
export async function prepareFolder(dataDir: string, binaries: Binaries, account: Account): Promise<void> {
  const exists = existsSync(dataDir) && readdirSync(dataDir).length > 0
  if (exists) checkVersion(dataDir)
  checkSpace(dirname(dataDir), exists ? NEEDED_MB.later : NEEDED_MB.first)
  if (!exists) await initialise(dataDir, binaries, account)
}

function checkVersion(dataDir: string): void {
  const afresh = `Move it away to start afresh (mv ${dataDir} ${dataDir}.old)`
  const file = join(dataDir, 'PG_VERSION')
  if (!existsSync(file)) {
    throw new Error(`${dataDir} is not empty and is no PostgreSQL data folder (it has no PG_VERSION). ${afresh}, or choose another folder.`)
  }
  const version = readFileSync(file, 'utf8').trim()
  if (!/^\d{1,2}(\.\d+)?$/.test(version)) {
    throw new Error(`The data folder ${dataDir} is damaged: its PG_VERSION reads ${JSON.stringify(version.slice(0, 40))} instead of ${EMBEDDED_MAJOR}. Restore it from a backup. ${afresh}.`)
  }
  if (version !== String(EMBEDDED_MAJOR)) {
    throw new Error(`The data folder ${dataDir} was made by PostgreSQL ${version}, the embedded one is ${EMBEDDED_MAJOR}. ${afresh}, or run a PostgreSQL ${version} on it and set DATABASE_URL.`)
  }
}

function checkSpace(folder: string, needed: number): void {
  const { bavail, bsize } = statfsSync(folder)
  const free = Math.floor((bavail * bsize) / 1_048_576)
  if (free < needed) {
    throw new Error(`The disk of ${folder} has ${free} MB free; the embedded PostgreSQL needs ${needed} MB. Free some space, then start again.`)
  }
}

async function initialise(dataDir: string, binaries: Binaries, account: Account): Promise<void> {
  const draft = `${dataDir}.new`
  rmSync(draft, { recursive: true, force: true })
  privateFolder(draft, account)
  const args = ['-U', SUPERUSER, '--auth-local=trust', '--auth-host=scram-sha-256', '--locale=C.UTF-8', '--encoding=UTF8', '--no-instructions', '--no-sync']
  const { code, output } = await run(binaries.initdb, ['-D', folderArgument(draft, account), ...args], draft, account)
  if (code !== 0) {
    rmSync(draft, { recursive: true, force: true })
    throw new Error(explainFailure(`The embedded PostgreSQL could not be set up in ${dataDir}`, output, null))
  }
  mkdirSync(join(draft, 'owners'))
  if (account.switched) chownSync(join(draft, 'owners'), account.uid, account.gid)
  renameSync(draft, dataDir)
}

function run(program: string, args: string[], cwd: string, account: Account): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      ...(account.switched ? { uid: account.uid, gid: account.gid } : {}),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: serverEnvironment(),
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

/** Nothing of the caller's environment: PGDATA, PGPORT, LC_* or a secret would leak into the server. */
export const serverEnvironment = (): NodeJS.ProcessEnv => ({ PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' })
