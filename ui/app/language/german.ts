import { frame } from './de/frame.js'
import type { Catalogue } from './phrases.js'

/** Everything the console says in German, one file for each area; no text stands in two of them. */
export const germanAreas: Readonly<Record<string, Catalogue>> = { frame }

export const german: Catalogue = Object.assign({}, ...Object.values(germanAreas))
