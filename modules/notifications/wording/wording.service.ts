import type { EventRecorder } from '#kernel/events/recorder'
import { versionMatches, type ExpectedVersion } from '#kernel/http/etag'
import { invalid, problems, staleVersion } from '#kernel/http/problems'
import { Problem } from '#kernel/http/problem'
import { mailLanguages, type MailLanguage } from '#kernel/contract'
import { joined, say } from '#kernel/language'
import { didYouMean } from '#kernel/registry'
import { noticeKinds, notifications, type NoticeKind, type Template } from '../contract.js'
import { phrases } from '../letters/letter-parts.js'
import { placeholdersOf } from '../letters/placeholders.js'
import type { Wording } from '../letters/phrasing.js'
import { wordingFaults } from './wording-faults.js'
import type { StoredWording, WordingRepository } from './wording.repository.js'

const kinds = Object.keys(noticeKinds) as NoticeKind[]

/** An organisation's own words for its mail, over those of the product. Facts, links and the reason for the mail stay the product's. */
export class WordingService {
  constructor(
    private readonly repository: WordingRepository,
    private readonly recorder: EventRecorder,
  ) {}

  /** Every kind in every language, in their order. */
  async list(): Promise<Template[]> {
    const stored = await this.repository.all()
    return kinds.flatMap((kind) => mailLanguages.map((locale) => templateOf(kind, locale, stored.find((row) => row.kind === kind && row.locale === locale))))
  }

  /** @throws 404 with the nearest name */
  async get(kindName: string, localeName: string): Promise<Template> {
    const { kind, locale } = named(kindName, localeName)
    return templateOf(kind, locale, await this.repository.find(kind, locale))
  }

  /** What mail of this kind says in the organisation's own words; null when it has none. */
  async own(kind: NoticeKind, locale: MailLanguage): Promise<Wording | null> {
    return (await this.repository.find(kind, locale))?.words ?? null
  }

  /** The words a preview is made of: what is sent in, over what stands. @throws 404, 422 */
  async draft(kindName: string, localeName: string, draft: Partial<Wording>): Promise<{ kind: NoticeKind; locale: MailLanguage; words: Wording }> {
    const { kind, locale, subject, opening, closing } = await this.get(kindName, localeName)
    const words = { subject, opening, closing, ...draft }
    assertSound(kind, words)
    return { kind, locale, words }
  }

  /** @throws 404, 412, 422 naming the placeholder */
  async change(kindName: string, localeName: string, { subject, opening, closing }: Wording, expected: ExpectedVersion): Promise<Template> {
    const { kind, locale } = named(kindName, localeName)
    const words = { subject, opening, closing }
    assertSound(kind, words)
    return this.save(kind, locale, words, expected)
  }

  /** Gives the product's words back. @throws 404, 412 */
  async reset(kindName: string, localeName: string, expected: ExpectedVersion): Promise<void> {
    const { kind, locale } = named(kindName, localeName)
    await this.save(kind, locale, null, expected)
  }

  private async save(kind: NoticeKind, locale: MailLanguage, words: Wording | null, expected: ExpectedVersion): Promise<Template> {
    const stored = await this.repository.find(kind, locale)
    const before = templateOf(kind, locale, stored)
    if (!versionMatches(expected, before.version)) throw staleVersion('wording')
    if (sameWords(words, stored?.words ?? null)) return before
    const saved = await this.repository.save(kind, locale, words, before.version)
    if (!saved) throw staleVersion('wording')
    const after = templateOf(kind, locale, saved)
    const changed = (['subject', 'opening', 'closing', 'own'] as const).filter((field) => before[field] !== after[field])
    this.recorder.emit(notifications.events.wording_changed, {
      subject: { kind: 'notification_template', id: `${kind}.${locale}` },
      data: { kind, locale },
      changes: Object.fromEntries(changed.map((field) => [field, { from: before[field], to: after[field] }])),
    })
    return after
  }
}

function named(kindName: string, localeName: string): { kind: NoticeKind; locale: MailLanguage } {
  const kind = kinds.find((each) => each === kindName)
  const locale = mailLanguages.find((each) => each === localeName)
  if (kind && locale) return { kind, locale }
  if (kind) throw new Problem(problems.notFound, { detail: say`There is no such template. Mail is written in: ${mailLanguages.join(', ')}.` })
  const near = didYouMean(kindName, kinds)
  throw new Problem(problems.notFound, { detail: joined([say`There is no such template.`, near ? say`Did you mean '${near}'?` : say`GET /v1/notification-templates lists them.`]) })
}

function assertSound(kind: NoticeKind, words: Wording): void {
  const [fault, ...more] = wordingFaults(kind, words)
  if (fault) throw invalid(fault, ...more)
}

function sameWords(one: Wording | null, other: Wording | null): boolean {
  return one === other || (one !== null && other !== null && one.subject === other.subject && one.opening === other.opening && one.closing === other.closing)
}

function templateOf(kind: NoticeKind, locale: MailLanguage, stored: StoredWording | undefined): Template {
  const { subject, opening, closing } = phrases[locale].kinds[kind]
  const standard = { subject, opening, closing }
  return {
    kind,
    locale,
    description: noticeKinds[kind],
    ...(stored?.words ?? standard),
    own: Boolean(stored?.words),
    standard,
    placeholders: Object.entries(placeholdersOf(kind)).map(([name, description]) => ({ name, description })),
    version: stored?.version ?? 0,
    updated_at: stored?.updated_at ?? null,
  }
}
