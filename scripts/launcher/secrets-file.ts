import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { SECRET_SETTINGS } from '#config/env'
import { newSecret, secretProblem } from '#config/secrets'
import { LaunchError } from './progress.js'

export type Secrets = Record<(typeof SECRET_SETTINGS)[number], string>

/**
 * The launcher's secrets: made at the first start, kept in a file only its owner can read. A later version's further secrets are added.
 * @param databaseExists with a database but without its pepper nobody could log in again, so that is refused
 */
export function loadSecrets(path: string, databaseExists: boolean): Secrets {
  const kept = existsSync(path) ? read(path) : {}
  if (databaseExists && kept.BOOKFLOW_PASSWORD_PEPPER === undefined) {
    throw new LaunchError(`${path} is missing, and the passwords in the database are useless without it. Put it back, or move the whole data folder away to start afresh.`)
  }
  const secrets = Object.fromEntries(SECRET_SETTINGS.map((name) => [name, kept[name] ?? newSecret()])) as Secrets
  if (SECRET_SETTINGS.some((name) => kept[name] === undefined)) write(path, { ...kept, ...secrets })
  chmodSync(path, 0o600)
  return secrets
}

function read(path: string): Partial<Secrets> {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw new LaunchError(`${path} cannot be read as JSON. Put back an earlier copy: the passwords in the database are useless without it.`)
  }
  const kept = content as Partial<Secrets>
  for (const name of SECRET_SETTINGS) {
    const problem = kept[name] === undefined ? null : secretProblem(String(kept[name]))
    if (problem) throw new LaunchError(`${name} in ${path} ${problem}. Put back an earlier copy of the file.`)
  }
  return kept
}

/** Complete or not at all: half a file would lock everybody out. */
function write(path: string, content: object): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
