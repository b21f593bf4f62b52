/** What must have come out at the other end: each mail once, under one key, within half a minute of the last thing that stood in its way. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Organization } from './organizations.js'
import type { Site } from './site.js'

interface Awaited {
  label: string
  organization: Organization
  since: number
}

export class Deliveries {
  private readonly awaited: Awaited[] = []
  /** Milliseconds each took. */
  readonly took: number[] = []
  /** Requests the provider got beyond the first of a mail. */
  repeats = 0

  /** @param limit milliseconds from the last thing that stood in a mail's way to the provider's having it */
  constructor(
    private readonly site: Site,
    private readonly limit: number,
  ) {}

  expect(label: string, organization: Organization): void {
    this.awaited.push({ label, organization, since: performance.now() })
  }

  /** Something stands in the way of all mail that is not out yet: its time begins anew. */
  disturbed(): void {
    for (const each of this.awaited) if (this.mailsOf(each.organization).length < 2) each.since = performance.now()
  }

  /** Waits for all that is awaited. @returns what did not come, came late or came twice */
  async settle(): Promise<string[]> {
    const violations: string[] = []
    for (const { label, organization, since } of this.awaited) {
      const mails = (): number => this.mailsOf(organization).length
      while (mails() < 2 && performance.now() - since < 2 * this.limit) await delay(20)
      const took = Math.max(0, ...this.mailsOf(organization).map(({ at }) => at - since))
      this.took.push(took)
      if (mails() < 2) violations.push(`${label}: ${mails()} of 2 mails came within ${(2 * this.limit) / 1_000} s; ${await this.whereabouts(organization)}`)
      else if (took > this.limit) violations.push(`${label}: the mails came after ${(took / 1_000).toFixed(1)} s`)
    }
    violations.push(...(await this.unmarked()))
    for (const { label, organization } of this.awaited) {
      for (const address of [organization.email, organization.owner_email]) {
        const copies = this.site.mail.to(address)
        if (copies.length > 1) violations.push(`${label}: ${copies.length} mails to one person, under different keys`)
        this.repeats += copies.reduce((sum, { requests }) => sum + requests - 1, 0)
      }
    }
    for (const key of this.site.mail.conflicts.splice(0)) violations.push(`the key ${key} was used for two different mails`)
    this.awaited.length = 0
    return violations
  }

  /** Rows whose mail went out and that do not say so in time. */
  private async unmarked(): Promise<string[]> {
    const orgs = this.awaited.map(({ organization }) => organization.id)
    const deadline = performance.now() + this.limit
    for (;;) {
      const { rows } = await this.site.admin.query<{ org_id: string; status: string; attempts: number; reason: string | null }>(
        `select org_id, status, attempts, reason from outbox where org_id = any($1::uuid[]) and channel = 'notifications.email' and status <> 'sent'`,
        [orgs],
      )
      if (rows.length === 0) return []
      const label = (org: string): string => this.awaited.find(({ organization }) => organization.id === org)?.label ?? org
      if (performance.now() > deadline) return rows.map(({ org_id, status, attempts, reason }) => `${label(org_id)}: a message is still ${status} after ${attempts} attempts (${reason ?? 'no reason'})`)
      await delay(50)
    }
  }

  /** Where the messages of an organisation stand, for whoever has to find out why one did not come. */
  private async whereabouts({ id }: Organization): Promise<string> {
    const { rows } = await this.site.admin.query(
      `select o.channel, o.status, o.attempts, o.reason, o.enqueued_at, j.state, j.retry_count, j.start_after, j.started_on, j.heartbeat_on, now() from outbox o left join pgboss.job j on j.id = o.id where o.org_id = $1 and o.status <> 'sent'`,
      [id],
    )
    return `not sent: ${JSON.stringify(rows)}`
  }

  private mailsOf({ email, owner_email }: Organization) {
    return [...this.site.mail.to(email), ...this.site.mail.to(owner_email)]
  }
}
