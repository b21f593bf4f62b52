/**
 * The declaration of a module: types and freezing, no behaviour. Only `contract` is required.
 */
import type { FastifyInstance, FastifyPluginAsync, RawServerDefault, FastifyBaseLogger } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { TSchema } from 'typebox'
import type { MigrationInterface, EntitySchema } from 'typeorm'
import type { Container } from './container.js'
import type { Contract, EventData, EventDefinition, ExtensionPoint, Permission } from './contract.js'
import type { RecordedEvent, Recorder } from './events/event.js'
import type { OutboxMessage, Channel } from './events/outbox.js'
import type { RefusalListener } from './http/refusals.js'
import type { Sentences } from './language.js'
import type { AdmissionCheck } from './tenancy/admission.js'

type Class<T> = new () => T

/** Fastify with TypeBox types: the schema is the first half of a handler. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxTypeProvider>
export type Routes = FastifyPluginAsync<Record<never, never>, RawServerDefault, TypeBoxTypeProvider>

/** Answers an extension point. `undefined` means "nothing to say". */
export interface Contribution<Question = never, Answer = unknown> {
  point: ExtensionPoint<Question, Answer>
  answer(question: Question): Promise<Answer | undefined>
}

/** Maps a recorded event to messages, in the transaction that recorded it. Pure: whatever needs reading is read by the worker. */
export interface Subscription {
  event: EventDefinition | '*'
  messages(event: RecordedEvent): readonly OutboxMessage[]
  /** True: asked only in organisations where the module listens (`ModuleSwitches.setListening`), so that the others pay nothing for it. */
  on_demand?: true
}

/** Work by the clock, run by one worker at a time. */
export interface Schedule {
  /** `<module>.<what>` */
  name: string
  /** Five-field cron in UTC. */
  cron: string
  run(): Promise<void>
}

export interface ModuleSpec {
  contract: Contract
  /** True: no organisation can switch it off. */
  required?: boolean
  /** True: may subscribe to `'*'`. */
  observer?: boolean
  entities?: readonly (Class<unknown> | EntitySchema)[]
  migrations?: readonly Class<MigrationInterface>[]
  /** Of a module that comes from elsewhere; the product's own have the product's. */
  version?: string
  /** Tables it owns that carry no organisation, each with the reason. */
  globalTables?: Readonly<Record<string, string>>
  bind?(container: Container): void
  /** Where its routes hang; `/v1` unless it says otherwise. */
  prefix?: string
  routes?(container: Container): Routes
  channels?(container: Container): readonly Channel[]
  schedules?(container: Container): readonly Schedule[]
  subscribes?(container: Container): readonly Subscription[]
  extends?(container: Container): readonly Contribution[]
  /** Says who may come in: asked in the round trip that opens each request's transaction. */
  admits?(container: Container): readonly AdmissionCheck[]
  /** Adds rows of its own to every transaction that records events (observers only). */
  records?(container: Container): Recorder
  /** Hears of every refusal of a signed-in caller, after its transaction is gone (observers only). */
  refusals?(container: Container): RefusalListener
  /** Members it adds to the OpenAPI document (OpenAPI 3.1, section 4.8.1). */
  openapi?(modules: readonly ModuleSpec[]): Readonly<Record<string, unknown>>
  /** What it tells callers, in German: its English sentences are the keys (kernel/language). */
  german?: Sentences
  console?: { nav: readonly { label: string; to: string; permission: Permission }[] }
  /** Settings an organisation may give the module; the console renders the form from it. */
  settings?: TSchema
  /** Runs at every release, migrations or not, when the schema is there; as the application's role. Safe to repeat, and beside running processes. */
  release?(container: Container): Promise<void>
  /** Runs once after boot in each process of the given kind; the returned function stops it. */
  start?(container: Container, process: 'web' | 'worker'): Promise<() => Promise<void>>
}

export function defineModule<const S extends ModuleSpec>(spec: S): Readonly<S> {
  return Object.freeze(spec)
}

/** Types a contribution against its point. */
export function extend<Question, Answer>(
  point: ExtensionPoint<Question, Answer>,
  answer: (question: Question) => Promise<Answer | undefined>,
): Contribution {
  return { point, answer } as unknown as Contribution
}

/** Types a subscription against its event. */
export function on<E extends EventDefinition>(
  event: E,
  messages: (event: RecordedEvent<EventData<E>>) => readonly OutboxMessage[],
): Subscription {
  return { event, messages: messages as Subscription['messages'] }
}
