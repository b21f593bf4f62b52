/**
 * What Fastify makes of a route's schemas: validators of what comes in, serializers of what goes out. Each is compiled when it is first used, and one
 * schema once. Refuses nothing by itself: a schema that cannot be compiled fails the route's first request, so a test compiles all of them.
 * Without it every process would compile some three thousand functions at its start, of which it will run a few dozen: a second, and 60 MiB.
 */
import fastJsonStringify from 'fast-json-stringify'
import type { FastifySchema, FastifySchemaCompiler } from 'fastify'
import type { FastifySerializerCompiler } from 'fastify/types/schema.js'
import { validatorCompiler } from './validation.js'

declare module 'fastify' {
  interface FastifyInstance {
    routeSchemas: RouteSchemas
  }
}

interface Validate {
  (value: unknown): unknown
  errors?: unknown
}

type Serialize = (value: unknown) => string

/** What goes out was checked when it came in; without their names the serializer's compiler warns of each of these formats on standard error. */
const serializerOptions = { ajv: { formats: { instant: true, zone: true, locale: true, text: true } } } as unknown as Parameters<typeof fastJsonStringify>[1]

export class RouteSchemas {
  private readonly serializers = new Map<object, Serialize>()
  private readonly compilations: (() => unknown)[] = []

  readonly validator: FastifySchemaCompiler<FastifySchema> = (route) => {
    const compiled = this.onFirstUse(() => validatorCompiler(route as never) as Validate)
    const validate: Validate = (value) => {
      const { current } = compiled
      const valid = current(value)
      validate.errors = current.errors
      return valid
    }
    return validate as ReturnType<FastifySchemaCompiler<FastifySchema>>
  }

  readonly serializer: FastifySerializerCompiler<object> = ({ schema }) => {
    const known = this.serializers.get(schema)
    if (known) return known
    const compiled = this.onFirstUse(() => fastJsonStringify(schema, serializerOptions) as Serialize)
    const serialize: Serialize = (value) => compiled.current(value)
    this.serializers.set(schema, serialize)
    return serialize
  }

  /** For tests. @returns how many there are @throws for the first schema that cannot be compiled */
  compileAll(): number {
    for (const compile of this.compilations) compile()
    return this.compilations.length
  }

  private onFirstUse<T>(compile: () => T): { readonly current: T } {
    let made: T | undefined
    const current = (): T => (made ??= compile())
    this.compilations.push(current)
    return {
      get current() {
        return current()
      },
    }
  }
}
