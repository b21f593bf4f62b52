/** A copy of the checkout in which guards are taken away: sources copied, packages as hard links. Nothing here ever touches the checkout itself. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestCluster } from '#kernel/testing/cluster'
import { projectRoot } from '../project-root.js'
import { edited, patternOf, type Removal, type SourceEdit, type Statement, type TestName } from './removal.js'
import type { TestReport } from './verdict.js'

const left = new Set(['node_modules', '.git', '.data', 'dist', 'build', '.react-router'])

/** Far above what any of these tests takes; what hangs without its guard is not waited for. */
const patienceMs = 240_000

/** Where a run makes its own server, SQL goes to the template that all its databases are cloned from. */
function inTemplate({ sql }: Statement): SourceEdit {
  const find = 'return { template, urls, stop }'
  return { file: 'kernel/testing/cluster.ts', find, replace: `await asAdmin(placed('admin', template), ${JSON.stringify(sql)})\n    ${find}` }
}

export class Lane {
  private readonly root: string
  private running: ChildProcess | null = null

  constructor() {
    this.root = mkdtempSync(join(tmpdir(), 'bookflow-prove-'))
    // The embedded server runs as somebody else when this is root, and lies in here.
    chmodSync(this.root, 0o755)
    cpSync(projectRoot, this.root, { recursive: true, filter: (source) => !left.has(source.slice(source.lastIndexOf('/') + 1)) })
    const packages = join(projectRoot, 'node_modules')
    try {
      execFileSync('cp', ['-al', packages, join(this.root, 'node_modules')], { stdio: 'ignore' })
      // What the runner keeps there for itself would be shared.
      rmSync(join(this.root, 'node_modules', '.vite'), { recursive: true, force: true })
    } catch {
      // Another file system: hard links do not reach across.
      rmSync(join(this.root, 'node_modules'), { recursive: true, force: true })
      symlinkSync(packages, join(this.root, 'node_modules'))
    }
  }

  /** Runs one test without its guard. @param cluster without what SQL takes away; null makes its own. @throws when the removal no longer fits */
  async without({ remove, test }: Removal, cluster: TestCluster | null): Promise<TestReport | null> {
    const originals = new Map<string, string>()
    try {
      for (const step of [...remove, ...(cluster ? [] : remove.flatMap((each) => ('sql' in each ? [inTemplate(each)] : [])))]) {
        if ('sql' in step) continue
        const path = join(this.root, step.file)
        const source = readFileSync(path, 'utf8')
        if (!originals.has(path)) originals.set(path, source)
        writeFileSync(path, edited(source, step))
      }
      return await this.run([test], cluster)
    } finally {
      for (const [path, source] of originals) writeFileSync(path, source)
    }
  }

  /** @returns null when the run left no report */
  run(tests: readonly TestName[], cluster: TestCluster | null): Promise<TestReport | null> {
    const report = join(this.root, 'prove-report.json')
    rmSync(report, { force: true })
    const files = [...new Set(tests.map(({ file }) => file))]
    const names = [...new Set(tests.map((test) => patternOf(test).source))].join('|')
    const args = ['run', '--config', 'config/vitest.config.ts', ...files, '-t', names, '--maxWorkers=1', '--reporter=json', `--outputFile.json=${report}`]
    const env = { ...process.env, ...(cluster ? { BOOKFLOW_TEST_CLUSTER: JSON.stringify(cluster) } : {}) }
    return new Promise((resolve) => {
      const child = spawn(join(this.root, 'node_modules', '.bin', 'vitest'), args, { cwd: this.root, stdio: 'ignore', env })
      this.running = child
      const timer = setTimeout(() => child.kill('SIGTERM'), patienceMs * Math.max(1, files.length / 4))
      const done = () => {
        clearTimeout(timer)
        this.running = null
        resolve(existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as TestReport) : null)
      }
      child.on('error', done)
      child.on('close', done)
    })
  }

  /** Ends what runs, which leaves no report. */
  stop(): void {
    this.running?.kill('SIGTERM')
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}
