/** Collects the reasons given to `crossTenant(reason, ...)` in the sources: the only doors through which work sees several organisations at once. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { productModules } from '#config/modules'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface CrossTenantUse {
  reason: string
  /** Path from the root of the repository. */
  file: string
}

/** Every use in the kernel and the product's modules outside of tests, in order of the file's path. @throws where the reason is not written out in the same file */
export function crossTenantUses(): { uses: CrossTenantUse[]; files: number } {
  const folders = ['kernel', ...productModules.map(({ contract }) => `modules/${contract.name}`)]
  const files = folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(root, folder, file))).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('/testing/'))
  const uses = files.sort().flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    return text.includes('crossTenant') ? reasonsIn(relative(root, file), text).map((reason) => ({ reason, file: relative(root, file) })) : []
  })
  return { uses, files: files.length }
}

/** The reasons of one source. */
export function reasonsIn(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const constants = new Map<string, ts.Expression>()
  const reasons = new Set<string>()
  const literals = (node: ts.Expression): string[] => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text]
    if (ts.isConditionalExpression(node)) return [...literals(node.whenTrue), ...literals(node.whenFalse)]
    const constant = ts.isIdentifier(node) ? constants.get(node.text) : undefined
    if (constant) return literals(constant)
    throw new Error(`${file}: crossTenant(${node.getText(source)}, ...) does not write its reason out. Give a text, or a constant of this file.`)
  }
  const visit = (node: ts.Node, calls: boolean): void => {
    if (!calls && ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) constants.set(node.name.text, node.initializer)
    const [first] = calls && ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'crossTenant' ? node.arguments : []
    if (first) for (const reason of literals(first)) reasons.add(reason)
    ts.forEachChild(node, (child) => visit(child, calls))
  }
  visit(source, false)
  visit(source, true)
  return [...reasons]
}
