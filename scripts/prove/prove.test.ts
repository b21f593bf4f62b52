/** The list of guards cannot rot: every removal still fits, every test it names exists, every invariant has both, and the page says what the list says. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { connectionOf } from '#kernel/database/connection'
import { cloneDatabase } from '#kernel/testing/cluster'
import { projectRoot } from '../project-root.js'
import { faults } from './faults.js'
import { withSection } from '../page-section.js'
import { earlier, guaranteesPage, keyOf } from './page.js'
import { edit, edited, patternOf, test, type TestName } from './removal.js'
import { removals } from './removals.js'
import { statements } from './statements.js'
import { verdictOf, type TestReport } from './verdict.js'

const source = (file: string): string => {
  expect(existsSync(join(projectRoot, file)), file).toBe(true)
  return readFileSync(join(projectRoot, file), 'utf8')
}

/** The parts of its name stand in the file; the rows of a table may stand before the title they are put into. */
function missing({ file, name }: TestName): string | null {
  const text = source(file)
  const part = name.find((each) => !text.includes(each))
  return part === undefined ? null : `${file} has no test called '${name.join(' … ')}' (no '${part}')`
}

const numbers = [...Array.from({ length: 19 }, (_, index) => index + 1), 21]

describe('the list of guards', () => {
  it('has a promise and at least one removal for every invariant', () => {
    const invariants = numbers.map((number) => `INV-${number}`)
    expect(Object.keys(statements)).toEqual(invariants)
    expect([...new Set(removals.map(({ invariant }) => invariant))]).toEqual(invariants)
    expect(removals.length).toBeGreaterThanOrEqual(100)
    expect(new Set(removals.map(({ invariant, removal }) => keyOf(invariant, removal))).size).toBe(removals.length)
  })

  it('fits the sources: what is taken away stands there exactly once', () => {
    const misfits = removals.flatMap(({ removal: { remove } }) =>
      remove.flatMap((step) => {
        if ('sql' in step) return []
        try {
          return edited(source(step.file), step) === source(step.file) ? [`${step.file}: '${step.find}' is replaced by itself`] : []
        } catch (error) {
          return [String(error)]
        }
      }),
    )
    expect(misfits).toEqual([])
  })

  it('fits the database: what is run there runs', async () => {
    const database = await cloneDatabase(inject('cluster'), `prove_${process.pid}_${randomBytes(3).toString('hex')}`)
    const client = new Client(connectionOf(database.admin))
    await client.connect()
    const misfits: string[] = []
    let run = 0
    for (const { removal } of removals) {
      for (const step of removal.remove) {
        if (!('sql' in step)) continue
        run += 1
        await client.query('begin')
        await client.query(step.sql).catch((error: unknown) => misfits.push(`${removal.guard} ${String(error)}: ${step.sql}`))
        await client.query('rollback')
      }
    }
    await client.end()
    await database.drop()
    expect(misfits).toEqual([])
    expect(run).toBeGreaterThanOrEqual(15)
  })

  it('names tests that exist, each under the number of what it shows', () => {
    expect(removals.flatMap(({ removal: { test } }) => missing(test) ?? [])).toEqual([])
    for (const { invariant, removal } of removals) expect(removal.test.name[0]?.startsWith(`${invariant}:`), `${invariant} ${removal.guard}`).toBe(true)
  })
})

it('every row of the table of faults and abuses names tests that exist', () => {
  expect(faults.flatMap(({ tests }) => tests.flatMap((each) => missing(each) ?? []))).toEqual([])
  const rows = [...Array.from({ length: 9 }, (_, n) => `B${n + 1}`), ...Array.from({ length: 7 }, (_, n) => `T${n + 1}`), ...Array.from({ length: 9 }, (_, n) => `A${n + 1}`), ...Array.from({ length: 7 }, (_, n) => `I${n + 1}`), ...Array.from({ length: 4 }, (_, n) => `S${n + 1}`), ...Array.from({ length: 7 }, (_, n) => `W${n + 1}`), 'L3', 'F1-F6', 'F7', 'F8-F13, F15', 'F14']
  expect(faults.map(({ row }) => row)).toEqual(rows)
})

it('docs/guarantees.md tells of every guard on the list, and of no other', () => {
  const page = source('docs/guarantees.md')
  const told = earlier(page)
  expect(page).toBe(guaranteesPage(removals, told, page))
})

describe('a verdict', () => {
  const named = test('kernel/x.test.ts', 'INV-1: things', 'are so')
  const report = (status: string, message?: string): TestReport => ({
    testResults: [{ name: '/somewhere/kernel/x.test.ts', assertionResults: [{ fullName: 'INV-1: things that are are so', status, failureMessages: message === undefined ? [] : [message] }, { fullName: 'INV-2: others', status: 'failed', failureMessages: ['AssertionError: no'] }] }],
  })

  it.each([
    ['an assertion of the test', report('failed', 'AssertionError: expected 200 to be 404\n    at x'), 'failed'],
    ['a property', report('failed', 'Error: Property failed after 3 tests'), 'failed'],
    ['a refusal that did not come', report('failed', 'Error: promise resolved "[]" instead of rejecting'), 'failed'],
    ['a broken promise of every answer', report('failed', 'Error: GET /v1/x answered 500 without application/problem+json'), 'failed'],
    ['a time-out', report('failed', 'Error: Test timed out in 60000ms.'), 'broken'],
    ['an edit that does not run', report('failed', 'ReferenceError: x is not defined'), 'broken'],
    ['a test that passes', report('passed'), 'passed'],
    ['a test that did not run', report('skipped'), 'broken'],
    ['a file that did not load', { testResults: [{ name: '/somewhere/kernel/x.test.ts', message: 'SyntaxError: no', assertionResults: [] }] }, 'broken'],
    ['no report', null, 'broken'],
  ] as const)('of %s', (_what, given, outcome) => {
    expect(verdictOf(given, named).outcome).toBe(outcome)
  })

  it('finds a test by the parts of its name, whatever stands between them', () => {
    expect(patternOf(test('x', 'INV-1: (a)', 'b.c')).test('INV-1: (a) with 40 requests b.c')).toBe(true)
    expect(patternOf(test('x', 'INV-1: (a)', 'b.c')).test('INV-1: (a) with bxc')).toBe(false)
  })
})

describe('an edit', () => {
  it('is refused when its text is not there exactly once', () => {
    expect(edited('one two', edit('f', 'two', 'three'))).toBe('one three')
    expect(edited('one $& two', edit('f', 'two', '$&'))).toBe('one $& $&')
    expect(() => edited('one', edit('f', 'two', ''))).toThrow(/f holds no 'two'/)
    expect(() => edited('two two', edit('f', 'two', ''))).toThrow(/f holds 2 places with 'two'/)
  })
})

it('a part of the page that another command writes is kept', () => {
  const page = withSection(guaranteesPage(removals, new Map(), ''), 'fuzz', 'On 2026-11-23 nothing was found.')
  expect(guaranteesPage(removals, new Map(), page)).toBe(page)
  expect(withSection(page, 'fuzz', 'Twice.')).toContain('<!-- fuzz -->\nTwice.\n<!-- end of fuzz -->')
})
