import { expect, it } from 'vitest'
import { plainErrorPage } from './plain-error-page.js'

it("is in the visitor's language: what they chose, else what their browser speaks", () => {
  expect(plainErrorPage(429, {})).toContain('<html lang="en">')
  expect(plainErrorPage(429, { 'accept-language': 'de-AT,en;q=0.5' })).toMatch(/lang="de".*Zu viele Anfragen.*Startseite/s)
  expect(plainErrorPage(503, { cookie: 'a=b; bookflow_language=de', 'accept-language': 'en' })).toContain('Der Server ist ausgelastet')
  expect(plainErrorPage(418, { 'accept-language': 'de' })).toContain('Die Anfrage wurde abgelehnt')
  expect(plainErrorPage(500, { 'accept-language': 'de' })).toContain('Der Server konnte nicht antworten')
})
