/** Checks the house rules that types, ESLint and dependency-cruiser cannot express. Exit code 1 with one line per broken rule. */
import { rules } from './checks/house-rules.js'
import { readTree } from './checks/source-tree.js'
import { projectRoot } from './project-root.js'

const files = readTree(projectRoot)
const findings = rules.flatMap((rule) => rule(files))
for (const { rule, path, message } of findings) console.error(`${path}: ${message} (${rule})`)

const lengths = files.map(({ lines }) => lines).sort((a, b) => a - b)
console.log(`check-modules: read ${files.length} files (median ${lengths[Math.floor(lengths.length / 2)] ?? 0} lines, longest ${lengths.at(-1) ?? 0}), ${findings.length} broken rules`)
if (files.length < 50) {
  console.error('Fewer than 50 files were read: the check looks in the wrong place.')
  process.exitCode = 1
}
if (findings.length > 0) process.exitCode = 1
