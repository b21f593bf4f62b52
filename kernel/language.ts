/**
 * Sentences told to callers, in the language they ask for (`Accept-Language`, RFC 9110 section 12.5.4). English stands where it is said and is
 * its own key; each module brings its German. Refuses nothing: what has no German is told in English. Without it a German console would show
 * English refusals, or know the sentences of every module itself.
 */
import { mailLanguages, type MailLanguage, type Told } from './contract.js'
import { german } from './german.js'
import { currentFlow } from './tenancy/context.js'

export type Language = MailLanguage

/** English sentence with `{0}`, `{1}`, ... for its values -> the same in another language, which may order them anew. */
export type Sentences = Readonly<Record<string, string>>

const learnt = new Map<string, string>(Object.entries(german))

/** Makes a module's German known. @throws when a sentence is known in other words */
export function learn(module: string, sentences: Sentences): void {
  for (const [english, text] of Object.entries(sentences)) {
    const before = learnt.get(english)
    if (before !== undefined && before !== text) throw new Error(`Module '${module}' says '${english}' in other words than is known: give it the same German, or another English sentence.`)
    learnt.set(english, text)
  }
}

/**
 * A sentence in the caller's language; English outside of a request. Say it inside a function: what a file says when it is loaded stays English.
 * @param values as they are to be read; what is itself a sentence is said first: say`Not found: ${say`booking`}`
 */
export function say(parts: TemplateStringsArray, ...values: readonly (string | number)[]): Told {
  if (askedLanguage() === 'en') return parts.reduce((text, part, index) => `${text}${String(values[index - 1])}${part}`) as Told
  return inGerman(keyOf(parts)).replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])) as Told
}

/**
 * A sentence that is kept for readers to come, e.g. why a message was not sent: in English, whoever causes it. {@link retold} says it in a reader's language.
 * Its English begins with a capital or ends with a full stop: so it is told from what other programs say.
 */
export function note(parts: TemplateStringsArray, ...values: readonly (string | number)[]): Told {
  return parts.reduce((text, part, index) => `${text}${String(values[index - 1])}${part}`) as Told
}

/** What {@link note} kept, in the caller's language, its values too where they are known. What nobody here said, e.g. a provider, stays as it came. */
export function retold(kept: string): Told {
  return (askedLanguage() === 'en' ? kept : inGermanAgain(kept)) as Told
}

/** What stands in a table, e.g. a noun or a title, in the caller's language. */
export function spoken(english: string): Told {
  return (askedLanguage() === 'en' ? english : inGerman(english)) as Told
}

/** Words that are nobody's to translate: a person's, or another program's. */
export function asWritten(text: string): Told {
  return text as Told
}

/** Several sentences behind each other. */
export function joined(sentences: readonly Told[]): Told {
  return sentences.join(' ') as Told
}

/** The key of a sentence in a catalogue: `There is no such {0}.` */
export function keyOf(parts: readonly string[]): string {
  return parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`)
}

/** The first language of the header that the product speaks; undefined for English, which needs nothing. @param header of `Accept-Language` */
export function languageAsked(header: string | undefined): Exclude<Language, 'en'> | undefined {
  if (header === undefined || header === '*') return undefined
  const asked = header
    .slice(0, longestHeader)
    .split(',')
    .map((part, place) => ({ tag: part.split(';')[0]!.trim().split('-')[0]!.toLowerCase(), weight: Number(/;\s*q=([\d.]+)/.exec(part)?.[1] ?? 1), place }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.place - b.place)
    .flatMap(({ tag }) => mailLanguages.find((language) => language === tag) ?? [])[0]
  return asked === 'en' ? undefined : asked
}

/** Characters of the header that are read: a browser sends some forty. */
const longestHeader = 400

/** Of the request at hand. */
export function askedLanguage(): Language {
  return currentFlow()?.language ?? 'en'
}

function inGerman(english: string): string {
  return learnt.get(english) ?? english
}

function inGermanAgain(kept: string): string {
  const whole = learnt.get(kept)
  if (whole !== undefined) return whole
  for (const { pattern, text } of keptSentences()) {
    const values = pattern.exec(kept)?.slice(1)
    if (values) return text.replace(/\{(\d+)\}/g, (_, index: string) => inGermanAgain(values[Number(index)]!))
  }
  return kept
}

interface KeptSentence {
  /** One group for each value, in the order of the English. */
  pattern: RegExp
  /** German. */
  text: string
}

let kept: readonly KeptSentence[] = []
let keptOf = 0

/** Those with gaps that a kept sentence may be, the most words of their own first: `{0}, then {1}` fits too much to be recognised. */
function keptSentences(): readonly KeptSentence[] {
  if (keptOf === learnt.size) return kept
  const own = (english: string) => english.replace(/\{\d+\}/g, '')
  kept = [...learnt]
    .filter(([english]) => /\{\d+\}/.test(english) && /^[A-Z]|\.$/.test(english) && own(english).length >= fewestOwn)
    .sort(([one], [other]) => own(other).length - own(one).length)
    .map(([english, text]) => ({ pattern: new RegExp(`^${english.split(/\{\d+\}/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('(.*)')}$`, 's'), text }))
  keptOf = learnt.size
  return kept
}

/** Characters. `Answered {0}.` has ten. */
const fewestOwn = 10
