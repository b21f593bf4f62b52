/** F12: PostgreSQL has no room left, on a small file system of its own; needs the right to mount one. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { base, outcome, probe, readyAgain, seconds, Stage, type Finding } from './stage.js'
import type { Traffic } from './traffic.js'

const fault = 'F12 disk full under PostgreSQL (small tmpfs)'
const expected = 'writes 503, reads 200; after room is made: ready within 5 s, no acknowledged booking lost, mail drains'
/** Left free, so that the server is in the middle of something when it runs out. */
const slack = 400_000

export async function diskFull(): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), 'bookflow-full-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=755', 'tmpfs', folder], { stdio: 'pipe' })
  } catch {
    rmSync(folder, { recursive: true, force: true })
    return { fault, expected, seen: 'this machine does not allow mounting a file system: not tried', outcome: 'not tried' }
  }
  try {
    const stage = await Stage.open({ durable: true, folder }, 4)
    try {
      return await filled(stage, folder)
    } finally {
      await stage.close()
    }
  } finally {
    execFileSync('umount', ['-l', folder], { stdio: 'pipe' })
    rmSync(folder, { recursive: true, force: true })
  }
}

async function filled(stage: Stage, folder: string): Promise<Finding> {
  const { site, webs, organization } = stage
  const traffic = await stage.traffic(40)
  const ballast = join(folder, 'ballast')
  const refused = (): number => traffic.count(503) + traffic.count(500)
  // What is left when the server has grown into its room is taken again, until a booking finds none.
  for (let n = 0; n < 300 && refused() === 0; n += 1) {
    const { bavail, bsize } = statfsSync(folder)
    if (bavail * bsize > slack) writeFileSync(`${ballast}-${n}`, Buffer.alloc(bavail * bsize - slack))
    await delay(100)
  }
  await delay(1_000)
  const read = await fetch(`${base(webs[0])}/v1/bookings?limit=10`, { headers: { authorization: `Bearer ${organization.token}` } }).then(({ status }) => status, () => 0)
  const lively = await probe(webs[0], '/livez')
  for (let n = 0; n < 300; n += 1) rmSync(`${ballast}-${n}`, { force: true })
  const survived = await serverRuns(stage)
  // Without room for its log it may have ended; whoever made room starts it, as an operator would.
  if (!survived) await site.startDatabase()
  await site.databaseBack()
  const back = await readyAgain(webs[0])
  const before = traffic.count(201)
  await delay(2_000)
  const tally = await traffic.stop()
  const lost = await traffic.lost(site.admin)
  const drained = await stage.drained(60_000)
  return {
    fault,
    expected,
    seen: `${told(traffic)}; reads ${read}, /livez ${lively}; the server ${survived ? 'stayed up' : 'ended and was started'}; afterwards ready after ${seconds(back)}, ${traffic.count(201) - before} x 201, ${lost} lost, mail drained after ${seconds(drained)}`,
    outcome: outcome(traffic.count(503) > 0 && traffic.count(500) === 0 && tally.unexplained === 0 && (read === 200 || !survived) && lively === 200 && back !== null && back < 5_000 && traffic.count(201) > before && lost === 0 && drained !== null),
  }
}

/** @returns whether it answers within five seconds */
async function serverRuns({ site }: Stage): Promise<boolean> {
  for (let n = 0; n < 50; n += 1) {
    if (await site.admin.query('select 1').then(() => true, () => false)) return true
    await delay(100)
  }
  return false
}

const told = ({ tally }: Traffic): string => [...tally.statuses].sort(([a], [b]) => a - b).map(([status, n]) => `${n} x ${status || 'no answer'}`).join(', ')
