/** Schemas every module's contract may use; browser-safe. */
import { Type, type Static, type TSchema } from 'typebox'

/** An opaque id. */
export const Id = Type.String({ format: 'uuid' })

/** RFC 3339 with offset in; UTC with milliseconds out. */
export const Instant = Type.String({ format: 'instant' })

/** An IANA time zone. */
export const Zone = Type.String({ format: 'zone', maxLength: 64 })

/** Whom to write to in which language: one that is spoken here, BCP 47 as far as language, script and region (`de`, `de-AT`). */
export const Locale = Type.String({ format: 'locale', maxLength: 16 })

/** One line of text a person wrote. */
export const Line = (options: { minLength?: number; maxLength?: number } = {}) =>
  Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\r\\n]*$', format: 'text', ...options })

/** Several lines of text. */
export const Text = (options: { maxLength?: number } = {}) => Type.String({ maxLength: 4000, format: 'text', ...options })

/** The schema or null. Scalars get a list of types instead of a union, which the serializer writes several times faster. */
export function Nullable<T extends TSchema>(schema: T) {
  const { type, enum: values, ...rest } = schema as { type?: unknown; enum?: unknown[] }
  const scalar = typeof type === 'string' && ['string', 'integer', 'number', 'boolean'].includes(type)
  return Type.Unsafe<Static<T> | null>(scalar ? { ...rest, type: [type, 'null'], ...(values ? { enum: [...values, null] } : {}) } : { anyOf: [schema, { type: 'null' }] })
}

/** One of a few words. */
export const OneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] })

/** An object that refuses fields it does not name. */
export const Body = <const P extends Record<string, TSchema>>(properties: P) => Type.Object(properties, { additionalProperties: false })

export const IdParams = Type.Object({ id: Id })

/** The part of a list's query every list has. */
export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 25 })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
}

/** A page of a list. */
export const PageOf = <T extends TSchema>(item: T) => Type.Object({ items: Type.Array(item), next_cursor: Nullable(Type.String()) })

export const NoContent = Type.Null({ description: 'No content' })
