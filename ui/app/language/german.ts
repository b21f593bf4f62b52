import { deciding } from './de/deciding.js'
import { eventTypes } from './de/event-types.js'
import { everywhere } from './de/everywhere.js'
import { frame } from './de/frame.js'
import { webhooks } from './de/webhooks.js'
import type { Catalogue } from './phrases.js'

/** Everything the console says in German, one file for each area; no text stands in two of them. */
export const germanAreas: Readonly<Record<string, Catalogue>> = { deciding, eventTypes, everywhere, frame, webhooks }

export const german: Catalogue = Object.assign({}, ...Object.values(germanAreas))
