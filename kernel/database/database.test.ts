import { describe, expect, it } from 'vitest'
import { connectionOf } from './connection.js'
import { instantOf } from './instants.js'
import { rolesSql } from './roles.js'
import { constraintOf, isConnectionLost, isTransient, isUnavailable, sqlStateOf } from './sqlstate.js'

describe('connectionOf', () => {
  it.each([
    ['postgres://app:s%40cret@db.example.org:6432/book?sslmode=require', { host: 'db.example.org', port: 6432, user: 'app', password: 's@cret', database: 'book', ssl: { rejectUnauthorized: false } }],
    ['postgresql://app@/book?host=%2Frun%2Fpg&port=5433', { host: '/run/pg', port: 5433, user: 'app', database: 'book' }],
    ['postgres://app@localhost/book?sslmode=verify-full', { host: 'localhost', port: 5432, user: 'app', database: 'book', ssl: { rejectUnauthorized: true } }],
  ])('%s', (url, expected) => {
    expect(connectionOf(url)).toEqual(expected)
  })

  it.each([
    ['mysql://a@b/c', /starts with postgres/],
    ['postgres://localhost/book', /names no user/],
    ['postgres://app@localhost', /names no database/],
    ['postgres://app@local host:port/book', /cannot be read/],
  ])('%s is refused', (url, message) => {
    expect(() => connectionOf(url)).toThrow(message)
  })
})

describe('instantOf', () => {
  it.each([
    ['2026-11-23 03:14:53+00', '2026-11-23T03:14:53.000Z'],
    ['2026-11-23 03:14:53.1+00', '2026-11-23T03:14:53.100Z'],
    ['2026-11-23 03:14:53.123987+00', '2026-11-23T03:14:53.123Z'],
  ])('%s', (text, instant) => {
    expect(instantOf(text)).toBe(instant)
  })

  it('refuses a session in another zone, each time', () => {
    for (const _ of [1, 2]) expect(() => instantOf('2026-11-23 04:14:53+01')).toThrow(/timezone UTC/)
  })

  it('stays right over more times than it remembers', () => {
    const texts = Array.from({ length: 5_000 }, (_, n) => new Date(Date.UTC(2026, 0, 1) + n * 1_001).toISOString())
    for (const _ of [1, 2]) for (const instant of texts) expect(instantOf(`${instant.slice(0, 10)} ${instant.slice(11, -1)}+00`)).toBe(instant)
  })
})

describe('SQLSTATEs', () => {
  const error = (code: string) => Object.assign(new Error('x'), { driverError: Object.assign(new Error('y'), { code, constraint: 'k' }) })

  it('are read through TypeORM’s wrapper, and only where they are ones', () => {
    expect(sqlStateOf(error('23P01'))).toBe('23P01')
    expect(constraintOf(error('23P01'))).toBe('k')
    expect(sqlStateOf(Object.assign(new Error('x'), { code: 'FST_ERR_VALIDATION' }))).toBeNull()
    expect(sqlStateOf(undefined)).toBeNull()
  })

  it.each([
    ['40001', true, true],
    ['40P01', true, true],
    ['55P03', false, true],
    ['57014', false, true],
    ['57P01', false, true],
    ['53300', false, true],
    ['25P03', false, true],
    ['08006', false, true],
    ['23505', false, false],
    ['23P01', false, false],
    ['42501', false, false],
    ['XX000', false, false],
  ])('%s: tried again %s, unavailable %s', (code, transient, unavailable) => {
    expect([isTransient(error(code)), isUnavailable(error(code))]).toEqual([transient, unavailable])
  })

  it('knows the end of a session from a statement that failed in one that goes on', () => {
    for (const lost of [error('57P01'), error('08006'), new Error('Query read timeout'), Object.assign(new Error('x'), { code: 'ECONNRESET' })]) expect(isConnectionLost(lost)).toBe(true)
    for (const alive of [error('57014'), error('53100'), error('23505'), error('40001'), new Error('something else')]) expect(isConnectionLost(alive)).toBe(false)
  })
  it('treats a broken socket as unavailable', () => {
    for (const code of ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']) expect(isUnavailable(Object.assign(new Error('x'), { code })), code).toBe(true)
    expect(isUnavailable(new Error('Connection terminated unexpectedly'))).toBe(true)
    expect(isUnavailable(new Error('something else'))).toBe(false)
  })
})

it('rolesSql quotes what it is given and lets the cross role be taken only by SET ROLE', () => {
  const sql = rolesSql('bo"ok', { owner: "o'wner", app: null }).join(';\n')
  expect(sql).toContain(`password 'o''wner'`)
  expect(sql).toContain('alter database "bo""ok" owner to bookflow_owner')
  expect(sql).toContain('grant bookflow_cross to bookflow_app with inherit false, set true')
  expect(sql).toMatch(/alter role bookflow_app login nosuperuser .* nobypassrls(;|$)/m)
})
