/**
 * The vocabulary of contracts: what a module says about itself to others. Pure data and types, safe in the browser.
 * Refuses: nothing; the registry checks. Without it modules would import each other's files.
 */
import type { Static, TSchema } from 'typebox'

/** Roles of a membership, lowest first. Each role may do what the ones before it may. */
export const roles = ['viewer', 'member', 'approver', 'admin', 'owner'] as const
export type Role = (typeof roles)[number]

/** True when `role` is `least` or stands above it. */
export function roleReaches(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least)
}

/** The languages mail is written in, whoever sends it. */
export const mailLanguages = ['en', 'de'] as const
export type MailLanguage = (typeof mailLanguages)[number]

/** A typed key of the container. The type parameter exists for the compiler only. */
export interface Token<T> {
  readonly name: string
  readonly key: symbol
  readonly type?: T
}

/** A synchronous need met by exactly one module, in process, in the caller's transaction. */
export interface Port<T> extends Token<T> {
  readonly kind: 'port'
}

/** A question one module asks in its transaction and any number of modules answer. */
export interface ExtensionPoint<Question, Answer> {
  readonly kind: 'extension-point'
  readonly name: string
  readonly types?: (question: Question) => Answer
}

/** A verb a role may be granted, e.g. `bookings:create`. */
export interface Permission {
  readonly kind: 'permission'
  readonly name: string
  /** The lowest role that holds it by default. */
  readonly from: Role
  readonly description: string
}

/** A committed fact, past tense, e.g. `bookings.created`. */
export interface EventDefinition<S extends TSchema = TSchema> {
  readonly kind: 'event'
  readonly name: string
  readonly schema: S
  readonly description: string
  /** Who may see it on the live stream. */
  readonly audience: Permission
  /** Data fields that only `event.people` and holders of `details` see; others get them as null. */
  readonly private: readonly string[]
  readonly details: Permission
}

export interface Contract {
  readonly name: string
  /** What it is about, in a sentence for those who read the API's description. */
  readonly about?: string
  readonly dependsOn: readonly Contract[]
  /** Contracts whose events it listens to when they are there and on; it works without them, so neither holds the other's switch. */
  readonly reads?: readonly Contract[]
  readonly events: Readonly<Record<string, EventDefinition>>
  readonly permissions: Readonly<Record<string, Permission>>
  readonly port?: Port<unknown>
  readonly extensionPoints?: Readonly<Record<string, ExtensionPoint<never, unknown>>>
}

export type EventData<E extends EventDefinition> = Static<E['schema']>

export function defineToken<T>(name: string): Token<T> {
  return Object.freeze({ name, key: Symbol(name) })
}

export function definePort<T>(name: string): Port<T> {
  return Object.freeze({ kind: 'port' as const, name, key: Symbol(`port:${name}`) })
}

export function defineExtensionPoint<Question, Answer>(name: string): ExtensionPoint<Question, Answer> {
  return Object.freeze({ kind: 'extension-point' as const, name })
}

/** @param name `<module>:<verb>` */
export function definePermission(name: string, from: Role, description: string): Permission {
  return Object.freeze({ kind: 'permission' as const, name, from, description })
}

/** @param name `<module>.<past tense>` */
export function defineEvent<S extends TSchema>(
  name: string,
  schema: S,
  options: { description: string; audience: Permission; details?: Permission; private?: readonly (keyof Static<S> & string)[] },
): EventDefinition<S> {
  const { description, audience, details = audience } = options
  return Object.freeze({ kind: 'event' as const, name, schema, description, audience, details, private: options.private ?? [] })
}

/** Missing parts mean "none": a module without events says nothing about events. */
export function defineContract<const C extends { name: string } & Partial<Contract>>(
  spec: C,
): C & { dependsOn: readonly Contract[]; events: C['events'] & Contract['events']; permissions: C['permissions'] & Contract['permissions'] } {
  const contract = { dependsOn: [], events: {}, permissions: {}, ...spec }
  return Object.freeze(contract) as never
}
