import { expect, it } from 'vitest'
import { chainOf } from './chain.js'
import { phrasesIn } from '../language/phrases.js'

type Steps = Parameters<typeof chainOf>[0]['steps']

const name = (id: string | null): string => ({ 'u-1': 'Ada', 'u-2': 'Bo' })[id ?? ''] ?? 'Somebody'
const step = (change: Partial<Steps[number]>): Steps[number] => ({
  position: 1,
  definition: { mode: 'any', approvers: [{ kind: 'resource_owners' }] },
  status: 'open',
  needed: 1,
  approved: 0,
  approver_ids: ['u-1'],
  notices: [],
  decisions: [],
  ...change,
})
const chain = (...steps: Steps) => chainOf({ steps }, name, (instant) => instant.slice(0, 10), phrasesIn('en').t)

it('says what each step asks for, and how far it is', () => {
  const [owners, two] = chain(step({}), step({ position: 2, needed: 2, approved: 1, definition: { mode: 'n_of_m', needed: 2, approvers: [{ kind: 'people', user_ids: ['u-1', 'u-2'] }, { kind: 'role', role: 'admin' }] } }))
  expect(owners).toMatchObject({ asks: 'One of the owners of the resource', progress: null, approvers: ['Ada'] })
  expect(two).toMatchObject({ asks: '2 of Ada, Bo and the admins and owners', progress: '1 of 2 approvals' })
})

it('shows decisions with who, what, when and why, and explains what had to be bent', () => {
  const [only] = chain(step({ notices: ['fell_to_admins'], decisions: [{ user_id: 'u-2', decision: 'reject', comment: 'Too long', decided_at: '2027-03-14T10:00:00.000Z' }] }))
  expect(only?.decisions).toEqual([{ who: 'Bo', approves: false, comment: 'Too long', when: '2027-03-14' }])
  expect(only?.notices[0]).toMatch(/any owner or admin/)
})
