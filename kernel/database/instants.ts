/**
 * Instants are RFC 3339 strings in UTC with milliseconds from the column to the JSON, so that a row can be an answer without mapping and
 * two of them compare as text. PostgreSQL's own text form is rewritten by position: its parser, Date, costs several times as much.
 */
import pg from 'pg'

const timestamptz = 1184

/** `2026-11-23 03:14:53.12+00` -> `2026-11-23T03:14:53.120Z`. @throws when the session is not in UTC */
export function instantOf(text: string): string {
  if (!text.endsWith('+00')) throw new Error(`The database answered '${text}': sessions must run with timezone UTC.`)
  const fraction = text[19] === '.' ? text.slice(20, -3).padEnd(3, '0').slice(0, 3) : '000'
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`
}

/** pg's `types` option of a connection; other connections of the process keep their parsers. */
export const instantTypes = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === timestamptz && format !== 'binary' ? instantOf : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}
