/** F13, F14: a process runs out of memory, is stopped under load. */
import { setTimeout as delay } from 'node:timers/promises'
import { outcome, readyAgain, seconds, stream, type Finding, type Stage } from './stage.js'

export async function outOfMemory(stage: Stage): Promise<Finding> {
  const { webs, site } = stage
  const traffic = await stage.traffic(30)
  await delay(1_000)
  webs[0].signal('SIGUSR2')
  await webs[0].kill('SIGUSR2')
  const died = performance.now()
  await webs[0].start()
  const back = performance.now() - died
  await delay(500)
  await traffic.stop()
  const lost = await traffic.lost(site.admin)
  return {
    fault: 'F13 web runs out of memory under a heap cap, another serves on',
    expected: 'restart within 5 s; the other process answers; no acknowledged booking lost',
    seen: `started again in ${seconds(back)}; ${traffic.count(201)} x 201, ${traffic.count(0)} without an answer; ${lost} lost`,
    outcome: outcome(back < 5_000 && lost === 0 && traffic.count(201) > 0 && traffic.count(500) === 0),
  }
}

/** Rolling restart: each process in turn is asked to stop while load and streams are on it. */
export async function stoppedUnderLoad(stage: Stage, perSecond: number, streams: number): Promise<Finding> {
  const { webs, organizations, site } = stage
  const tokens: string[] = []
  // Five streams each is a person's limit.
  for (let n = 0; n < Math.ceil(streams / 5); n += 1) tokens.push((await organizations.found()).token)
  const traffic = await stage.traffic(perSecond)
  const [codes, times]: [(number | null)[], number[]] = [[], []]
  let [said, opened] = [0, 0]
  for (const web of webs) {
    const open = await Promise.all(Array.from({ length: streams }, (_, n) => stream(web, tokens[n % tokens.length]!)))
    opened += open.length
    await delay(1_500)
    const begun = performance.now()
    codes.push(await web.kill('SIGTERM'))
    times.push(performance.now() - begun)
    await Promise.all(open.map(({ ended }) => ended))
    said += open.filter(({ text }) => /retry: \d+\nevent: closed/.test(text())).length
    await web.start()
    await readyAgain(web)
  }
  await delay(500)
  const tally = await traffic.stop()
  const failed = tally.sent - traffic.count(201)
  return {
    fault: `F14 rolling restart by SIGTERM under ${perSecond} bookings/s and ${streams} streams`,
    expected: '0 failed requests; streams end with retry:; exit within 25 s, code 0',
    seen: `${tally.sent} bookings, ${failed} failed (${[...tally.statuses].filter(([status]) => status !== 201).map(([status, n]) => `${n} x ${status}`).join(', ') || 'none'}); ${said} of ${opened} streams were told; exits ${codes.join(', ')} after ${times.map(seconds).join(' and ')}`,
    outcome: outcome(failed === 0 && said === opened && codes.every((code) => code === 0) && Math.max(...times) < 25_000 && (await traffic.lost(site.admin)) === 0),
  }
}
