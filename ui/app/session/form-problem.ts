import type { Problem } from '../../server/problem.js'

/** What a form shows after a refusal: one sentence for the whole, and one per field (`/email` -> `email`). */
export interface FormProblem {
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly fields: Readonly<Record<string, string>>
}

export function formProblem(problem: Problem): FormProblem {
  const fields = problem.errors.map(({ pointer, detail }) => [pointer.replace(/^\//, ''), detail] as const)
  return { code: problem.code, title: problem.title, detail: problem.detail, fields: Object.fromEntries(fields) }
}

/** @returns a form field as text, trimmed; never a file */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
