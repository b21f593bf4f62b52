/** `npm run chaos -- messages --kills 1000 --messages 10000` */
import { runMessages } from './message-run.js'
import type { Chance } from './random.js'
import { table, writeSection } from './report.js'

export async function messages(options: { kills: number; messages: number; minutes: number }, chance: Chance, seed: number, say: (line: string) => void): Promise<boolean> {
  const begun = performance.now()
  const result = await runMessages({ durable: true, bookings: Math.ceil(options.messages / 3), kills: options.kills, chance, longestMs: options.minutes * 60_000, say })
  const kills = [...result.kills.values()].reduce((sum, n) => sum + n, 0)
  const body = [
    `Seed ${seed}. ${kills} kills of ${options.kills} asked for, in ${Math.round((performance.now() - begun) / 60_000)} minutes, while ${result.acknowledged} bookings were made, each one mail and one delivery to each of two endpoints: ${result.mails + result.deliveries} messages.`,
    'Every delivery was verified with `svix` and with `standardwebhooks`; the stand-in for Resend counted by Idempotency-Key. Retries did not wait for their hour at the end of the run.',
    '',
    table(['killed with SIGKILL', 'times'], [...result.kills].sort(([, a], [, b]) => b - a).map(([victim, n]) => [victim, n])),
    '',
    table(
      ['', 'expected', 'seen'],
      [
        ['acknowledged bookings', result.acknowledged, result.acknowledged],
        ['mails taken', result.acknowledged, result.mails],
        ['deliveries, by id', 2 * result.acknowledged, result.deliveries],
        ['lost, altered or doubled', 0, result.violations.length],
        ['mail requests repeated under their key', 'some', result.repeatedMails],
        ['deliveries repeated under their id', 'some', result.repeatedDeliveries],
        ['messages five crashes made dead, brought back', 'few', result.replayed],
      ],
    ),
    ...(result.violations.length > 0 ? ['', 'Violations:', ...result.violations.map((violation) => `- ${violation}`)] : []),
  ].join('\n')
  writeSection('Messages under kills', `npm run chaos -- messages --kills ${options.kills} --messages ${options.messages} --seed ${seed}`, body)
  say(body)
  return result.violations.length === 0
}
