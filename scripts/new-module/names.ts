import { didYouMean } from '#kernel/registry'

/** Everything the templates may say, by placeholder. */
export interface Names {
  /** `lost-and-found` */
  module: string
  /** `lostAndFound` */
  moduleVar: string
  /** `LostAndFound` */
  ModuleType: string
  /** `lost-item` */
  noun: string
  /** `lostItem` */
  nounVar: string
  /** `LostItem` */
  NounType: string
  /** `lost item`, for sentences */
  nounWords: string
  /** `a` or `an`, before the noun */
  article: string
  /** `lost items` */
  nounsWords: string
  /** `lostItems` */
  nounsVar: string
  /** `LostItems` */
  NounsType: string
  /** `/lost-and-found/lost-items` */
  path: string
  /** `lost_and_found_lost_items` */
  table: string
  /** `lost_item`, in problem codes and subjects */
  nounSnake: string
  /** Thirteen digits, milliseconds: the order of migrations. */
  timestamp: string
}

const WORD = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const BANNED = /^(utils?|helpers?|common|misc|manager|base|index|testing)$/
// As a variable or type each of these would not compile, or would hide a name every file of a module uses.
const TAKEN = new Set('await break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof interface let module new null package private protected public return static super switch this throw true try type typeof var void while with yield app request reply body page pages transactions recorder repository service'.split(' '))

/** A wrong command line; the message says what to type. */
export class UsageError extends Error {
  override name = 'UsageError'
}

export function namesOf(module: string, noun: string, existing: readonly string[], now: number): Names {
  for (const [what, word] of [['module name', module], ['noun', noun]] as const) {
    if (!WORD.test(word)) throw new UsageError(`The ${what} '${word}' must be lower case words joined by hyphens, e.g. lost-and-found.`)
    if (BANNED.test(word) || TAKEN.has(word)) throw new UsageError(`The ${what} '${word}' is reserved. Name it after what it holds.`)
  }
  if (existing.includes(module)) throw new UsageError(`There is a module '${module}' already. Choose another name, or extend that one.`)
  const nouns = plural(noun)
  const snake = (kebab: string): string => kebab.replaceAll('-', '_')
  const own = nouns === module
  return {
    module,
    moduleVar: camel(module),
    ModuleType: pascal(module),
    noun,
    nounVar: camel(noun) === camel(module) ? `${camel(noun)}Item` : camel(noun),
    NounType: pascal(noun),
    nounWords: noun.replaceAll('-', ' '),
    article: /^[aeiou]/.test(noun) ? 'an' : 'a',
    nounsWords: nouns.replaceAll('-', ' '),
    nounsVar: camel(nouns) === camel(module) ? `${camel(nouns)}Kept` : camel(nouns),
    NounsType: pascal(nouns),
    path: own ? `/${module}` : `/${module}/${nouns}`,
    table: own ? snake(module) : `${snake(module)}_${snake(nouns)}`,
    nounSnake: snake(noun),
    timestamp: String(now).padStart(13, '0'),
  }
}

/** @throws UsageError naming the nearest module */
export function checkDependencies(depends: readonly string[], existing: readonly string[]): void {
  for (const name of depends) {
    if (existing.includes(name)) continue
    const near = didYouMean(name, existing)
    throw new UsageError(`There is no module '${name}' to depend on.${near ? ` Did you mean '${near}'?` : ` There are ${existing.join(', ')}.`}`)
  }
}

export const camel = (kebab: string): string => kebab.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
const pascal = (kebab: string): string => camel(kebab).replace(/^./, (letter) => letter.toUpperCase())

function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`
  return /(s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`
}
