/** What is wrong with a wording before anybody has to read it in a mail. Pure. */
import type { Told } from '#kernel/contract'
import type { FieldError } from '#kernel/http/problem'
import { joined, say } from '#kernel/language'
import { didYouMean } from '#kernel/registry'
import type { NoticeKind } from '../contract.js'
import { fill, placeholdersIn, placeholdersOf } from '../letters/placeholders.js'
import type { Wording } from '../letters/phrasing.js'

/** Names with the fix every gap that nothing fills and every brace that opens or closes none. */
export function wordingFaults(kind: NoticeKind, wording: Wording): FieldError[] {
  const known = Object.keys(placeholdersOf(kind))
  return (['subject', 'opening', 'closing'] as const).flatMap((field) => {
    const pointer = `/${field}`
    const text = wording[field]
    const unknown = placeholdersIn(text).filter((name) => !known.includes(name))
    const braces = /\{\{|\}\}/.test(fill(text, {})) ? [{ pointer, detail: say`Holds {{ or }} without its counterpart. A placeholder is written {{name}}, without braces in its name.` }] : []
    return [...unknown.map((name) => ({ pointer, detail: noPlaceholder(name, known) })), ...braces]
  })
}

function noPlaceholder(name: string, known: readonly string[]): Told {
  // `title` means `booking.title`.
  const near = didYouMean(name, known) ?? known.find((candidate) => candidate.endsWith(`.${name}`))
  const hint = near ? say`Did you mean {{${near}}}?` : say`It knows: ${known.map((each) => `{{${each}}}`).join(', ')}.`
  return joined([say`{{${name.slice(0, 60)}}} is no placeholder of this mail.`, hint])
}
