import { Client } from 'pg'
import { connectionOf } from '#kernel/database/connection'

const OLDEST = 16

/**
 * Connects once. @returns the major version
 * @throws with the fix when the server does not answer, does not let us in, or is older than 16
 */
export async function checkServer(url: string): Promise<number> {
  const connection = connectionOf(url)
  const client = new Client({ ...connection, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number }>("select current_setting('server_version_num')::int / 10000 as version")
    const version = rows[0]?.version ?? 0
    if (version < OLDEST) throw new Error(`The PostgreSQL at ${connection.host} is version ${version}; BookFlow needs ${OLDEST} or later.`)
    return version
  } catch (error) {
    throw explained(error as Error & { code?: string }, connection)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function explained(error: Error & { code?: string }, { host, port, user, database }: ReturnType<typeof connectionOf>): Error {
  const known: Record<string, string> = {
    ECONNREFUSED: `No PostgreSQL answers at ${host}:${port}. Is it running, and is the URL right?`,
    ENOENT: `There is no PostgreSQL socket in ${host}. Is it running, and is the URL right?`,
    ENOTFOUND: `The name ${host} is not known. Check the URL.`,
    ETIMEDOUT: `${host}:${port} does not answer. Check the URL, the network and the firewall.`,
    '28P01': `The server refuses the password of '${user}', or knows no such role (npm run migrate -- --create-roles makes it). Special characters in the URL are percent-encoded.`,
    '28000': `The server does not let '${user}' in (pg_hba.conf, or the role may not log in).`,
    '3D000': `There is no database '${database}'. Create it: create database ${database}`,
    '42501': `'${user}' may not connect to '${database}'. Run npm run migrate -- --create-roles.`,
  }
  const reason = error.code === undefined ? undefined : known[error.code]
  return reason === undefined ? error : new Error(reason, { cause: error })
}
