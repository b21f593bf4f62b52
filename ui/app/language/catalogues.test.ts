import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { english } from './english.js'
import { german, germanAreas } from './german.js'
import { visitorLanguage } from './languages.js'
import { titled } from './title.js'
import { words, speaking, speakTo, dateLocale } from './words.server.js'

/** Folders whose texts still stand in English only. It only ever shrinks. */
const untranslated: readonly string[] = []

const app = join(import.meta.dirname, '..')
const files = globSync('**/*.{ts,tsx}', { cwd: app }).filter((path) => !path.includes('.test.') && !path.startsWith('language/de/'))
const sources = files.map((path) => ({ path, source: ts.createSourceFile(path, readFileSync(join(app, path), 'utf8'), ts.ScriptTarget.Latest, true, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS) }))

/** Attributes a person reads or hears. */
const readable = new Set(['label', 'title', 'lead', 'hint', 'placeholder', 'aria-label', 'alt', 'summary', 'action-label', 'aria-description'])

const used = new Map<string, { path: string; counted: boolean }>()
const raw: string[] = []
for (const { path, source } of sources) {
  const visit = (node: ts.Node): void => {
    if (ts.isJsxAttribute(node) && node.name.getText() === 'i18nKey' && node.initializer && ts.isStringLiteral(node.initializer)) used.set(node.initializer.text, { path, counted: false })
    if (ts.isCallExpression(node)) for (const found of phrasesOf(node)) used.set(found.text, { path, counted: found.counted })
    if (ts.isJsxText(node) && /\p{L}{2}/u.test(node.text.replaceAll(/&\w+;/g, ''))) raw.push(`${path}: ${node.text.trim()}`)
    if (ts.isJsxAttribute(node) && readable.has(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer) && /\p{L}{2}/u.test(node.initializer.text)) raw.push(`${path}: ${node.getText()}`)
    ts.forEachChild(node, visit)
  }
  visit(source)
}

function phrasesOf(call: ts.CallExpression): { text: string; counted: boolean }[] {
  const name = call.expression.getText()
  const at = name === 'titled' ? 1 : ['t', 'phrase', 'words().t', 'words()'].includes(name) ? 0 : -1
  const literal = at < 0 ? undefined : call.arguments[at]
  const counted = call.arguments[at + 1]?.getText().includes('count') ?? false
  return literal ? literalsIn(literal).map((text) => ({ text, counted })) : []
}

/** `t(late ? 'Late' : 'On time')` says two texts. */
function literalsIn(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isConditionalExpression(node)) return [...literalsIn(node.whenTrue), ...literalsIn(node.whenFalse)]
  if (ts.isParenthesizedExpression(node)) return literalsIn(node.expression)
  return []
}

it('reads the whole console', () => {
  expect(files.length).toBeGreaterThan(150)
  expect(used.size).toBeGreaterThan(15)
})

it('says everything in German', () => {
  const missing = [...used].filter(([, { path }]) => !untranslated.some((folder) => path.startsWith(folder))).flatMap(([text, { path, counted }]) => (counted ? [`${text}_one`, `${text}_other`] : [text]).filter((key) => !(key in german)).map((key) => `${path}: ${key}`))
  expect(missing).toEqual([])
})

it('keeps the singular of every number in English too', () => {
  expect([...used].filter(([text, { path, counted }]) => counted && !untranslated.some((folder) => path.startsWith(folder)) && !(`${text}_one` in english)).map(([text]) => text)).toEqual([])
})

it('names the same values in both languages', () => {
  const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()
  const wrong = Object.entries(german).filter(([key, text]) => !key.endsWith('_one') && JSON.stringify(values(key.replace(/_other$/, ''))) !== JSON.stringify(values(text)))
  expect(wrong).toEqual([])
})

it('keeps each text in one area', () => {
  const seen = new Map<string, string>()
  const twice = Object.entries(germanAreas).flatMap(([area, texts]) => Object.keys(texts).filter((key) => {
    const before = seen.get(key)
    seen.set(key, area)
    return before !== undefined
  }))
  expect(twice).toEqual([])
})

it('shows no text past the catalogues', () => {
  expect(raw.filter((line) => !untranslated.some((folder) => line.startsWith(folder)))).toEqual([])
})

it('answers a visitor in their language, and a person in that of their profile', () => {
  const visitor = (headers: Record<string, string>) => visitorLanguage(new Headers(headers))
  expect(visitor({})).toBe('en')
  expect(visitor({ 'accept-language': 'fr-CH, fr;q=0.9, en;q=0.7, de;q=0.8, *;q=0.5' })).toBe('de')
  expect(visitor({ 'accept-language': 'de;q=0, en;q=0.1' })).toBe('en')
  expect(visitor({ 'accept-language': 'de', cookie: 'a=b; bookflow_language=en' })).toBe('en')
  expect(words()('Calendar')).toBe('Calendar')
  speaking('en', () => {
    speakTo('de-AT')
    expect([words()('Calendar'), dateLocale()]).toEqual(['Kalender', 'de-AT'])
    speakTo('fr')
    expect(words()('Calendar')).toBe('Kalender')
  })
  expect(titled([{ id: 'root', loaderData: { language: 'de' } }], 'Calendar')).toEqual([{ title: 'Kalender · BookFlow' }])
})
