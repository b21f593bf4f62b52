import { languageOf } from './languages.js'
import { phrasesIn } from './phrases.js'

type Matches = readonly ({ readonly id: string; readonly loaderData?: unknown } | undefined)[]

/** The document's title in the page's language: `meta: ({ matches }) => titled(matches, 'Bookings')`. */
export function titled(matches: Matches, title: string, values: Readonly<Record<string, string>> = {}) {
  const root = matches.find((match) => match?.id === 'root')?.loaderData as { language?: string } | undefined
  return [{ title: `${phrasesIn(languageOf(root?.language) ?? 'en').t(title, values)} · BookFlow` }]
}
