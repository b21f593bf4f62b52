/** Whoever asks for German is refused in German: no sentence, title, noun or state is left out, whoever wrote the module. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { productModules } from '#config/modules'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { roles } from '#kernel/contract'
import { german as kernelGerman } from '#kernel/german'
import { problemTypes } from '#kernel/http/problem'
import { languageAsked, learn, retold } from '#kernel/language'
import { runInFlow } from '#kernel/tenancy/context'
import { approvalStatuses } from '#modules/approvals/contract'
import { bookingStatuses } from '#modules/bookings/contract'

const root = join(import.meta.dirname, '..')
const files = globSync(['kernel/**/*.ts', 'modules/**/*.ts'], { cwd: root }).filter((path) => !path.includes('.test.') && !path.includes('/testing/'))

interface Said {
  path: string
  module: string
  text: string
  /** Stands at the top of a file, where it would be said once and for all, in English. */
  loaded: boolean
}

const said: Said[] = []
const violations = new Map<string, string>()
for (const path of files) {
  const source = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true)
  const note = (node: ts.Node, text: string) => said.push({ path, module: path.startsWith('kernel/') ? 'kernel' : path.split('/')[1]!, text, loaded: !ts.findAncestor(node, ts.isFunctionLike) })
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && ['say', 'note'].includes(node.tag.getText())) note(node, sentenceOf(node.template))
    if (ts.isCallExpression(node)) {
      const [first, second] = node.arguments
      const name = node.expression.getText()
      if ((name === 'notFound' || name === 'staleVersion') && first && ts.isStringLiteral(first)) note(node, first.text)
      if (name === 'broken' && first && ts.isStringLiteral(first) && second && ts.isTaggedTemplateExpression(second)) violations.set(first.text, sentenceOf(second.template))
    }
    if (ts.isNewExpression(node) && node.expression.getText() === 'TenantRepository') for (const each of node.arguments ?? []) if (ts.isStringLiteral(each)) note(node, each.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
}

function sentenceOf(template: ts.TemplateLiteral): string {
  return ts.isNoSubstitutionTemplateLiteral(template) ? template.text : template.templateSpans.reduce((text, { literal }, index) => `${text}{${index}}${literal.text}`, template.head.text)
}

const catalogues = new Map([['kernel', kernelGerman], ...productModules.map(({ contract, german = {} }) => [contract.name, german] as const)])
const inGerman = (module: string, text: string) => catalogues.get(module)?.[text] ?? kernelGerman[text]
const everywhere = (text: string) => [...catalogues.values()].map((german) => german[text]).find((found) => found !== undefined)

/** What tables hold and sentences take in. */
const states = [...roles, ...approvalStatuses, ...bookingStatuses, 'accepted', 'revoked', 'waiting', 'open', 'skipped', 'none']

/** Of the modules: what callers are told names them. `health` is never switched. */
const names = productModules.map(({ contract }) => contract.name).filter((name) => name !== 'health')

describe('the catalogues', () => {
  it('are read from the whole product', () => {
    expect(files.length).toBeGreaterThan(300)
    expect(said.length).toBeGreaterThan(200)
    expect(problemTypes().length).toBeGreaterThan(25)
  })

  it('hold every sentence and noun, with the module that says it', () => {
    expect(said.filter(({ module, text }) => inGerman(module, text) === undefined).map(({ path, text }) => `${path}: ${text}`)).toEqual([])
  })

  it('hold the title of every problem code, every broken rule and every state', () => {
    expect(problemTypes().filter(({ title }) => everywhere(title) === undefined).map(({ code }) => code)).toEqual([])
    expect([...violations.keys()].sort()).toEqual(['archived', 'closed', 'horizon', 'in_the_past', 'notice', 'seats', 'too_long', 'too_short'])
    expect([...violations].filter(([, text]) => inGerman('bookings', text) === undefined)).toEqual([])
    expect([...states, ...names].filter((state) => everywhere(state) === undefined)).toEqual([])
  })

  it('hold nothing that nobody says', () => {
    const known = new Set([...said.map(({ text }) => text), ...problemTypes().map(({ title }) => title), ...states, ...names, 'organisation'])
    expect([...catalogues].flatMap(([module, german]) => Object.keys(german).filter((text) => !known.has(text)).map((text) => `${module}: ${text}`))).toEqual([])
  })

  it('take in the same values', () => {
    const values = (text: string) => [...text.matchAll(/\{(\d+)\}/g)].map(([, index]) => index).sort()
    // What a permission allows is told in English only; its name stands in both.
    const left = "This needs the permission '{0}' ({1}), which the role '{2}' does not hold. Ask an admin of the organisation."
    const pairs = [...catalogues.values()].flatMap((german) => Object.entries(german)).filter(([english]) => english !== left)
    expect(pairs.filter(([english, german]) => JSON.stringify(values(english)) !== JSON.stringify(values(german)))).toEqual([])
  })

  it('are found again for what was kept in English', () => {
    const inGermany = (kept: string) => runInFlow({ request_id: 'r', ip: null, principal: null, tenant: null, work: null, language: 'de' }, () => retold(kept))
    for (const { contract, german = {} } of productModules) learn(contract.name, german)
    const kept = ["Module 'notifications' is switched off.", 'The booking is cancelled by now.', 'Answered 500. The endpoint was switched off.', 'hooks.example.org is 10.0.0.1, which is not public.', 'There is nothing for the person to decide: The request is approved already.', 'Answered $1 {0}.']
    expect(kept.map(inGermany)).toEqual(['Das Modul „Benachrichtigungen“ ist ausgeschaltet.', 'Die Buchung ist inzwischen storniert.', 'Antwortete mit 500. Der Endpunkt wurde ausgeschaltet.', 'hooks.example.org ist 10.0.0.1, und das ist nicht öffentlich.', 'Die Person hat nichts zu entscheiden: Der Antrag ist schon freigegeben.', 'Antwortete mit $1 {0}.'])
    expect(kept.map((text) => retold(text))).toEqual(kept)
    // What a provider says is nobody's to translate, however much it looks like words of ours.
    for (const foreign of ['Resend: validation_error (422): One or two fields, and then some.', 'a and b', '']) expect(inGermany(foreign)).toBe(foreign)
  })

  it('are asked when something is told, not when a file is loaded', () => {
    expect(said.filter(({ loaded }) => loaded).map(({ path, text }) => `${path}: ${text}`)).toEqual([])
  })
})

