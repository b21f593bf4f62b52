import type { Catalogue } from './phrases.js'

/** English is its own key; only singulars stand here, under their plural with `_one`. */
export const english: Catalogue = {}
