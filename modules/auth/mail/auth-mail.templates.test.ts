import { describe, expect, it } from 'vitest'
import { alreadyRegisteredMail, noticeMail, notices, resetMail, verifyMail } from './auth-mail.templates.js'

const link = `https://book.example.org/x?token=a.b&next='"<script>`
const mails = [verifyMail(link), resetMail(link), alreadyRegisteredMail(link, link), ...notices.map((notice) => noticeMail(notice, '2026-11-23T09:05:07.000Z', link))]

describe.each(mails.map((mail) => [mail.subject, mail] as const))('%s', (subject, { text, html }) => {
  it('says the same in text as in HTML, with a language, one heading and a link that can be copied', () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).toContain(`<title>${subject}</title>`)
    const words = html
      .replace(/<title>.*<\/title>|<h1.*<\/h1>|<p[^>]*>If the button.*<\/p>/g, '')
      .replace(/<[^>]+>/g, ' ')
      .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '')
    for (const line of text.split('\n').filter((each) => each !== '' && each !== `${link}`)) expect(words).toContain(line.replace(/:$/, ''))
    expect(text).toContain(link)
    expect(html.match(/<a href="[^"]+"/g)).toHaveLength(2)
  })

  it('lets nothing out of its place', () => {
    expect(html).not.toContain('<script>')
    expect(html).not.toContain(`'"`)
    expect(subject).not.toMatch(/[\r\n]/)
  })
})

it('tells when it happened', () => {
  expect(noticeMail('password_changed', '2026-11-23T09:05:07.000Z', link).text).toContain('(2026-11-23, 09:05 UTC)')
})
