import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { consolePlugin } from './server.js'
import { fakeRest, type FakeRest } from './testing/fake-rest.js'

/** A console in miniature in place of the built one: each path exercises one duty of the plugin. */
const bundle = `export const entry = { module: { createConsoleHandler: () => async (request, { session, nonce }) => {
  const { pathname } = new URL(request.url)
  const text = (body, init) => new Response(body, init)
  if (pathname === '/cookies') return text('ok', { status: 418, headers: [['set-cookie', 'a=1'], ['set-cookie', 'b=2'], ['x-own', 'yes']] })
  if (pathname === '/nonce') return text(nonce.script)
  if (pathname === '/echo') return text(request.method + ' ' + request.url + ' ' + (await request.text()))
  if (pathname === '/stream') return text(new ReadableStream({ async start(c) { const e = new TextEncoder(); c.enqueue(e.encode('first')); await new Promise((r) => setTimeout(r, 300)); c.enqueue(e.encode('last')); c.close() } }))
  if (pathname === '/wait') { globalThis.consoleWaits?.(); await new Promise((r) => request.signal.addEventListener('abort', r)); globalThis.consoleSawAbort?.(); return text('') }
  if (pathname === '/login') { session.open((await session.sendAnonymously('POST', '/v1/auth/login', { body: { email: 'a', password: 'b' } })).body); return text('in') }
  if (pathname === '/logout') { session.close(); return text('out') }
  const answers = await Promise.all([session.send('GET', '/v1/auth/me'), session.send('POST', '/v1/bookings', { body: { title: 'x' } })])
  return text(answers.map(({ status }) => status).join())
} } }`

