import { describe, expect, it } from 'vitest'
import { comesFromOwnPages } from './origin-check.js'

const publicOrigin = 'https://book.example.org'

describe('comesFromOwnPages', () => {
  it.each([
    ['a page of this site, as the browser says', { 'sec-fetch-site': 'same-origin', origin: publicOrigin, host: 'book.example.org' }, true],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', host: 'book.example.org' }, false],
    ['a sibling site', { 'sec-fetch-site': 'same-site', origin: 'https://other.example.org', host: 'book.example.org' }, false],
    ['another site that claims our origin', { 'sec-fetch-site': 'cross-site', origin: publicOrigin, host: 'book.example.org' }, false],
    ['no fetch metadata, the public origin', { origin: publicOrigin, host: 'internal:3000' }, true],
    ['no fetch metadata, the host itself, as on a LAN', { origin: 'http://192.168.1.5:3000', host: '192.168.1.5:3000' }, true],
    ['no fetch metadata, another port of the host', { origin: 'http://192.168.1.5:4000', host: '192.168.1.5:3000' }, false],
    ['a sandboxed frame', { origin: 'null', host: 'book.example.org' }, false],
    ['an origin that is no URL', { origin: 'book.example.org', host: 'book.example.org' }, false],
    ['neither header', { host: 'book.example.org' }, false],
  ])('%s', (_name, headers, verdict) => {
    expect(comesFromOwnPages(headers, publicOrigin)).toBe(verdict)
  })
})
