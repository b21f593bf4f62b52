/** `npm run new:module -- waitlist --noun entry --depends bookings,members`: a module that compiles and passes its own tests at birth. */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { UsageError } from './new-module/names.js'
import { writeModule } from './new-module/write-module.js'
import { projectRoot } from './project-root.js'

const usage = 'npm run new:module -- <name> --noun <noun> [--depends <module>,<module>]'

function main(): void {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { noun: { type: 'string' }, depends: { type: 'string', default: '' } } })
  const [module, ...rest] = positionals
  if (!module || rest.length > 0 || !values.noun) throw new UsageError(`Usage: ${usage}`)
  const depends = values.depends.split(',').flatMap((name) => name.trim() || [])
  for (const path of writeModule(projectRoot, { module, noun: values.noun, depends }, Date.now())) console.log(path)
  // The reviewed schema has one table more; compiles the new module on the way.
  const { status } = spawnSync(process.execPath, ['scripts/bootstrap.mjs', 'dist/scripts/schema.js'], { cwd: projectRoot, stdio: 'inherit' })
  if (status !== 0) throw new Error('The module is written, but migrations/schema.sql could not be brought up to date: npm run schema')
  console.log(`\nThe module '${module}' is in config/modules.ts. Try it: npm test -- modules/${module} config/conformance`)
}

try {
  main()
} catch (error) {
  console.error(error instanceof UsageError || (error instanceof TypeError && 'code' in error) ? `${error.message}\n${usage}` : error)
  process.exitCode = 1
}
