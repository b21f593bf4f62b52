import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SECRET_SETTINGS } from '#config/env'
import { loadSecrets } from './secrets-file.js'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bookflow-secrets-'))
  path = join(folder, 'secrets.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the secrets of npm start', () => {
  it('are made once, distinct, and readable by their owner only', () => {
    const made = loadSecrets(path, false)
    expect(Object.keys(made)).toEqual([...SECRET_SETTINGS])
    expect(new Set(Object.values(made)).size).toBe(SECRET_SETTINGS.length)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(loadSecrets(path, true)).toEqual(made)
  })

  it('keep what is there when a later version needs more', () => {
    const { BOOKFLOW_CURSOR_SECRET: _, ...older } = loadSecrets(path, false)
    writeFileSync(path, JSON.stringify({ ...older, BOOKFLOW_NEWER: 'kept' }))
    expect(loadSecrets(path, true)).toMatchObject(older)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ ...older, BOOKFLOW_NEWER: 'kept', BOOKFLOW_CURSOR_SECRET: expect.any(String) as string })
  })

  it('close a file that others could read', () => {
    const made = loadSecrets(path, false)
    writeFileSync(join(folder, 'open.json'), JSON.stringify(made), { mode: 0o644 })
    loadSecrets(join(folder, 'open.json'), true)
    expect(statSync(join(folder, 'open.json')).mode & 0o777).toBe(0o600)
  })

  it.each([
    ['missing', null, /secrets\.json is missing, and the passwords in the database are useless/],
    ['broken', '{"BOOKFLOW', /cannot be read as JSON/],
    ['tampered with', '{"BOOKFLOW_PASSWORD_PEPPER":"short"}', /BOOKFLOW_PASSWORD_PEPPER in .*holds \d+ bytes/],
  ])('refuse a %s file beside a database, and leave it as it is', (_, content, message) => {
    if (content !== null) writeFileSync(path, content)
    expect(() => loadSecrets(path, true)).toThrow(message)
    if (content !== null) expect(readFileSync(path, 'utf8')).toBe(content)
  })
})