it('the language is the first of the header that the product speaks', () => {
  expect([undefined, '*', '', 'en', 'fr', 'en-GB, de;q=0.5', 'de;q=0, en;q=0.1', ';;;q=q'].map((header) => languageAsked(header))).toEqual(Array(8).fill(undefined))
  expect(['de', 'de-AT', 'fr-CH, fr;q=0.9, en;q=0.7, de;q=0.8, *;q=0.5', 'DE'].map((header) => languageAsked(header))).toEqual(Array(4).fill('de'))
})

describe('over HTTP', () => {
  let product: TestProduct
  beforeAll(async () => {
    product = await createTestApp({ modules: ['bookings'] })
  })
  afterAll(() => product.close())

  const german = { 'accept-language': 'de-AT, en;q=0.5' }

  it('a refusal is told in the language asked for; code, rule and pointer stay', async () => {
    const { owner } = await product.newOrg()
    const me = product.as(owner)
    const { body: room } = await me.post('/v1/resources', { name: 'Spree', timezone: 'UTC', max_duration_minutes: 60 })
    const start = new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 36 * 3_600_000)
    const wish = { resource_id: room.id, title: 'Review', starts_at: start.toISOString(), ends_at: new Date(start.getTime() + 2 * 3_600_000).toISOString() }
    const [told, heard] = [await me.post('/v1/bookings', wish, german), await me.post('/v1/bookings', wish)]
    expect(told.body).toMatchObject({ code: 'booking_rules_violated', title: 'Die Buchung verstößt gegen Regeln der Ressource', violations: [{ rule: 'too_long', detail: 'Buchungen von Spree dauern höchstens 1 h; diese dauert 2 h.' }] })
    expect(heard.body).toMatchObject({ code: 'booking_rules_violated', title: 'The booking breaks rules of the resource', violations: [{ rule: 'too_long', detail: 'Bookings of Spree last at most 1 h; this one lasts 2 h.' }] })
    expect([told.headers['content-language'], told.headers['vary'], heard.headers['content-language']]).toEqual(['de', 'accept-language', 'en'])
    expect((await me.post('/v1/bookings/preview', wish, german)).body.violations).toEqual(told.body.violations)
    expect((await me.post('/v1/bookings', { ...wish, title: 7, whose: 'mine' }, german)).body.errors).toEqual([
      { pointer: '/whose', detail: 'So ein Feld gibt es nicht.' },
      { pointer: '/title', detail: 'Muss ein Text (JSON-String) sein.' },
    ])
  })

  it('so is what no handler says: no route, no credential, a body that cannot be stored or read', async () => {
    const me = product.as((await product.newOrg()).owner)
    expect((await product.anonymous.get('/v1/bookings', german)).body).toMatchObject({ code: 'unauthenticated', title: 'Eine Anmeldung ist nötig', detail: expect.stringMatching(/^Senden Sie ein Zugriffstoken/) })
    expect((await product.anonymous.get('/v1/nowhere', german)).body).toMatchObject({ title: 'Nicht gefunden', detail: expect.stringMatching(/^Unter GET/) })
    expect((await me.get('/v1/bookings/%zz', german)).body).toMatchObject({ code: 'malformed_request', title: 'Die Anfrage ist nicht lesbar', detail: expect.stringMatching(/Prozentzeichen/) })
    expect((await me.post('/v1/resources', '{"name": "a\\u0000b"}', german)).body.errors).toEqual([{ pointer: '/name', detail: 'Darf weder NUL noch fehlerhaftes Unicode enthalten.' }])
    expect((await me.post('/v1/resources', '{', german)).body).toMatchObject({ code: 'malformed_request', detail: expect.stringMatching(/JSON/) })
    expect((await me.get(`/v1/bookings/${crypto.randomUUID()}`, german)).body).toMatchObject({ code: 'not_found', detail: 'Nicht gefunden: Buchung.' })
  })
})
