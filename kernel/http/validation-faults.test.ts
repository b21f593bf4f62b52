import { Type } from 'typebox'
import { expect, it } from 'vitest'
import { Body, Nullable } from '../schemas.js'
import { runInFlow } from '../tenancy/context.js'
import { problemOf } from './failures.js'
import { assertStorable, faultsOf, validatorCompiler } from './validation.js'

const condition = Type.Union([
  Body({ kind: Type.Literal('duration'), minutes: Type.Integer({ minimum: 0 }) }),
  Body({ kind: Type.Literal('weekday'), in: Type.Array(Type.String(), { minItems: 1 }) }),
  Body({ kind: Type.Literal('nested'), of: Type.Union([Type.String({ maxLength: 3 }), Type.Integer({ maximum: 9 })]) }),
])
const schema = Body({ conditions: Type.Array(condition), note: Type.Optional(Nullable(Body({ text: Type.String() }))) })
const validate = validatorCompiler({ schema: schema as never, method: 'POST', url: '/', httpPart: 'body' } as never) as unknown as { (value: unknown): boolean; errors: unknown }

function pointers(value: unknown): string[] {
  expect(validate(value)).toBe(false)
  return (problemOf({ validation: validate.errors, validationContext: 'body' }).details.errors ?? []).map(({ pointer }) => pointer)
}

it.each([
  ['the field of the branch that was meant', { conditions: [{ kind: 'duration', minutes: -1 }] }, ['/conditions/0/minutes']],
  ['each item by its own branch', { conditions: [{ kind: 'duration', minutes: 1 }, { kind: 'weekday', in: [] }, { kind: 'duration' }] }, ['/conditions/1/in', '/conditions/2/minutes']],
  ['an unknown field of the branch', { conditions: [{ kind: 'weekday', in: ['mon'], minutes: 3 }] }, ['/conditions/0/minutes']],
  ['what tells the branches apart when none was meant', { conditions: [{ kind: 'moon' }] }, ['/conditions/0/kind']],
  ['what all branches need', { conditions: [{ minutes: 3 }] }, ['/conditions/0/kind']],
  ['the inner union of the branch', { conditions: [{ kind: 'nested', of: [] }] }, ['/conditions/0/of']],
  ['the object, not that it could be null', { conditions: [], note: { text: 7 } }, ['/note/text']],
])('names %s', (_what, value, expected) => {
  expect(pointers(value)).toEqual(expected)
})

const which = Type.Union([Body({ ids: Type.Array(Type.Integer()) }), Body({ from: Type.Integer(), to: Type.Integer(), of: Type.Optional(Type.String()) }), Body({ of: Type.String() })])
const asked = validatorCompiler({ schema: which as never, method: 'POST', url: '/', httpPart: 'body' } as never) as unknown as { (value: unknown): boolean; errors: unknown }

it.each<[string, unknown, [string, string][]]>([
  ['the one that knows every field', { ids: ['x'] }, [['/ids/0', 'Must be a whole number.']]],
  ['the one that knows every field, one still missing', { from: 1, of: 'x' }, [['/to', 'This field is required.']]],
  ['what each asks for, when nothing is said', {}, [['/', 'Needs the fields of one of these forms: ids; from, to; of.']]],
  ['what each asks for, when none knows the field', { id: 1 }, [['/', 'Needs the fields of one of these forms: ids; from, to; of.']]],
])('of forms that no constant tells apart names %s', (_what, value, expected) => {
  expect(asked(value)).toBe(false)
  expect((problemOf({ validation: asked.errors, validationContext: 'body' }).details.errors ?? []).map(({ pointer, detail }) => [pointer, String(detail)])).toEqual(expected)
})

it('INV-17: is bounded: whoever fills a body with faults is told a hundred of them, and holds nobody up', () => {
  const before = process.cpuUsage().user
  const told = pointers({ conditions: Array.from({ length: 30_000 }, () => ({})) })
  expect(told).toHaveLength(100)
  expect(new Set(told.map((pointer) => pointer.split('/')[1]))).toEqual(new Set(['conditions']))
  // Unbounded it took sixteen seconds for four thousand.
  expect(process.cpuUsage().user - before).toBeLessThan(10_000_000)
  expect(faultsOf(schema as never, { conditions: Array.from({ length: 30_000 }, () => ({})) })).toHaveLength(100)
})

it('INV-17: never gets so far with a body of more than ten thousand values', () => {
  expect(() => assertStorable({ conditions: Array.from({ length: 9_998 }, () => 1) })).not.toThrow()
  expect(() => assertStorable({ conditions: Array.from({ length: 9_999 }, () => 1) })).toThrow('/conditions/9998: A body may hold at most 10000 values.')
  expect(() => assertStorable(Array.from({ length: 200 }, () => Array.from({ length: 60 }, () => ({}))))).toThrow('at most 10000 values')
})

const fields = Type.Union([Body({ ids: Type.Array(Type.String()) }), Body({ from: Type.String(), to: Type.String() })])
const forms: [string, unknown, unknown, string, string][] = [
  ['a value that must not be empty', Type.String({ minLength: 1 }), '', 'Must not be empty.', 'Darf nicht leer sein.'],
  ['a short text', Type.String({ minLength: 8 }), 'short', 'Needs at least 8 characters.', 'Braucht mindestens 8 Zeichen.'],
  ['an empty list', Type.Array(Type.String(), { minItems: 1 }), [], 'Needs at least one entry.', 'Braucht mindestens einen Eintrag.'],
  ['the same twice', Type.Array(Type.String(), { uniqueItems: true }), ['a', 'b', 'a'], 'Entries 1 and 3 are the same; each may stand here once.', 'Die Einträge 1 und 3 sind gleich; jeder darf hier einmal stehen.'],
  ['a bound', Type.Integer({ minimum: 1 }), 0, 'Must be at least 1.', 'Muss mindestens 1 sein.'],
  ['another type', Type.Union([Type.String(), Type.Integer(), Type.Null()]), [], 'Must be a text (JSON string) or a whole number or null.', 'Muss ein Text (JSON-String) oder eine ganze Zahl oder null sein.'],
  ['a kind that is none', condition, { kind: 'moon' }, 'Must be one of: duration, weekday, nested.', 'Muss eines von diesen sein: duration, weekday, nested.'],
  ['fields of no form', fields, {}, 'Needs the fields of one of these forms: ids; from, to.', 'Braucht die Felder einer dieser Formen: ids; from, to.'],
  ['a time', Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }), '9', 'Must be a time of day, e.g. 09:30.', 'Muss eine Uhrzeit sein, z. B. 09:30.'],
]

it.each(forms)('says in plain words, in both languages, what is wrong with %s', (_what, schema, value, english, inGerman) => {
  const check = validatorCompiler({ schema: Body({ field: schema as never }) as never, method: 'POST', url: '/', httpPart: 'body' } as never) as unknown as typeof validate
  expect(check({ field: value })).toBe(false)
  const told = () => problemOf({ validation: check.errors, validationContext: 'body' }).details
  const heard = runInFlow({ request_id: 'r', ip: null, principal: null, tenant: null, work: null, language: 'de' }, told)
  expect(told().errors?.map(({ detail }) => detail)).toEqual([english])
  expect(told().errors?.[0]?.pointer).toMatch(/^\/field/)
  expect(heard.errors?.map(({ detail }) => detail)).toEqual([inGerman])
  // The sentence of the whole names the field as well.
  expect(told().detail).toContain('/field')
})
