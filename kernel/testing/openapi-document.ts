/** The OpenAPI document as tests read it: operations in a list, found again by method and path. */
import type { App } from '../module.js'

/** A JSON Schema as it stands in the document. */
export type Schema = Readonly<Record<string, unknown>>

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema: Schema
}

interface Content {
  content?: Readonly<Record<string, { schema?: Schema }>>
}

export interface Operation {
  method: Method
  /** With parameters in braces: `/v1/bookings/{id}`. */
  path: string
  /** The module whose route it is. */
  module: string
  summary: string
  /** True when nobody has to sign in. */
  open: boolean
  /** True when If-Match is required. */
  versioned: boolean
  parameters: readonly Parameter[]
  /** Null when it takes none. */
  body: Schema | null
  bodyRequired: boolean
  responses: Readonly<Record<string, Content>>
}

interface Raw {
  tags?: string[]
  summary?: string
  security?: unknown
  parameters?: Parameter[]
  requestBody?: Content & { required?: boolean }
  responses: Operation['responses']
}

export const nameOf = ({ method, path }: Pick<Operation, 'method' | 'path'>): string => `${method} ${path}`

/** Every documented operation of the application, in the order of its routes. */
export function operationsOf(app: App): Operation[] {
  const paths = (app.swagger() as unknown as { paths: Record<string, Record<string, Raw>> }).paths
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { tags = [], summary = '', security, parameters = [], requestBody, responses }]) => ({
      method: method.toUpperCase() as Method,
      path,
      module: tags[0] ?? '',
      summary,
      open: security === undefined,
      versioned: '428' in responses,
      parameters,
      body: requestBody?.content?.['application/json']?.schema ?? null,
      bodyRequired: requestBody?.required ?? false,
      responses,
    })),
  )
}

/** Finds the operation that serves a URL, literal segments before parameters as the router does. */
export class OperationIndex {
  private readonly byLength = new Map<number, { parts: readonly string[]; operation: Operation }[]>()

  constructor(readonly operations: readonly Operation[]) {
    for (const operation of operations) {
      const parts = operation.path.split('/')
      this.byLength.set(parts.length, [...(this.byLength.get(parts.length) ?? []), { parts, operation }])
    }
  }

  /** @returns the operations at this path, of all methods; `.` and `..` are gone before a request is routed */
  at(url: string): Operation[] {
    const path = (URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost').pathname : (url.split('?')[0] ?? '')).split('/')
    const matching = (this.byLength.get(path.length) ?? []).filter(({ parts }) => parts.every((part, index) => part.startsWith('{') || part === path[index]))
    const literal = (parts: readonly string[]): number => parts.filter((part) => !part.startsWith('{')).length
    const best = Math.max(0, ...matching.map(({ parts }) => literal(parts)))
    return matching.filter(({ parts }) => literal(parts) === best).map(({ operation }) => operation)
  }
}
