import { describe, expect, it } from 'vitest'
import { testConfig } from './testing/settings.js'
import { createLogger } from './logger.js'

function lines(write: (log: ReturnType<typeof createLogger>) => void): string[] {
  let text = ''
  write(createLogger({ ...testConfig(''), log_level: 'trace' }, { write: (line) => (text += line) }))
  return text.split('\n').filter((line) => line !== '')
}

describe('INV-19: a line of the log', () => {
  it.each([
    ['line breaks', 'one\r\n{"level":30,"msg":"forged"}'],
    ['terminal escapes', '\u001b[2J\u001b[31mred\u0007'],
    ['separators', 'a\u2028b\u2029c\u0085d'],
    ['quotes and backslashes', '"}\\\n{"'],
    ['broken Unicode', '\ud800 alone'],
  ])('is one JSON object whatever a field holds: %s', (_, text) => {
    const written = lines((log) => log.warn({ reason: text, err: new Error(text), req: { method: 'GET', url: `/${text}`, ip: text } }, text))
    expect(written).toHaveLength(1)
    expect(written[0]).not.toMatch(/[\u0000-\u001f\u007f]/)
    const line = JSON.parse(written[0]!)
    expect(line).toMatchObject({ level: 40, time: expect.stringMatching(/Z$/) })
    expect(line.forged).toBeUndefined()
  })

  it('is short whatever a field holds', () => {
    const megabyte = 'x'.repeat(1_000_000)
    const [line] = lines((log) => log.warn({ reason: megabyte, err: new Error(megabyte), req: { method: 'GET', url: `/${megabyte}?${megabyte}`, ip: '::1' } }, 'long'))
    expect(line!.length).toBeLessThan(15_000)
    expect(JSON.parse(line!)).toMatchObject({ msg: 'long', reason: expect.stringMatching(/^x{4000}…$/) })
  })

  it('holds no secret and no query', () => {
    const canary = 'canary-in-the-coal-mine'
    const [line] = lines((log) =>
      log.info({ password: canary, token: canary, body: { refresh_token: canary, password: canary }, headers: { authorization: canary, cookie: canary, 'set-cookie': canary }, req: { method: 'GET', url: `/v1/stream?access_token=${canary}` } }, 'x'),
    )
    expect(line).not.toContain('canary')
    expect(JSON.parse(line!)).toMatchObject({ req: { path: '/v1/stream' }, password: '[redacted]' })
  })
})
