/** An address cut down to its network: enough to tell an office from an attacker, not enough to tell one person from the next. */
import { isIPv4, isIPv6 } from 'node:net'

/** @returns `a.b.c.0/24`, or the /48 of an IPv6 address; null for what is no address */
export function networkOf(ip: string | null): string | null {
  if (ip === null) return null
  const bare = ip.replace(/%.*$/, '')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1]
  if (mapped !== undefined || isIPv4(bare)) return `${(mapped ?? bare).split('.').slice(0, 3).join('.')}.0/24`
  return isIPv6(bare) ? `${prefixOf(bare)}::/48` : null
}

/** The first three groups, written out where `::` left them out. */
function prefixOf(address: string): string {
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  if (tail !== undefined) {
    // A dotted end stands for two groups.
    const after = tail === '' ? 0 : tail.split(':').length + (tail.includes('.') ? 1 : 0)
    while (groups.length + after < 8) groups.push('0')
    if (tail !== '') groups.push(...tail.split(':'))
  }
  return groups.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16)).join(':')
}
