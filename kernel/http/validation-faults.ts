/** Which of ajv's complaints are told. A union complains once for itself and once for each branch; a person wants to hear about the branch they meant. */
import type { FastifySchemaValidationError } from 'fastify'
import type { Forms } from './validation-words.js'

type Fault = FastifySchemaValidationError

/** Leaves, for each failed union, the faults of the one branch that was meant (its constants fit; it knows every field), or the union's own line when none or several could be. */
export function toldFaults(faults: readonly Fault[]): Fault[] {
  return faults.filter(({ keyword }) => keyword === 'anyOf').reduce<Fault[]>((left, union) => withoutBranches(left, union), [...faults])
}

function withoutBranches(faults: readonly Fault[], union: Fault): Fault[] {
  const branchOf = (fault: Fault) => branch(fault, union)
  const branches = Map.groupBy(faults.filter((fault) => branchOf(fault) !== null), branchOf)
  const fitting = [...branches.entries()].filter(([, own]) => !own.some((fault) => tellsApart(fault, union)))
  const knowing = fitting.filter(([, own]) => !own.some((fault) => ofItself(fault, union, 'additionalProperties')))
  const [meant] = [fitting, knowing].filter((some) => some.length === 1)
  const chosen = meant ? meant[0]![0] : null
  return faults.flatMap((fault) => {
    if (fault === union) return chosen === null ? [unmeant(union, [...branches.values()])] : []
    return branchOf(fault) === null || branchOf(fault) === chosen ? [fault] : []
  })
}

/** What to say when no branch was meant, or several: which values tell them apart, which types or fields each would take. */
function unmeant(union: Fault, branches: readonly (readonly Fault[])[]): Fault {
  const told = (pointer: string, forms: Forms): Fault => ({ ...union, instancePath: pointer, params: { forms } })
  const constants = branches.flatMap((own) => own.filter(({ keyword, instancePath }) => keyword === 'const' && below(instancePath, union) === 1))
  const [first] = constants
  if (first && constants.every(({ instancePath }) => instancePath === first.instancePath)) return told(first.instancePath, { values: [...new Set(constants.map(({ params }) => params['allowedValue']))] })
  const types = branches.map((own) => own.filter((fault) => ofItself(fault, union, 'type')).flatMap(({ params }) => params['type'] as string | string[]))
  if (types.length > 0 && types.every((own) => own.length > 0)) return told(union.instancePath, { types: types.flat() })
  const fields = branches.map((own) => own.filter((fault) => ofItself(fault, union, 'required')).map(({ params }) => String(params['missingProperty']))).filter((names) => names.length > 0)
  const everywhere = fields.length === branches.length ? fields[0]?.find((name) => fields.every((names) => names.includes(name))) : undefined
  if (everywhere !== undefined) return { ...union, keyword: 'required', params: { missingProperty: everywhere } }
  return told(union.instancePath, fields.length > 1 ? { fields } : {})
}

const ofItself = ({ keyword, instancePath }: Fault, union: Fault, wanted: string): boolean => keyword === wanted && instancePath === union.instancePath

/** How deep a place lies below the union. */
function below(instancePath: string, union: Fault): number {
  return instancePath.slice(union.instancePath.length).split('/').length - 1
}

/** The number of the union's branch a fault lies in; null when it lies elsewhere. */
function branch(fault: Fault, union: Fault): string | null {
  const inside = fault.instancePath === union.instancePath || fault.instancePath.startsWith(`${union.instancePath}/`)
  if (fault === union || !inside || !fault.schemaPath.startsWith(`${union.schemaPath}/`)) return null
  return fault.schemaPath.slice(union.schemaPath.length + 1).split('/')[0]!
}

/** A constant of the value itself that does not fit, or another type altogether: this branch was not meant. */
function tellsApart({ keyword, instancePath }: Fault, union: Fault): boolean {
  const depth = below(instancePath, union)
  return (keyword === 'const' && depth <= 1) || (keyword === 'type' && depth === 0)
}
