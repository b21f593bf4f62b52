/**
 * What every connection of a process asks of the server when it opens. Refuses nothing. Without it a peer that went away without a word would keep its
 * session, its locks and its place in the server for hours.
 */

/**
 * The server gives a client up that acknowledges nothing for ten seconds, or is silent and does not answer its probes. What a client can do by itself is
 * probing (keepAlive below) and not waiting longer than query_timeout: Node offers no TCP_USER_TIMEOUT. Over a Unix socket, where no peer is lost in silence,
 * the server takes these and they mean nothing.
 */
export const peerLimits = { tcp_user_timeout: 10_000, tcp_keepalives_idle: 5, tcp_keepalives_interval: 2, tcp_keepalives_count: 3 } as const

/** Node's side: probing begins after 5 s of silence, then each second ten times (libuv). */
export const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 5_000 } as const

/** @returns libpq's `options` of a connection */
export function sessionOptions(settings: Readonly<Record<string, string | number>>): string {
  return Object.entries({ ...peerLimits, timezone: 'UTC', ...settings })
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}
