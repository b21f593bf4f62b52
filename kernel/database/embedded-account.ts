/**
 * Which account runs the embedded server. PostgreSQL refuses uid 0, so root hands over to the owner of an existing folder, else to `nobody`.
 * Refuses a folder of somebody else's when not root. Without it `npm start` would fail in every container.
 */
import { chownSync, lstatSync, mkdirSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Account {
  uid: number
  gid: number
  /** True when the server runs as another account than this process. */
  switched: boolean
}

/** @throws when the folder belongs to somebody else and this process may not act for them. */
export function chooseAccount(dataDir: string): Account {
  const me = process.getuid?.() ?? -1
  const owner = lstatSync(dataDir, { throwIfNoEntry: false })
  if (me !== 0) {
    if (owner && owner.uid !== me) {
      throw new Error(
        `The data folder ${dataDir} belongs to user ${owner.uid}, this process runs as user ${me}. Start as that user (or as root), or give it to yourself: sudo chown -R ${me} ${dataDir}`,
      )
    }
    return { uid: me, gid: process.getgid?.() ?? -1, switched: false }
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, switched: true }
  return { ...nobody(), switched: true }
}

function nobody(): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'))
  const [, , uid, gid] = line?.split(':') ?? []
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) }
}

/** Makes a folder only the account can enter. */
export function privateFolder(path: string, account: Account): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  if (account.switched) chownSync(path, account.uid, account.gid)
}

/**
 * A short folder for the socket (sun_path holds 107 bytes), the same for every process that asks for this data folder.
 * The mode 0700 is what guards the server's `trust` over the socket, so a folder that is not the account's own is refused.
 */
export function socketFolder(dataDir: string, account: Account): string {
  const name = `bookflow-${createHash('sha256').update(`${account.uid}:${dataDir}`).digest('hex').slice(0, 10)}`
  const base = Buffer.byteLength(join(tmpdir(), name)) <= 80 ? tmpdir() : '/tmp'
  const path = join(base, name)
  const before = lstatSync(path, { throwIfNoEntry: false })
  if (!before) privateFolder(path, account)
  const now = lstatSync(path)
  if (!now.isDirectory() || now.uid !== account.uid || (now.mode & 0o077) !== 0) {
    throw new Error(`The socket folder ${path} exists and is not a private folder of user ${account.uid}. Remove it, then start again.`)
  }
  return path
}
