/**
 * Reads what a run of tests reported. A removal counts as noticed only by a failed assertion of the named test: a file that does not load, a hook that
 * fails, a time-out or a crash would fail without the guard and with it.
 */
import { patternOf, type TestName } from './removal.js'

/** The part of vitest's JSON report that is read here. */
export interface TestReport {
  testResults: readonly {
    name: string
    message?: string
    assertionResults: readonly { fullName: string; status: string; failureMessages: readonly string[] | null }[]
  }[]
}

export interface Verdict {
  outcome: 'passed' | 'failed' | 'broken'
  /** The assertion that failed, or why the run says nothing. */
  detail: string
}

/** What the tests of this product throw when something is not as it should be: vitest, fast-check, the clients that check every answer, and the readers that wait for what has to come. */
const assertion = /^(AssertionError\b|(Error: )?Property failed|Error: (GET|POST|PUT|PATCH|DELETE|HEAD) \S+ answered|Error: (promise (resolved|rejected) |Not within|Nothing that fits within|The stream (did not end|\(\d+\) ended first)))/
const plain = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

const firstLine = (message: string): string => message.replaceAll(plain, '').split('\n')[0]!.trim()

export function verdictOf(report: TestReport | null, test: TestName): Verdict {
  if (!report) return { outcome: 'broken', detail: 'the run left no report' }
  const files = report.testResults.filter(({ name }) => name.endsWith(`/${test.file}`))
  const pattern = patternOf(test)
  const ran = files.flatMap(({ assertionResults }) => assertionResults).filter(({ fullName, status }) => pattern.test(fullName) && (status === 'passed' || status === 'failed'))
  if (ran.length === 0) return { outcome: 'broken', detail: files.map(({ message = '' }) => firstLine(message)).find((message) => message !== '') ?? 'no test of that name ran' }
  const messages = ran.flatMap(({ failureMessages }) => (failureMessages ?? []).map(firstLine))
  if (ran.every(({ status }) => status === 'passed')) return { outcome: 'passed', detail: `${ran.length} passed` }
  const seen = messages.find((message) => assertion.test(message))
  return seen === undefined ? { outcome: 'broken', detail: messages[0] ?? 'failed without a message' } : { outcome: 'failed', detail: seen }
}
