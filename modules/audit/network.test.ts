import { describe, expect, it } from 'vitest'
import { networkOf } from './network.js'

describe('networkOf', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff', '2001:db8:aaaa::/48'],
    ['2001:db8::1', '2001:db8:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
    ['::1', '0:0:0::/48'],
    ['2001:db8:1::', '2001:db8:1::/48'],
    ['64:ff9b::192.0.2.33', '64:ff9b:0::/48'],
    ['unix:', null],
    ['', null],
    [null, null],
  ])('cuts %s to %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network)
  })
})
