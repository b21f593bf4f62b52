import { fc } from '#kernel/testing/properties'
import { describe, expect, it } from 'vitest'
import { ownPath } from './own-path.js'

describe('ownPath', () => {
  it('keeps a path of this site with its query', () => {
    expect(ownPath('/app/bookings?mine=true#x', '/app')).toBe('/app/bookings?mine=true#x')
  })

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '', '/a\nb', '/\t/evil.example', null])('refuses %j', (value) => {
    expect(ownPath(value, '/app')).toBe('/app')
  })

  it('never leaves the origin, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string().map((text) => `/${text}`), fc.webUrl()), (value) => {
        expect(new URL(ownPath(value, '/app'), 'https://here.example').origin).toBe('https://here.example')
      }),
    )
  })
})
