/** Modules of third parties, added by package name or path through configuration, so that nobody needs a fork. */
import { isAbsolute, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ModuleSpec } from '#kernel/module'

/**
 * @param specifiers package names, or paths relative to the working directory
 * @throws naming the specifier and what its default export lacks
 */
export async function externalModules(specifiers: readonly string[]): Promise<readonly ModuleSpec[]> {
  return Promise.all(specifiers.map(load))
}

async function load(specifier: string): Promise<ModuleSpec> {
  const path = specifier.startsWith('.') || isAbsolute(specifier)
  let loaded: { default?: unknown }
  try {
    loaded = (await import(path ? pathToFileURL(resolve(specifier)).href : specifier)) as { default?: unknown }
  } catch (error) {
    throw new Error(`The external module '${specifier}' cannot be loaded: ${error instanceof Error ? error.message : String(error)}. Name an installed package or a path to a JavaScript file.`)
  }
  const spec = loaded.default as Partial<ModuleSpec> | undefined
  if (typeof spec?.contract?.name !== 'string') throw new Error(`The external module '${specifier}' must export a module declaration (defineModule) as its default export.`)
  return spec as ModuleSpec
}
