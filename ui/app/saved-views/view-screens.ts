import { phrase } from '../language/phrases.js'

/** A list of the console whose filters can be kept. */
interface ViewScreenSpec {
  readonly path: string
  /** Names in its address that are filters; pages, notices and whatever else stands there are not kept. */
  readonly filters: readonly string[]
  /** What a filter is anyway: said or left out, it is the same. */
  readonly usual?: Readonly<Record<string, string>>
  /** The filter that is not in the query but the last part of the path. */
  readonly inPath?: string
  /** What the screen shows without a filter. */
  readonly bare: string
}

const all = phrase('All')
const standard = phrase('Standard view')

/** Every list that can be filtered, by the name its views are kept under. */
export const viewScreens = {
  bookings: { path: '/app/bookings', filters: ['from', 'to', 'resource_id', 'status', 'mine'], bare: all },
  // The day is where one stands in the calendar, not what one wants to see of it.
  calendar: { path: '/app/calendar', filters: ['view', 'as', 'type_id', 'resource', 'q'], usual: { view: 'day' }, bare: standard },
  find: { path: '/app/find', filters: ['title', 'minutes', 'seats', 'after', 'before', 'type_id', 'attribute', 'sort'], usual: { after: '08:00', before: '18:00', sort: 'soonest' }, bare: standard },
  resources: { path: '/app/resources', filters: ['q', 'type_id', 'min_seats', 'owner_id', 'archived'], bare: all },
  approvals: { path: '/app/approvals', filters: ['view', 'status'], usual: { view: 'to_decide' }, bare: standard },
  members: { path: '/app/members', filters: ['q', 'role', 'status'], bare: all },
  invitations: { path: '/app/members/invitations', filters: ['status'], bare: all },
  outbox: { path: '/app/notifications', filters: ['status', 'content'], bare: standard },
  deliveries: { path: '/app/webhooks/deliveries', filters: ['endpoint', 'status', 'type', 'from', 'to', 'message'], bare: all },
  'dead-letters': { path: '/app/webhooks/dead', filters: ['endpoint'], bare: all },
  'inbound-events': { path: '/app/webhooks/inbound', filters: ['type', 'repeated', 'from', 'to', 'mail'], bare: all },
  reports: { path: '/app/reports', filters: ['report', 'from', 'to', 'resource', 'type', 'interval'], usual: { report: 'utilisation' }, inPath: 'report', bare: standard },
  audit: { path: '/app/audit', filters: ['actor', 'action', 'outcome', 'subject_id', 'from', 'to'], bare: all },
  keys: { path: '/app/me/keys', filters: ['status', 'of'], bare: standard },
} as const satisfies Readonly<Record<string, ViewScreenSpec>>

export type ViewScreen = keyof typeof viewScreens

const specOf = (screen: ViewScreen): ViewScreenSpec => viewScreens[screen]

export function isViewScreen(name: string): name is ViewScreen {
  return Object.hasOwn(viewScreens, name)
}

/** The filters of an address in one order, without what is empty, usual, or no filter; '' when none applies. */
export function filtersOf(screen: ViewScreen, pathname: string, search: URLSearchParams): string {
  const { path, filters, usual = {}, inPath } = specOf(screen)
  const valuesOf = (name: string): string[] => (name === inPath ? [pathname.slice(path.length + 1)] : search.getAll(name))
  const entries = filters.flatMap((name) => valuesOf(name).filter((value) => value !== '' && value !== usual[name]).map((value) => [name, value]))
  return new URLSearchParams(entries).toString()
}

/** Where a list shows what `query` says. @param query as `filtersOf` gives it */
export function addressOf(screen: ViewScreen, query: string): string {
  const { path, inPath } = specOf(screen)
  const search = new URLSearchParams(query)
  const leaf = inPath ? search.get(inPath) : null
  if (inPath) search.delete(inPath)
  return `${path}${leaf ? `/${encodeURIComponent(leaf)}` : ''}${search.size > 0 ? `?${search}` : ''}`
}

/** The list an address without filters opens; null for every other screen. */
export function screenAt(path: string): ViewScreen | null {
  return (Object.keys(viewScreens) as ViewScreen[]).find((screen) => viewScreens[screen].path === path) ?? null
}
