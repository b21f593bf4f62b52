import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only config/ and scripts/ read the environment: take the setting from KernelConfig (config/env.ts parses it).',
}
const locator = {
  selector: 'CallExpression[callee.property.name="resolve"]:matches([callee.object.name=/container$/i], [callee.object.property.name=/container$/i])',
  message: 'Resolve only in module.ts and kernel/boot.ts: take what you need in the constructor.',
}
const focused = {
  selector: "MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|todo|fails|skipIf|runIf)$/]",
  message: 'A test runs or is deleted.',
}
const assertion = {
  selector: 'TSNonNullExpression > CallExpression[callee.property.name=/^(find|findLast|get|pop|shift|match|exec)$/]',
  message: 'A look-up may find nothing: say what happens then. `!` is for what the line before has made certain.',
}
const environmentImport = {
  paths: [
    { name: 'node:process', importNames: ['env', 'default'], message: environment.message },
    { name: 'process', message: environment.message },
  ],
}

/** What the compiler cannot say. Import directions are dependency-cruiser's and check-modules' part. */
export default defineConfig(
  { ignores: ['**/node_modules/**', '**/dist/**', 'ui/build/**', '**/.react-router/**', '.data/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.base],
    // No comment switches a rule off: a wrong rule is changed here, for everybody.
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-ignore': true, 'ts-expect-error': 'allow-with-description', 'ts-nocheck': true, 'ts-check': true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true, allowForKnownSafeCalls: [{ from: 'package', package: 'vitest', name: ['it', 'test', 'describe'] }] }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, attributes: false } }],
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-var': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      'prefer-const': 'error',
      'no-restricted-imports': ['error', environmentImport],
      'no-restricted-syntax': ['error', environment, locator, focused, assertion],
    },
  },
  // Where things are put together.
  {
    files: ['modules/*/module.ts', 'kernel/boot.ts', 'kernel/web.ts', 'kernel/worker.ts', 'kernel/http/app.ts', 'kernel/container.ts'],
    rules: { 'no-restricted-syntax': ['error', environment, focused, assertion] },
  },
  // A loader throws a Response to redirect: https://reactrouter.com/how-to/error-boundary
  { files: ['ui/**/*.ts', 'ui/**/*.tsx'], rules: { '@typescript-eslint/only-throw-error': 'off' } },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', '**/testing/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', environment, focused] },
  },
  { files: ['config/**/*.ts', 'scripts/**/*.ts'], rules: { 'no-restricted-syntax': ['error', focused], 'no-restricted-imports': 'off', 'no-console': 'off' } },
)
