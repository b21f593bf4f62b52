import { textOf } from '../session/form-problem.js'

export interface EventType {
  readonly type: string
  readonly description: string
}

export interface EventGroup {
  readonly module: string
  readonly types: readonly EventType[]
}

/** Types by the module that tells them, in the catalogue's order. */
export function groupTypes(types: readonly EventType[]): readonly EventGroup[] {
  return [...Map.groupBy(types, ({ type }) => moduleOf(type))].map(([module, ofModule]) => ({ module, types: ofModule }))
}

/** What a form chose, as REST wants it: none means every type; a whole module stands for its types. */
export function chosenTypes(form: FormData): string[] {
  if (textOf(form, 'events') !== 'some') return []
  const chosen = [...new Set(form.getAll('event_types').map(String))]
  const whole = new Set(chosen.filter((type) => type.endsWith('.*')).map(moduleOf))
  return chosen.filter((type) => type.endsWith('.*') || !whole.has(moduleOf(type)))
}

/** How much an endpoint asked for. */
export function countTypes(chosen: readonly string[]): { readonly modules: readonly string[]; readonly types: number } {
  const modules = chosen.filter((type) => type.endsWith('.*')).map(moduleOf)
  return { modules, types: chosen.length - modules.length }
}

const moduleOf = (type: string): string => type.split('.')[0] ?? type
