/** Checks the import directions of config/dependency-cruiser.cjs. Exit code 1 with one line per violation, or when it read nothing. */
import { checkImports } from './checks/import-rules.js'
import { readTree } from './checks/source-tree.js'
import { projectRoot } from './project-root.js'

const { read, dependencies, violations } = checkImports(projectRoot, readTree(projectRoot))
for (const { rule, from, to } of violations) console.error(`${from} -> ${to} (${rule}: config/dependency-cruiser.cjs says why)`)
console.log(`check-imports: read ${read} files and packages, ${dependencies} imports, ${violations.length} violations`)
if (violations.length > 0) process.exitCode = 1
