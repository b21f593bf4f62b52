import { account } from './de/account.js'
import { accountSettings } from './de/account-settings.js'
import { approvals } from './de/approvals.js'
import { audit } from './de/audit.js'
import { bookings } from './de/bookings.js'
import { calendar } from './de/calendar.js'
import { dashboard } from './de/dashboard.js'
import { deciding } from './de/deciding.js'
import { eventTypes } from './de/event-types.js'
import { everywhere } from './de/everywhere.js'
import { finding } from './de/finding.js'
import { frame } from './de/frame.js'
import { keys } from './de/keys.js'
import { landing } from './de/landing.js'
import { mail } from './de/mail.js'
import { members } from './de/members.js'
import { permissions } from './de/permissions.js'
import { reports } from './de/reports.js'
import { resources } from './de/resources.js'
import { rules } from './de/rules.js'
import { settings } from './de/settings.js'
import { system } from './de/system.js'
import { webhooks } from './de/webhooks.js'
import type { Catalogue } from './catalogue.js'

/** Everything the console says in German, one file for each area; no text stands in two of them. */
export const germanAreas: Readonly<Record<string, Catalogue>> = { account, accountSettings, approvals, audit, bookings, calendar, dashboard, deciding, eventTypes, everywhere, finding, frame, keys, landing, mail, members, permissions, reports, resources, rules, settings, system, webhooks }

export const german: Catalogue = Object.assign({}, ...Object.values(germanAreas))
