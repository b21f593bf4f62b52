import { describe, expect, it } from 'vitest'
import { closingCookies, cookieNames, openingCookies, readSessionCookies } from './session-cookies.js'

const tokens = { access_token: 'a.b-c', expires_in: 900, refresh_token: 'r_1' }

describe('session cookies', () => {
  it('are __Host- and Secure over https, and neither over plain http, where a browser would drop them', () => {
    expect(openingCookies(tokens, { secure: true, idleSeconds: 60 })).toEqual([
      '__Host-bookflow_access=a.b-c; Max-Age=900; Path=/; HttpOnly; Secure; SameSite=Lax',
      '__Host-bookflow_refresh=r_1; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax',
    ])
    expect(openingCookies(tokens, { secure: false, idleSeconds: 60 }).join()).not.toMatch(/Secure|__Host-/)
  })

  it('never name a domain: a sibling host must not receive them', () => {
    expect([...openingCookies(tokens, { secure: true, idleSeconds: 60 }), ...closingCookies({ secure: true, idleSeconds: 60 })].join()).not.toMatch(/domain/i)
  })

  it('are read back, and only under their own name', () => {
    const { access, refresh } = cookieNames(true)
    expect(readSessionCookies(`x=1; ${access}=a.b-c; ${refresh}=r_1`, true)).toEqual({ access: 'a.b-c', refresh: 'r_1' })
    expect(readSessionCookies('bookflow_access=planted', true)).toEqual({ access: undefined, refresh: undefined })
    expect(readSessionCookies(`${access}=%zz; ${refresh}=`, true)).toEqual({ access: undefined, refresh: undefined })
    expect(readSessionCookies(undefined, false)).toEqual({ access: undefined, refresh: undefined })
  })
})
