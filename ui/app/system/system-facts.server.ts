import type { System } from '#modules/system/contract'
import { dateLocale, words } from '../language/words.server.js'
import { exactText, momentText } from '../reading/instant-text.server.js'
import type { Fact } from './fact-list.js'
import type { ChannelRow, ProcessRow } from './running-tables.js'

interface SystemFacts {
  readonly processes: readonly ProcessRow[]
  readonly channels: readonly ChannelRow[]
  readonly checks: System['checks']
  readonly database: readonly Fact[]
  readonly installation: readonly Fact[]
  readonly migrations: readonly Fact[]
  readonly modules: readonly { readonly name: string; readonly version: string }[]
}

/** The installation's numbers as texts. */
export function systemFacts(system: System, zone: string): SystemFacts {
  const t = words()
  const { product, process, database, migrations, outbox, channels, processes, streams, backup, checks, modules } = system
  const { used, max } = database.connections
  return {
    processes: processes.map(({ label, kind, status, version, node, started_at, last_seen_at, streams: open }) => ({ label, kind, status, version: `${version} · ${node}`, started: momentText(started_at, zone), seen: exactText(last_seen_at, zone), streams: kind === 'web' ? String(open) : '–' })),
    channels: channels.filter(({ pending, active, dead }) => pending + active + dead > 0).map(({ channel, pending, active, dead, oldest_age_seconds }) => ({ channel, pending, active, dead, oldest: oldest_age_seconds > 0 ? ageText(oldest_age_seconds) : '–' })),
    checks,
    database: [
      { name: t('Version'), value: database.version },
      { name: t('Size'), value: sizeText(database.size_bytes) },
      { name: t('Connections'), value: t('{{used}} of {{max}}', { used, max }) },
      { name: t('Live feed held back'), value: ageText(database.feed_held_seconds) },
    ],
    installation: [
      { name: t('Version'), value: `${product.name} ${product.version} · Node ${process.node}` },
      { name: t('This process since'), value: `${momentText(process.started_at, zone)} (${ageText(process.uptime_seconds)})` },
      { name: t('Live streams open'), value: String(streams) },
      { name: t('Messages waiting'), value: outbox.oldest_age_seconds === 0 ? String(outbox.pending) : t('{{waiting}}, the oldest for {{age}}', { waiting: outbox.pending, age: ageText(outbox.oldest_age_seconds) }) },
      { name: t('Messages given up'), value: String(outbox.dead) },
      { name: t('Last backup'), value: backup.completed_at ? `${exactText(backup.completed_at, zone)} (${ageText(backup.age_seconds ?? 0)})` : t('not known') },
    ],
    migrations: [
      { name: t('Migrations applied'), value: String(migrations.applied) },
      { name: t('The latest'), value: migrations.latest ?? '–' },
      { name: t('Not applied'), value: migrations.pending.length === 0 ? t('none') : migrations.pending.join(', ') },
    ],
    modules: modules.map(({ name, version }) => ({ name, version })),
  }
}

/** `42` -> `42 s`, `4000` -> `1 h 6 min`, `200000` -> `2 d 7 h`. */
export function ageText(seconds: number): string {
  const whole = Math.floor(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3_600) return `${Math.floor(whole / 60)} min`
  if (whole < 86_400) return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3_600)} h`
}

/** Bytes in the unit people would say. */
export function sizeText(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  return new Intl.NumberFormat(dateLocale(), { style: 'unit', unit: units[power], unitDisplay: 'short', maximumFractionDigits: 1 }).format(bytes / 1_000 ** power)
}
