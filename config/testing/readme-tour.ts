/** The tour of the README as a script, and what has to come of it. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

/** The shell blocks of the section, in order. */
function tour(): string {
  const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8')
  const section = readme.split('## A tour in five minutes')[1]!.split('\n## ')[0]!
  return [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block).join('\n')
}

function run(script: string, cwd: string, url: string): Promise<{ code: number | null; output: string; errors: string }> {
  return new Promise((resolve) => {
    const shell = spawn('bash', ['-eo', 'pipefail', '-c', script], { cwd, env: { ...process.env, URL: url, PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` } })
    let output = ''
    let errors = ''
    shell.stdout.on('data', (part: Buffer) => (output += part))
    shell.stderr.on('data', (part: Buffer) => (errors += part))
    shell.on('close', (code) => resolve({ code, output, errors }))
  })
}

/** @param url of a web process that has a worker beside it */
export async function expectTour(url: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bookflow-tour-'))
  try {
    const { code, output, errors } = await run(tour(), folder, url)
    expect(code, `${output}\n${errors}`).toBe(0)
    const lines = output.trim().split('\n')
    const inOrder = ['Analytical Engines', 'pending', 'confirmed', 'pending_approval', 'booking_conflict', 'forbidden', 'approved', 'confirmed']
    let at = 0
    for (const expected of inOrder) {
      const found = lines.indexOf(expected, at)
      expect(found, `'${expected}' after line ${at} of:\n${output}`).toBeGreaterThanOrEqual(0)
      at = found + 1
    }
    const events = lines.filter((line) => line.startsWith('event: ')).map((line) => line.slice(7))
    const told = ['bookings.created', 'bookings.created', 'approvals.requested', 'approvals.decided', 'bookings.confirmed']
    let next = 0
    for (const event of told) {
      const found = events.indexOf(event, next)
      expect(found, `${event} in order among ${events.join(', ')}`).toBeGreaterThanOrEqual(0)
      next = found + 1
    }
    for (const action of ['orgs.created', 'members.joined', 'resources.created', 'workflows.created', ...told]) expect(lines, output).toContain(action)
    for (const subject of ['Confirmed: Engine room', 'Waiting for approval: Engine room', 'Please decide: Engine room']) expect(output).toContain(subject)
    expect(lines.slice(-4)).toEqual(['false', 'false', 'module_disabled', 'confirmed'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
