/**
 * Turns what PostgreSQL printed before it gave up into a sentence with the fix. Refuses nothing; an unknown failure keeps PostgreSQL's own words.
 * Without it the person at the first start reads a log file they did not know exists.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const explanations: readonly [RegExp, (found: RegExpMatchArray) => string][] = [
  [/No space left on device/, () => 'The disk is full. Free some space (about 300 MB are needed at the first start), then start again; the data is unharmed.'],
  [/could not look up effective user ID (\d+)/, (found) => `PostgreSQL needs a name for user ${found[1]}, and /etc/passwd has none. Start as root or as a named user, or set DATABASE_URL.`],
  [/Disk quota exceeded/, () => 'The disk quota is used up. Free some space, then start again; the data is unharmed.'],
  [/could not bind IPv4 address "([^"]+)": Address already in use/, (found) => `Its TCP port on ${found[1]} is taken by another program. Choose another port, or leave it out to use the socket only.`],
  [/initialized by PostgreSQL version (\S+),? which is not compatible with this version (\S+)/, (found) => `The data was written by PostgreSQL ${found[1]}, the embedded one is ${found[2]}.`],
  [/could not (?:create|resize) shared memory segment.*|could not map anonymous shared memory.*/, (found) => `The machine grants too little shared memory (${found[0]}). Free memory, or raise the container's limit.`],
  [/could not locate a valid checkpoint record|invalid checkpoint record|incorrect checksum in control file|could not open file "global\/pg_control"/, () => 'The data folder is damaged. Restore it from a backup, or move it away to start afresh.'],
  [/database files are incompatible with server/, () => 'The data folder is damaged, or another build of PostgreSQL wrote it. Restore it from a backup, or move it away to start afresh.'],
  [/invalid value for parameter "([^"]+)": "([^"]*)"|unrecognized configuration parameter "([^"]+)"/, (found) => `A server setting is wrong: ${found[0]}.`],
]

/** @returns one paragraph: what failed, why, the fix, and where the log is. */
export function explainFailure(what: string, output: string, logFile: string | null): string {
  const words = output.trim()
  const known = explanations.flatMap(([pattern, explain]) => {
    const found = words.match(pattern)
    return found ? [explain(found)] : []
  })
  const reason = known[0] ?? `PostgreSQL said:\n${words.split('\n').slice(-12).join('\n') || '(nothing)'}`
  return `${what}. ${reason}${logFile ? `\nThe full log is ${logFile}` : ''}`
}

const systemErrors: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full. Free some space, then start again; the data is unharmed.',
  EDQUOT: 'The disk quota is used up. Free some space, then start again; the data is unharmed.',
  ENOTDIR: 'Something on the way is no folder. Choose another data folder.',
  EEXIST: 'Something on the way is no folder. Choose another data folder.',
  EROFS: 'The file system is read-only. Choose a data folder on another one.',
  EACCES: 'This user may not write there. Give the folder to this user, or choose another data folder.',
  EPERM: 'The system forbids it: a container may be denied changing owners or users (CAP_CHOWN, CAP_SETUID, CAP_SETGID). Start as an ordinary user instead of root, or set DATABASE_URL.',
}

/** The same for what the system refused to this process before PostgreSQL was asked; other errors pass unchanged. */
export function explainSystemError(error: unknown, folder: string): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException
  const reason = systemErrors[code]
  return reason === undefined ? error : new Error(`The embedded PostgreSQL cannot use ${folder}. ${reason} (${message})`, { cause: error })
}

/** True when backends of a killed server still hold its shared memory: they leave within moments. */
export function willPass(output: string): boolean {
  return /pre-existing shared memory block .* is still in use|lock file ".*" already exists/.test(output)
}

/** The end of a file written since `from` (bytes), at most 16 kB. */
export function tailSince(path: string, from: number): string {
  const file = openSync(path, 'r')
  try {
    const size = fstatSync(file).size
    const start = Math.max(from, size - 16_384)
    const buffer = Buffer.alloc(Math.max(0, size - start))
    readSync(file, buffer, 0, buffer.length, start)
    return buffer.toString('utf8')
  } finally {
    closeSync(file)
  }
}
