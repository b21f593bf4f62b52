import type { Role } from '#kernel/contract'

export interface DemoPerson {
  email: string
  name: string
  role: Role
}

export interface DemoOrganization {
  name: string
  timezone: string
  people: readonly DemoPerson[]
}

/** A house of studios with people in every role. `.example` is reserved (RFC 2606): no mail can reach anybody. */
export const harbour: DemoOrganization = {
  name: 'Harbour Studios',
  timezone: 'Europe/Berlin',
  people: [
    { email: 'helena@harbour.example', name: 'Helena Brandt', role: 'owner' },
    { email: 'jonas@harbour.example', name: 'Jonas Weber', role: 'admin' },
    { email: 'mira@harbour.example', name: 'Mira Okafor', role: 'approver' },
    { email: 'lea@harbour.example', name: 'Lea Hoffmann', role: 'member' },
    { email: 'tomas@harbour.example', name: 'Tomás Rivera', role: 'member' },
    { email: 'aiko@harbour.example', name: 'Aiko Tanaka', role: 'member' },
    { email: 'lobby@harbour.example', name: 'Lobby screen', role: 'viewer' },
  ],
}

/** A second house, in another zone, without approvals and rules; Jonas of the first works there too. */
export const northlab: DemoOrganization = {
  name: 'Northlab Research',
  timezone: 'Europe/Lisbon',
  people: [
    { email: 'rui@northlab.example', name: 'Rui Almeida', role: 'owner' },
    { email: 'jonas@harbour.example', name: 'Jonas Weber', role: 'member' },
  ],
}
