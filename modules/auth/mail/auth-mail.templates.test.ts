import { describe, expect, it } from 'vitest'
import { mailLanguages } from '#kernel/contract'
import { alreadyRegisteredMail, noticeMail, resetMail, verifyMail } from './auth-mail.templates.js'
import { notices } from './auth-mail.words.js'

const link = `https://book.example.org/x?token=a.b&next='"<script>`
const at = '2026-11-23T09:05:07.000Z'
const mails = mailLanguages.flatMap((language) =>
  [verifyMail(link, language), resetMail(link, language), alreadyRegisteredMail(link, link, language), ...notices.map((notice) => noticeMail({ notice, at }, { reset: link, keys: link }, language))].map((mail) => [language, mail.subject, mail] as const),
)

describe.each(mails)('%s: %s', (language, subject, { text, html }) => {
  it('says the same in text as in HTML, in its language, with one heading and links that can be copied', () => {
    expect(html).toMatch(new RegExp(`^<!doctype html>\\n<html lang="${language}">`))
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).toContain(`<title>${subject}</title>`)
    const words = html.replace(/<head>.*<\/head>/, '').replace(/<[^>]+>/g, ' ').replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '')
    for (const line of text.split('\n').filter((each) => each !== '' && each !== '-- ')) expect(words).toContain(line.replace(`: ${link}`, ''))
    expect(text).toContain(`: ${link}`)
    expect(text).not.toMatch(/[{}]/)
    // Each as a button and as an address in plain sight.
    expect(html.match(/<a href="[^"]+"/g)).toHaveLength(text.split(link).length * 2 - 2)
    expect(text).toMatch(language === 'de' ? /\b(Sie|Ihre?)\b/ : /\b[Yy]ou(r|rs)?\b/)
  })

  it('lets nothing out of its place', () => {
    expect(html).not.toContain('<script>')
    expect(html).not.toContain(`'"`)
    expect(subject).not.toMatch(/[\r\n]/)
  })
})

it('has every mail in every language once', () => {
  expect(new Set(mails.map(([, subject]) => subject)).size).toBe(mails.length)
  expect(mails).toHaveLength(mailLanguages.length * (3 + notices.length))
})

it('tells when it happened', () => {
  const told = (language: 'en' | 'de') => noticeMail({ notice: 'password_changed', at }, { reset: link, keys: link }, language).text
  expect(told('en')).toContain('(Mon, 23 November 2026, 09:05, UTC)')
  expect(told('de')).toContain('(Mo., 23. November 2026, 09:05 Uhr, UTC)')
})

it.each(mailLanguages)('tells of API keys that go on working where to end them, of those that ended that they did, and of none nothing (%s)', (language) => {
  const told = (more: { keys_left?: number; keys_revoked?: number }) => noticeMail({ notice: 'password_reset', at, ...more }, { reset: link, keys: 'https://book.example.org/app/me/keys' }, language).text
  const [left, ended, none] = [told({ keys_left: 3 }), told({ keys_revoked: 2 }), told({ keys_left: 0 })]
  expect(left).toMatch(/API[- ](keys|Schlüssel).*: 3\./)
  expect(left).toContain('https://book.example.org/app/me/keys')
  expect(ended).toMatch(/API[- ](keys|Schlüssel).*: 2\./)
  for (const text of [ended, none]) expect(text).not.toContain('/app/me/keys')
  expect(none).not.toContain('API')
})
