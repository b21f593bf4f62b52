/**
 * The four database roles and who may become whom. Refuses to serve as an owner, superuser or BYPASSRLS role.
 * Without it row-level security would be decoration: owners and superusers walk around it.
 */
import { Client } from 'pg'
import type { DataSource } from 'typeorm'
import { connectionOf } from './connection.js'

export interface RolePasswords {
  /** null: no password, for clusters reached over a private socket. */
  owner: string | null
  app: string | null
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`
const identifier = (text: string) => `"${text.replaceAll('"', '""')}"`

/**
 * The SQL an operator runs once as an administrator of the cluster.
 * `bookflow_cross` is granted without inheritance: its policies apply only after SET ROLE, never to ordinary requests.
 */
export function rolesSql(database: string, passwords: RolePasswords): string[] {
  const login = (name: string, password: string | null) => [
    `do $$ begin if not exists (select from pg_roles where rolname = '${name}') then create role ${name}; end if; end $$`,
    `alter role ${name} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls${password === null ? '' : ` password ${literal(password)}`}`,
  ]
  const group = (name: string) => [
    `do $$ begin if not exists (select from pg_roles where rolname = '${name}') then create role ${name} nologin nosuperuser nobypassrls; end if; end $$`,
  ]
  return [
    ...login('bookflow_owner', passwords.owner),
    ...login('bookflow_app', passwords.app),
    ...group('bookflow_cross'),
    ...group('bookflow_lookup'),
    `grant bookflow_cross to bookflow_app with inherit false, set true`,
    `grant bookflow_lookup to bookflow_owner with inherit false, set true`,
    `alter database ${identifier(database)} owner to bookflow_owner`,
    `revoke all on database ${identifier(database)} from public`,
    `grant connect on database ${identifier(database)} to bookflow_app`,
  ]
}

/** Creates or mends the roles. @param adminUrl a role that may create roles, connected to the database BookFlow will live in */
export async function createRoles(adminUrl: string, passwords: RolePasswords): Promise<void> {
  const connection = connectionOf(adminUrl)
  const client = new Client(connection)
  await client.connect()
  try {
    for (const statement of rolesSql(connection.database, passwords)) await client.query(statement)
  } finally {
    await client.end()
  }
}

/**
 * Also what the role may become by SET ROLE counts, and a cross role it inherits: the policies of that one would then apply to every request.
 * @throws with the fix when the application's role could walk around row-level security
 */
export async function assertApplicationRole(dataSource: DataSource): Promise<void> {
  const [role] = await dataSource.query<{ name: string; reason: string | null; version: number }[]>(`
    select current_user as name, current_setting('server_version_num')::int as version,
           case when rolsuper then 'a superuser'
                when rolbypassrls then 'BYPASSRLS'
                when exists (select from pg_roles r where (r.rolsuper or r.rolbypassrls) and pg_has_role(current_user, r.oid, 'member')) then 'a member of a role that is superuser or BYPASSRLS'
                when exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and pg_has_role(current_user, c.relowner, 'member')) then 'the owner of tables, or a member of theirs'
                when exists (select from pg_roles r where r.rolname = 'bookflow_lookup' and pg_has_role(current_user, r.oid, 'member')) then 'a member of bookflow_lookup'
                when exists (select from pg_roles r where r.rolname = 'bookflow_cross' and pg_has_role(current_user, r.oid, 'usage')) then 'a member of bookflow_cross that inherits it'
           end as reason
    from pg_roles where rolname = current_user`)
  if (!role) throw new Error('The database does not know the role it let in. Check DATABASE_URL.')
  if (role.version < 160_000) throw new Error(`PostgreSQL ${Math.floor(role.version / 10_000)} is too old: BookFlow needs 16 or later.`)
  if (role.reason) {
    throw new Error(
      `DATABASE_URL connects as '${role.name}', which is ${role.reason}: row-level security would not hold. Use the role bookflow_app (npm run migrate -- --create-roles makes it).`,
    )
  }
}