describe('consolePlugin', () => {
  let rest: FakeRest
  let buildDir: string

  beforeEach(async () => {
    buildDir = mkdtempSync(join(tmpdir(), 'console-'))
    for (const folder of ['server', 'client/assets']) mkdirSync(join(buildDir, folder), { recursive: true })
    writeFileSync(join(buildDir, 'package.json'), '{"type":"module"}')
    writeFileSync(join(buildDir, 'server/index.js'), bundle)
    writeFileSync(join(buildDir, 'client/assets/app-abc.js'), 'plain()')
    writeFileSync(join(buildDir, 'client/assets/app-abc.js.br'), 'squeezed')
    rest = await fakeRest()
    await rest.app.register(consolePlugin({ publicUrl: 'http://book.test', secureCookies: false, buildDir, sessions: { idleSeconds: 1_000 } }))
  })
  afterEach(async () => {
    await rest.app.close()
    rmSync(buildDir, { recursive: true })
  })

  const get = (url: string, cookie?: string) => rest.app.inject({ url, remoteAddress: '203.0.113.9', headers: { host: 'book.test', 'user-agent': 'probe/1', ...(cookie ? { cookie } : {}) } })

  it('passes on status, headers, and each cookie on a line of its own', async () => {
    const answer = await get('/cookies')
    expect(answer.statusCode).toBe(418)
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2'])
    expect(answer.headers).toMatchObject({ 'x-own': 'yes', 'cache-control': 'private, no-store', 'referrer-policy': 'same-origin' })
  })

  it('hands the nonce of this very answer to the pages', async () => {
    const answer = await get('/nonce')
    expect(answer.body).toMatch(/^[0-9a-f]{32}$/)
    expect(answer.headers['content-security-policy']).toContain(`'nonce-${answer.body}'`)
  })

  it('streams: the first bytes leave before the last exist', async () => {
    const address = await rest.app.listen({ port: 0, host: '127.0.0.1' })
    const reader = (await fetch(`${address}/stream`)).body!.getReader()
    const first = await reader.read()
    expect(new TextDecoder().decode(first.value)).toBe('first')
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('last')
  })

  it('tells the page when the browser has gone', async () => {
    const address = await rest.app.listen({ port: 0, host: '127.0.0.1' })
    const waits = new Promise<void>((resolve) => Object.assign(globalThis, { consoleWaits: resolve }))
    const seen = new Promise<void>((resolve) => Object.assign(globalThis, { consoleSawAbort: resolve }))
    const leaving = new AbortController()
    const request = fetch(`${address}/wait`, { signal: leaving.signal })
    await waits
    leaving.abort()
    await expect(request).rejects.toThrow()
    await seen
  })

  it('reads forms, takes the public origin, and answers HEAD', async () => {
    const headers = { host: 'book.test', origin: 'http://book.test', 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await rest.app.inject({ method: 'POST', url: '/echo?a=1', headers, payload: 'title=caf%C3%A9' })
    expect(answer.body).toBe('POST http://book.test/echo?a=1 title=caf%C3%A9')
    expect((await rest.app.inject({ method: 'HEAD', url: '/nonce' })).statusCode).toBe(200)
  })

  it.each([{ origin: 'http://evil.test' }, { origin: 'null' }, {}, { origin: 'http://book.test', 'sec-fetch-site': 'cross-site' }])('refuses a form from elsewhere: %j', async (headers) => {
    const answer = await rest.app.inject({ method: 'POST', url: '/login', headers: { host: 'book.test', ...headers }, payload: '' })
    expect(answer.statusCode).toBe(403)
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(rest.calls).toHaveLength(0)
  })

  it('answers a form over the limit with a page', async () => {
    const headers = { host: 'book.test', origin: 'http://book.test', 'content-type': 'text/plain' }
    const answer = await rest.app.inject({ method: 'POST', url: '/echo', headers, payload: 'x'.repeat(2_000_000) })
    expect(answer.statusCode).toBe(413)
    expect(answer.headers['content-type']).toContain('text/html')
  })

  it.each(['/v1/nope', '/v1', '/docs/nope', '/metrics', '/livez?x=1', '/dev/nope'])('leaves %s to its owner', async (path) => {
    const answer = await get(path)
    expect(answer.statusCode).toBe(404)
    expect(answer.headers['content-type']).toContain('application/problem+json')
  })

  it('serves built files compressed and for ever', async () => {
    const answer = await rest.app.inject({ url: '/assets/app-abc.js', headers: { 'accept-encoding': 'br' } })
    expect(answer.body).toBe('squeezed')
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect((await rest.app.inject({ url: '/assets/app-abc.js' })).body).toBe('plain()')
    expect((await rest.app.inject({ url: '/assets/../server/index.js' })).body).not.toContain('createConsoleHandler')
    expect((await rest.app.inject({ url: '/assets/%2e%2e%2f%2e%2e%2fserver/index.js' })).statusCode).toBeGreaterThanOrEqual(400)
  })

  it('calls REST as the browser: its address, agent, cookie, and the public origin on a change', async () => {
    rest.accepted.add('good')
    expect((await get('/page', 'bookflow_access=good; other=1')).body).toBe('200,201')
    const [me, create] = rest.calls
    expect(me).toMatchObject({ method: 'GET', ip: '203.0.113.9', headers: { 'user-agent': 'probe/1', cookie: 'bookflow_access=good' } })
    expect(me?.headers.origin).toBeUndefined()
    expect(create?.headers).toMatchObject({ origin: 'http://book.test' })
  })

  it('opens and closes a session with cookies no script can read', async () => {
    const origin = { host: 'book.test', origin: 'http://book.test' }
    const opened = (await rest.app.inject({ method: 'POST', url: '/login', headers: origin })).headers['set-cookie'] as string[]
    expect(opened).toEqual([expect.stringMatching(/^bookflow_access=access-.*; Max-Age=900; Path=\/; HttpOnly; SameSite=Lax$/), expect.stringMatching(/^bookflow_refresh=refresh-.*; Max-Age=1000; Path=\/; HttpOnly; SameSite=Lax$/)])
    const closed = (await rest.app.inject({ method: 'POST', url: '/logout', headers: origin })).headers['set-cookie'] as string[]
    expect(closed).toEqual([expect.stringMatching(/^bookflow_access=; Max-Age=0;/), expect.stringMatching(/^bookflow_refresh=; Max-Age=0;/)])
  })

  it.each(['bookflow_refresh=r1', 'bookflow_access=stale; bookflow_refresh=r1'])('renews once for all concurrent requests that carry %s', async (cookie) => {
    const pages = await Promise.all(Array.from({ length: 10 }, () => get('/page', cookie)))
    expect(pages.map(({ body }) => body)).toEqual(Array.from({ length: 10 }, () => '200,201'))
    expect(rest.calls.filter(({ url }) => url === '/v1/auth/refresh')).toHaveLength(1)
    const handedOut = new Set(pages.map(({ headers }) => String(headers['set-cookie'])))
    expect(handedOut.size).toBe(1)
  })

  it('forgets a session whose refresh token is refused', async () => {
    rest.spent.add('r1')
    const answer = await get('/page', 'bookflow_refresh=r1')
    expect(answer.body).toBe('401,401')
    expect(String(answer.headers['set-cookie'])).toContain('bookflow_refresh=; Max-Age=0')
  })

  it('says how to build what is missing', async () => {
    const options = { publicUrl: 'http://book.test', secureCookies: false, buildDir: join(buildDir, 'nowhere'), sessions: { idleSeconds: 1 } }
    await expect(async () => rest.app.register(consolePlugin(options))).rejects.toThrow('react-router build ui')
  })
})
