/** Which of ajv's complaints are told. A union complains once for itself and once for each branch; a person wants to hear about the branch they meant. */
import type { FastifySchemaValidationError } from 'fastify'

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
  const left = faults.filter((fault) => (fault === union ? chosen === null : branchOf(fault) === null || branchOf(fault) === chosen))
  return left.map((fault) => (fault === union ? { ...union, params: { ...union.params, forms: formsOf(fitting.map(([, own]) => own), union) } } : fault))
}

/** What each branch that could have been meant asks for, e.g. `['ids', 'from, to']`; empty when one asks for nothing by name. */
function formsOf(branches: readonly (readonly Fault[])[], union: Fault): string[] {
  const forms = branches.map((own) => own.filter((fault) => ofItself(fault, union, 'required')).map(({ params }) => String(params['missingProperty'])).join(', '))
  return forms.every((form) => form !== '') ? forms : []
}

const ofItself = ({ keyword, instancePath }: Fault, union: Fault, wanted: string): boolean => keyword === wanted && instancePath === union.instancePath

/** The number of the union's branch a fault lies in; null when it lies elsewhere. */
function branch(fault: Fault, union: Fault): string | null {
  const below = fault.instancePath === union.instancePath || fault.instancePath.startsWith(`${union.instancePath}/`)
  if (fault === union || !below || !fault.schemaPath.startsWith(`${union.schemaPath}/`)) return null
  return fault.schemaPath.slice(union.schemaPath.length + 1).split('/')[0]!
}

/** A constant of the value itself that does not fit, or another type altogether: this branch was not meant. */
function tellsApart({ keyword, instancePath }: Fault, union: Fault): boolean {
  const depth = instancePath.slice(union.instancePath.length).split('/').length - 1
  return (keyword === 'const' && depth <= 1) || (keyword === 'type' && depth === 0)
}
