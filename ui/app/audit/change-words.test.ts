import { expect, it } from 'vitest'
import { german } from '../language/german.js'
import { learn, phrasesIn } from '../language/phrases.js'
import { fieldWord, valueWord } from './change-words.js'

learn('de', german)
const [en, de] = [phrasesIn('en').t, phrasesIn('de').t]

it('says fields and states in German, and leaves alone what people wrote', () => {
  expect(['ends at', 'status', 'step 2', 'whatever'].map((field) => fieldWord(field, de))).toEqual(['Ende', 'Zustand', 'Schritt 2', 'whatever'])
  expect([valueWord('status', 'pending_approval', de), valueWord('step 1', 'approve', de), valueWord('enabled', 'false', de)]).toEqual(['wartet auf Freigabe', 'freigegeben', 'nein'])
  expect(valueWord('title', 'confirmed', de)).toBe('confirmed')
})

it('reads in English as it is stored', () => {
  expect([fieldWord('ends at', en), fieldWord('step 2', en), valueWord('status', 'pending_approval', en), valueWord('enabled', 'true', en)]).toEqual(['ends at', 'step 2', 'pending approval', 'true'])
})
