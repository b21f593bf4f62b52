/**
 * Instants are RFC 3339 strings in UTC with milliseconds from the column to the JSON, so that a row can be an answer without mapping and
 * two of them compare as text. PostgreSQL's own text form is rewritten by position: its parser, Date, costs several times as much.
 */
import pg from 'pg'

const timestamptz = 1184
const textArray = 1009
const uuidArray = 2951

/** Lists are read again and again, and one row has the same time several times: writing it anew was a sixth of the memory a page of bookings took. */
const written = new Map<string, string>()
const mostWritten = 2_000

/** `2026-11-23 03:14:53.12+00` -> `2026-11-23T03:14:53.120Z`. @throws when the session is not in UTC */
export function instantOf(text: string): string {
  const before = written.get(text)
  if (before !== undefined) return before
  const instant = rewritten(text)
  if (written.size >= mostWritten) written.clear()
  written.set(text, instant)
  return instant
}

function rewritten(text: string): string {
  if (!text.endsWith('+00')) throw new Error(`The database answered '${text}': sessions must run with timezone UTC.`)
  const fraction = text[19] === '.' ? text.slice(20, -3).padEnd(3, '0').slice(0, 3) : '000'
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`
}

/** Most lists in a row are empty: pg starts its parser of arrays for them as well. */
function listOf(parse: (text: string) => unknown): (text: string) => unknown {
  return (text) => (text === '{}' ? [] : parse(text))
}

/** pg's `types` option of a connection; other connections of the process keep their parsers. */
export const columnTypes = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary')
    if (oid === timestamptz) return instantOf
    const parse = pg.types.getTypeParser(oid, 'text') as (text: string) => unknown
    return oid === textArray || oid === uuidArray ? listOf(parse) : parse
  }) as typeof pg.types.getTypeParser,
}
