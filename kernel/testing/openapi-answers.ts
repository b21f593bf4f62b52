/**
 * Holds every answer against the OpenAPI document: the operation is known, the status documented, the media type right, the body what the schema says.
 * Refuses the answer by throwing. Without it the document would be a story about the product, and clients generated from it would break.
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { App } from '../module.js'
import { isInstant, isLocale, isText, isZone } from '../http/validation.js'
import { isId } from '../ids.js'
import type { Answer } from './client.js'
import { nameOf, OperationIndex, operationsOf, type Schema } from './openapi-document.js'

export type AnswerCheck = (request: { method: string; path: string }, answer: Answer) => void

/** Pages about the API and pages for developers, which the document leaves out. */
const undocumented = [/^\/v1\/openapi\.json$/, /^\/problems(\/|$)/, /^\/docs(\/|$)/, /^\/dev\//]

/** What somebody hears at a path that is none: bytes and bodies are judged before paths. */
const refusals = [400, 404, 413, 415, 422, 429, 503]

const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: true })
ajv.addFormat('instant', isInstant)
ajv.addFormat('zone', isZone)
ajv.addFormat('locale', isLocale)
ajv.addFormat('text', isText)
ajv.addFormat('uuid', isId)
ajv.addFormat('email', /^[^@\s]+@[^@\s]+$/)
ajv.addFormat('date', /^\d{4}-\d{2}-\d{2}$/)
ajv.addFormat('time', true)
ajv.addFormat('uri', (text: string) => URL.canParse(text))

/** By the schema's text: most operations share their problems. */
const compiled = new Map<string, ValidateFunction>()

function validatorOf(schema: Schema): ValidateFunction {
  const key = JSON.stringify(schema)
  const validate = compiled.get(key) ?? ajv.compile(schema)
  compiled.set(key, validate)
  return validate
}

/** @returns a check for the answers of this application, which reads the document when it is first asked */
export function answerCheck(app: App): AnswerCheck {
  let index: OperationIndex | null = null
  const validators = new Map<string, ValidateFunction>()
  return ({ method, path }, answer) => {
    index ??= new OperationIndex(operationsOf(app))
    const fault = (what: string) => new Error(`${method} ${path} answered ${answer.status}, ${what}: ${answer.text.slice(0, 500)}`)
    const operations = index.at(path)
    const operation = operations.find((each) => each.method === method)
    if (!operation) {
      if ((operations.length === 0 ? refusals : [...refusals, 405]).includes(answer.status) || undocumented.some((pattern) => pattern.test(path.split('?')[0] ?? ''))) return
      throw fault('which no operation of the OpenAPI document does')
    }
    const name = nameOf(operation)
    const response = operation.responses[answer.status]
    if (!response) throw fault(`which ${name} does not document (it has ${Object.keys(operation.responses).join(', ')})`)
    const { content } = response
    if (!content) {
      if (answer.text !== '') throw fault(`with a body that ${name} does not document`)
      return
    }
    const type = (answer.headers['content-type'] ?? '').split(';')[0] ?? ''
    const schema = content[type]?.schema
    if (!schema) throw fault(`as '${type}' instead of ${Object.keys(content).join(' or ')}`)
    if (!/\bjson$/.test(type)) return
    const key = `${name} ${answer.status}`
    const validate = validators.get(key) ?? validatorOf(schema)
    validators.set(key, validate)
    if (validate(answer.body)) return
    const faults = (validate.errors ?? []).slice(0, 5).map(({ instancePath, message = '', params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`)
    throw fault(`which is not what ${name} documents (${faults.join('; ')})`)
  }
}
