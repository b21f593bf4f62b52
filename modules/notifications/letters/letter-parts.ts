/** What letters of every kind have in common: language, the organisation's wording over the product's, footer. Pure. */
import type { Letter } from '#kernel/mail/letter'
import type { MailLanguage } from '#kernel/contract'
import { english } from './english.js'
import { german } from './german.js'
import type { Phrases } from './phrasing.js'
import { fill, type Values } from './placeholders.js'
import type { Scene } from './scenes.js'
import { inZone, sameClock, type Span } from '#kernel/mail/times'

export const phrases: Readonly<Record<MailLanguage, Phrases>> = { en: english, de: german }

/** Letter without what its kind adds. */
export type Frame = Pick<Letter, 'language' | 'sender' | 'subject' | 'heading' | 'opening' | 'closing' | 'footer' | 'accent'>

/** @param values for the gaps of the wording; `inner` for those of the product's own heading only */
export function frameOf(scene: Scene, values: Values, inner: Values = {}): Frame {
  const { organization, reader, publicUrl } = scene
  const words = phrases[reader.language]
  const kind = words.kinds[scene.kind]
  const wording = scene.wording ?? kind
  const all = { 'reader.name': reader.name, 'organization.name': organization.name, ...values }
  return {
    language: reader.language,
    sender: organization.name,
    accent: organization.accent,
    subject: fill(wording.subject, all),
    heading: fill(kind.heading, { ...all, ...inner }),
    opening: paragraphs(wording.opening, all),
    closing: paragraphs(wording.closing, all),
    footer: { text: fill(words.footer, { ...all, because: 'own' in scene && scene.own ? words.becauseOwn : kind.because }), action: { label: words.actions.preferences, url: `${publicUrl}/app/me/mail` } },
  }
}

/** @returns what is not empty of the paragraphs, which an empty line parts */
function paragraphs(template: string, values: Values): string[] {
  // Parted before it is filled: an empty line in somebody's title makes no paragraph.
  return template
    .split(/\r?\n[^\S\n]*\r?\n/)
    .map((paragraph) => fill(paragraph, values).trim())
    .filter((paragraph) => paragraph !== '')
}

/** `3 requests`. */
export function counted(language: MailLanguage, what: keyof Phrases['counts'], count: number): string {
  const forms = phrases[language].counts[what]
  return fill(count === 1 ? forms.one : forms.other, { count: String(count) })
}

/** When something takes place: on the reader's clock, and on that of the place where it is another. */
export function whenFacts(span: Span, zone: string, { timezone, language }: Scene['reader']): (readonly [string, string])[] {
  const { labels } = phrases[language]
  const here = [labels.when, inZone(span, timezone, language)] as const
  return sameClock(span, timezone, zone) ? [here] : [here, [labels.there, inZone(span, zone, language)]]
}
