/** A database URL taken apart. Unix sockets stand in `?host=/directory`, as libpq writes them. */
export interface Connection {
  host: string
  port: number
  user: string
  password?: string
  database: string
  ssl?: boolean | { rejectUnauthorized: boolean }
}

/**
 * @param url e.g. `postgres://bookflow_app:secret@db.example.org/bookflow?sslmode=require`, `postgres://bookflow_app@/bookflow?host=/run/pg&port=5432`
 * @throws naming the part that is missing
 */
export function connectionOf(url: string): Connection {
  const parsed = parse(url)
  const database = decodeURIComponent(parsed.pathname.slice(1))
  const user = decodeURIComponent(parsed.username)
  if (!user) throw new Error('The database URL names no user: postgres://USER@host/database.')
  if (!database) throw new Error('The database URL names no database: postgres://user@host/DATABASE.')
  const sslmode = parsed.searchParams.get('sslmode')
  return {
    host: parsed.searchParams.get('host') ?? (parsed.hostname || 'localhost'),
    port: Number(parsed.searchParams.get('port') ?? (parsed.port || 5432)),
    user,
    database,
    ...(parsed.password ? { password: decodeURIComponent(parsed.password) } : {}),
    // libpq: `require` encrypts without checking the certificate, `verify-*` checks it.
    ...(sslmode && sslmode !== 'disable' ? { ssl: { rejectUnauthorized: sslmode.startsWith('verify') } } : {}),
  }
}

/** WHATWG URLs refuse an empty host with credentials, which libpq allows for sockets. */
function parse(url: string): URL {
  if (!/^postgres(ql)?:\/\//.test(url)) throw new Error('A database URL starts with postgres:// or postgresql://.')
  try {
    return new URL(url.replace(/^postgres(ql)?:\/\/([^/@]*@)?\//, 'postgres://$2localhost/'))
  } catch {
    throw new Error('The database URL cannot be read. Its form: postgres://user:password@host:5432/database (special characters percent-encoded).')
  }
}
