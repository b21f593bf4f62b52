/**
 * From a list of declarations to a checked, ordered one. Pure. Refuses at boot, naming both ends and the fix: duplicate names, missing
 * dependencies, cycles with their path, names not prefixed by their module, foreign subscriptions. Without it such faults surface as odd behaviour at run time.
 */
import type { Contract } from './contract.js'
import type { ModuleSpec } from './module.js'

export class RegistryError extends Error {
  override name = 'RegistryError'
}

/** @returns the modules, each after all it depends on; otherwise in the given order. @throws RegistryError */
export function arrange(modules: readonly ModuleSpec[]): readonly ModuleSpec[] {
  const byName = new Map<string, ModuleSpec>()
  for (const module of modules) {
    const { name } = module.contract
    if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new RegistryError(`Module name '${name}' must be lower case letters, digits and hyphens, starting with a letter.`)
    if (byName.has(name)) throw new RegistryError(`Two modules are called '${name}'. Remove one from config/modules.ts or rename it.`)
    byName.set(name, module)
  }
  const ordered: ModuleSpec[] = []
  const visit = (module: ModuleSpec, path: readonly string[]): void => {
    if (ordered.includes(module)) return
    const { name } = module.contract
    if (path.includes(name)) throw new RegistryError(`Modules depend on each other in a cycle: ${[...path.slice(path.indexOf(name)), name].join(' -> ')}. Turn one of the arrows into an event or an extension point.`)
    for (const dependency of module.contract.dependsOn) visit(dependencyOf(module, dependency, byName), [...path, name])
    ordered.push(module)
  }
  for (const module of modules) visit(module, [])
  for (const module of ordered) checkNames(module)
  return ordered
}

/** Modules that (transitively) depend on `name`. */
export function dependentsOf(name: string, modules: readonly ModuleSpec[]): readonly string[] {
  return modules.filter(({ contract }) => contract.dependsOn.some((dependency) => dependency.name === name)).map(({ contract }) => contract.name)
}

function dependencyOf(module: ModuleSpec, dependency: Contract, byName: ReadonlyMap<string, ModuleSpec>): ModuleSpec {
  const found = byName.get(dependency.name)
  if (!found) {
    const near = didYouMean(dependency.name, [...byName.keys()])
    throw new RegistryError(`Module '${module.contract.name}' depends on '${dependency.name}', which is not in config/modules.ts.${near ? ` Did you mean '${near}'?` : ' Add it there.'}`)
  }
  return found
}

function checkNames({ contract, subscribes: _, ...module }: ModuleSpec): void {
  const owned = (kind: string, name: string, separator: string) => {
    if (!name.startsWith(contract.name + separator)) {
      throw new RegistryError(`${kind} '${name}' belongs to module '${contract.name}' and must start with '${contract.name}${separator}'.`)
    }
  }
  for (const event of Object.values(contract.events)) owned('Event', event.name, '.')
  for (const permission of Object.values(contract.permissions)) owned('Permission', permission.name, ':')
  for (const point of Object.values(contract.extensionPoints ?? {})) owned('Extension point', point.name, '.')
  if (contract.port && contract.port.name !== contract.name) throw new RegistryError(`The port of module '${contract.name}' is called '${contract.port.name}'; call it '${contract.name}'.`)
  if (module.records && !module.observer) throw new RegistryError(`Module '${contract.name}' records every event but is not declared 'observer: true'.`)
  if (module.refusals && !module.observer) throw new RegistryError(`Module '${contract.name}' hears every refusal but is not declared 'observer: true'.`)
}

/** Checks what only exists once the modules are bound: subscriptions, channels and schedules. @throws RegistryError */
export function checkBindings(module: ModuleSpec, bound: { events: readonly string[]; names: readonly string[] }): void {
  const { contract } = module
  const visible = new Set([contract, ...reachable(contract), ...(contract.reads ?? [])].flatMap((each) => Object.values(each.events).map((event) => event.name)))
  for (const event of bound.events) {
    if (event === '*' ? module.observer : visible.has(event)) continue
    throw new RegistryError(
      event === '*'
        ? `Module '${contract.name}' subscribes to every event but is not declared 'observer: true'.`
        : `Module '${contract.name}' subscribes to '${event}', an event of no contract it depends on. Add that contract to dependsOn, or to reads when the module does without it.`,
    )
  }
  for (const name of bound.names) {
    if (!name.startsWith(`${contract.name}.`)) throw new RegistryError(`'${name}' belongs to module '${contract.name}' and must start with '${contract.name}.'.`)
  }
}

function reachable(contract: Contract): Contract[] {
  return contract.dependsOn.flatMap((dependency) => [dependency, ...reachable(dependency)])
}

/** The nearest known name within two edits; undefined when nothing is near. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  const ranked = known.map((candidate) => ({ candidate, distance: editDistance(name, candidate) })).sort((a, b) => a.distance - b.distance)
  return ranked[0] && ranked[0].distance <= 2 ? ranked[0].candidate : undefined
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]!
}
