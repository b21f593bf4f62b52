/** INV-1: work across organisations happens for the reasons that docs/cross-tenant.md gives, and for no other. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { crossTenantUses, reasonsIn } from '#config/testing/cross-tenant-reasons'

it('INV-1: every reason for work across organisations stands in docs/cross-tenant.md with its why, and every one there is used', () => {
  const page = readFileSync(fileURLToPath(new URL('../docs/cross-tenant.md', import.meta.url)), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| `')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()))
  const listed = rows.map(([reason = '', file = '']) => `${reason.replaceAll('`', '')} in ${file.replaceAll('`', '')}`)
  const { uses, files } = crossTenantUses()
  expect(uses.map(({ reason, file }) => `${reason} in ${file}`).sort()).toEqual([...listed].sort())
  for (const [reason, , why = '', what = ''] of rows) expect([why.length > 40, what.length > 10], reason).toEqual([true, true])
  expect(uses.length).toBeGreaterThanOrEqual(8)
  expect(files).toBeGreaterThanOrEqual(150)
})

it('sees reasons through constants and choices, and refuses one made up at run time', () => {
  expect(reasonsIn('a.ts', `const why = late ? 'a' : 'b'; t.crossTenant(why, f); t.crossTenant('c', f)`)).toEqual(['a', 'b', 'c'])
  expect(() => reasonsIn('a.ts', 't.crossTenant(`x.${what}`, f)')).toThrow(/does not write its reason out/)
})
