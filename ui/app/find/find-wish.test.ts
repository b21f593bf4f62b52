import { expect, it } from 'vitest'
import { attributeChoices, readWish } from './find-wish.js'

it('reads a wish, and what it cannot read as absent', () => {
  const wish = readWish(new URLSearchParams('minutes=90&from=2027-03-01&to=2027-02-01&after=25:00&seats=-4&attribute=screen:true&attribute=;drop&sort=fit'), '2027-03-10', '2027-03-14')
  expect(wish).toMatchObject({ asked: true, minutes: 90, from: '2027-03-10', to: '2027-03-10', after: '08:00', seats: '', attributes: ['screen:true'], sort: 'fit' })
  expect(readWish(new URLSearchParams(), '2027-03-10', '2027-03-14')).toMatchObject({ asked: false, minutes: 60, from: '2027-03-10', to: '2027-03-14', sort: 'soonest' })
})

it('offers to look for what resources have: ticks for yes, choices for few values', () => {
  const many = Array.from({ length: 20 }, (_, number) => ({ attributes: { serial: `S-${number}` } }))
  expect(attributeChoices([{ attributes: { screen: true, floor: 2 } }, { attributes: { screen: false, floor: 1, phone: false } }, ...many])).toEqual([{ name: 'floor', values: ['1', '2'] }, { name: 'screen', values: ['true'] }])
})
