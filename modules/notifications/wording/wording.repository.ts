import type { MailLanguage } from '#kernel/contract'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { NoticeKind } from '../contract.js'
import type { Wording } from '../letters/phrasing.js'

/** `words` is null where the product's are said. */
export interface StoredWording extends Record<string, unknown> {
  kind: NoticeKind
  locale: MailLanguage
  words: Wording | null
  version: number
  updated_at: string
}

const columns = `kind, locale, version, updated_at, case when subject is not null then json_build_object('subject', subject, 'opening', opening, 'closing', closing) end as words`

/** Statements on `notification_wordings`. */
export class WordingRepository {
  constructor(private readonly transactions: Transactions) {}

  async all(): Promise<StoredWording[]> {
    return this.query(`select ${columns} from notification_wordings where org_id = $1`, [])
  }

  async find(kind: NoticeKind, locale: MailLanguage): Promise<StoredWording | undefined> {
    const [row] = await this.query(`select ${columns} from notification_wordings where org_id = $1 and kind = $2 and locale = $3`, [kind, locale])
    return row
  }

  /** @param words null gives the product's back. @returns undefined when the version is another by now */
  async save(kind: NoticeKind, locale: MailLanguage, words: Wording | null, version: number): Promise<StoredWording | undefined> {
    const values = [kind, locale, words?.subject ?? null, words?.opening ?? null, words?.closing ?? null]
    const text =
      version === 0
        ? `insert into notification_wordings (org_id, kind, locale, subject, opening, closing) values ($1, $2, $3, $4, $5, $6) on conflict (org_id, kind, locale) do nothing returning ${columns}`
        : `update notification_wordings set subject = $4, opening = $5, closing = $6, version = version + 1, updated_at = now()
           where org_id = $1 and kind = $2 and locale = $3 and version = $7 returning ${columns}`
    const [row] = await this.query(text, version === 0 ? values : [...values, version])
    return row
  }

  private query(text: string, values: readonly unknown[]): Promise<StoredWording[]> {
    return this.transactions.run((work) => work.query<StoredWording>({ text, values: [currentTenant().org_id, ...values] }))
  }
}
