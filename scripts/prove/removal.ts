/** What `npm run prove` takes away, and which test has to notice. */

/** As numbered in docs/guarantees.md. */
export type Invariant = `INV-${number}`

/** A test by the parts of its full name, outermost first: each stands in its file as it is written here. A title made at run time gives the parts that are not. */
export interface TestName {
  file: string
  name: readonly string[]
}

/** A text that stands exactly once in its file, and what is put there instead. */
export interface SourceEdit {
  file: string
  find: string
  replace: string
}

/** Run on the migrated database, as its superuser, before any test clones it. */
export interface Statement {
  sql: string
}

export interface Removal {
  /** What holds because of it, in one sentence. */
  guard: string
  /** What takes it away; several where one wall stands behind another. */
  remove: readonly (SourceEdit | Statement)[]
  /** Has to fail by an assertion of its own once the guard is gone. */
  test: TestName
}

export type Removals = Readonly<Partial<Record<Invariant, readonly Removal[]>>>

export const edit = (file: string, find: string, replace: string): SourceEdit => ({ file, find, replace })
export const sql = (text: string): Statement => ({ sql: text })
export const test = (file: string, ...name: readonly string[]): TestName => ({ file, name })

/** The pattern that finds a test by its full name. */
export function patternOf({ name }: TestName): RegExp {
  return new RegExp(name.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('.*'))
}

/** @throws naming the file when the text is not there exactly once: a list that no longer fits its sources proves nothing */
export function edited(source: string, { file, find, replace }: SourceEdit): string {
  const [before, after, ...more] = source.split(find)
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${file} holds ${after === undefined ? 'no' : `${more.length + 1} places with`} '${find}'. Give scripts/prove/removals a text that stands there exactly once.`)
  }
  return `${before}${replace}${after}`
}
