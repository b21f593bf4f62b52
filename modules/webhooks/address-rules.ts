/**
 * Which addresses a webhook may be sent to: public unicast ones, or those of networks the operator named. The IANA special-purpose registries
 * (RFC 6890, as of 2026) and what clouds serve their metadata on are closed. IPv6 is open in 2000::/3 only, so that every form that wraps an
 * IPv4 address (::ffff:0:0/96, 64:ff9b::/96, ::/96) is closed by lying outside of it, and 6to4 and Teredo by name.
 */
import { BlockList, isIP } from 'node:net'

const closed4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24',
  '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
  // Azure's host: public by its number, private by its meaning.
  '168.63.129.16/32',
]
const closed6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const version = isIP(address)
    list.addSubnet(address, Number(bits), version === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}

const closed = listOf([...closed4, ...closed6])
const open6 = listOf(['2000::/3'])

export class AddressRules {
  private readonly allowed: BlockList
  /** True when the operator named private networks at all. */
  readonly hasPrivate: boolean

  /** @param networks CIDRs the operator named (BOOKFLOW_WEBHOOK_ALLOW_CIDRS) */
  constructor(networks: readonly string[]) {
    this.allowed = listOf(networks)
    this.hasPrivate = networks.length > 0
  }

  /** True for an address of a network the operator named. */
  isPrivate(address: string): boolean {
    const version = isIP(address)
    return version !== 0 && this.allowed.check(address, version === 4 ? 'ipv4' : 'ipv6')
  }

  /** True for a public unicast address. Anything that is not written as a plain address is none. */
  isPublic(address: string): boolean {
    const version = isIP(address)
    if (version === 4) return !closed.check(address, 'ipv4')
    if (version === 6) return !address.includes('%') && open6.check(address, 'ipv6') && !closed.check(address, 'ipv6')
    return false
  }
}
