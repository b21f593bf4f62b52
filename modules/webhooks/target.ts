/** From the URL of an endpoint to what may be connected to. What the text alone shows is refused when it is saved, the rest at each connection. */
import { isIP } from 'node:net'
import type { Told } from '#kernel/contract'
import { say } from '#kernel/language'
import type { AddressRules } from './address-rules.js'

export interface Target {
  url: URL
  /** Without brackets and final dot. */
  hostname: string
  /** True: https on 443 or 8443, so that any public address will do. False: only inside a network the operator named. */
  strict: boolean
}

const ports = new Set(['', '443', '8443'])

/** Names that never mean a public host (RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
const localNames = /(^|\.)(localhost|local|internal|home\.arpa|localdomain|alt|onion|test|invalid|example)$/

/** @returns the target, or what is wrong with the URL and how to mend it */
export function targetOf(text: string, rules: AddressRules): Target | { fault: Told } {
  if (!URL.canParse(text)) return { fault: say`Must be a URL like https://example.org/hooks.` }
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { fault: say`Must begin with https://.` }
  if (url.username !== '' || url.password !== '') return { fault: say`Must not carry a user name or password; check the signature instead.` }
  if (url.hash !== '') return { fault: say`Must not have a fragment (#...).` }
  const hostname = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '').toLowerCase()
  if (hostname === '' || hostname.endsWith('.')) return { fault: say`Must name a host.` }
  const strict = url.protocol === 'https:' && ports.has(url.port)
  const target = { url, hostname, strict }
  if (isIP(hostname) !== 0) return mayConnect(target, hostname, rules) ? target : { fault: forbidden(strict, say`This address`) }
  if (rules.hasPrivate) return target
  if (!strict) return { fault: forbidden(false, say`This host`) }
  if (localNames.test(hostname) || !hostname.includes('.')) return { fault: say`Must name a public host.` }
  return target
}

/** Whether a connection for this target may go to this address. */
export function mayConnect({ strict }: Target, address: string, rules: AddressRules): boolean {
  return rules.isPrivate(address) || (strict && rules.isPublic(address))
}

function forbidden(strict: boolean, what: Told): Told {
  return strict ? say`${what} is not public. Name a public one, or have an operator allow its network (BOOKFLOW_WEBHOOK_ALLOW_CIDRS).` : say`Must be https on port 443 or 8443.`
}
