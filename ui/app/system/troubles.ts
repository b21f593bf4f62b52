import type { System } from '#modules/system/contract'
import { phrase } from '../language/phrases.js'

export interface Trouble {
  /** False: it only may become one. */
  readonly bad: boolean
  readonly title: string
  readonly advice: string
  readonly values: Readonly<Record<string, string | number>>
}

/** Messages that wait longer than this have no worker that takes them. */
const lateSeconds = 300

/** What whoever runs the installation should do something about, the worst first. */
export function troublesOf({ checks, processes, migrations, outbox, database, backup }: System): readonly Trouble[] {
  const { used, max } = database.connections
  const failed = checks.filter(({ status }) => status === 'failed').map(({ name }) => name)
  const warned = checks.filter(({ status }) => status === 'warning').map(({ name }) => name)
  const alive = new Set(processes.filter(({ status }) => status === 'alive').map(({ kind }) => kind))
  const stale = processes.filter(({ status }) => status === 'stale').length
  const found: readonly (false | Trouble)[] = [
    failed.length > 0 && { bad: true, title: phrase('A check failed: {{names}}'), advice: phrase('Its line below says what is the matter. Until it passes, the process tells its balancer that it is not ready.'), values: { names: failed.join(', ') } },
    !alive.has('worker') && { bad: true, title: phrase('No worker is alive'), advice: phrase('Nothing is sent until one runs: start the process type “worker” of the Procfile.'), values: {} },
    migrations.pending.length > 0 && { bad: true, title: phrase('Migrations have not run: {{names}}'), advice: phrase('Run the release step (npm run migrate) before the processes of this version.'), values: { names: migrations.pending.join(', ') } },
    alive.has('worker') && outbox.oldest_age_seconds > lateSeconds && { bad: true, title: phrase('Messages wait for {{minutes}} minutes already'), advice: phrase('Add workers, or look into the log of those that run.'), values: { minutes: Math.round(outbox.oldest_age_seconds / 60) } },
    used > max * 0.8 && { bad: true, title: phrase('{{used}} of {{max}} database connections are in use'), advice: phrase('Lower the pool of each process, or raise the limit of the server, before the next process is added.'), values: { used, max } },
    backup.status === 'late' && { bad: true, title: phrase('The last backup is too old'), advice: phrase('It is made daily and is to be younger than 26 hours. Look into the log of what makes it.'), values: {} },
    stale > 0 && { bad: false, title: phrase('A process fell silent'), advice: phrase('It was killed, hangs, or lost the database. It leaves the list after a while when it does not come back.'), values: {} },
    warned.length > 0 && { bad: false, title: phrase('A check warns: {{names}}'), advice: phrase('Its line below says what is coming.'), values: { names: warned.join(', ') } },
    outbox.dead > 0 && { bad: false, title: phrase('Messages were given up'), advice: phrase('The organisations see theirs and can have them sent again; the queues below say which channel failed.'), values: {} },
    backup.status === 'unknown' && { bad: false, title: phrase('It is not known when the last backup was made'), advice: phrase('Let what makes it write its status file, and name that in BOOKFLOW_BACKUP_STATUS_FILE.'), values: {} },
  ]
  return found.filter((trouble) => trouble !== false)
}
