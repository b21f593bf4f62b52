import { describe, expect, it } from 'vitest'
import { readFlash, redirectSaying } from './flash.server.js'

const cookieOf = (response: Response): string => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''

describe('a flash', () => {
  it('comes out as it went in, under an id of its own', () => {
    const said = { tone: 'good', text: 'Cancelled: Größe; "ö" = 1', detail: 'Free again.', undo: { kind: 'rebook', id: 'b-1', label: 'Book it again' } } as const
    const [one, two] = [redirectSaying('/app', said), redirectSaying('/app', said)]
    const read = readFlash(`a=b; ${cookieOf(one)}; c=d`)
    expect(read).toMatchObject(said)
    expect(read?.id).not.toBe(readFlash(cookieOf(two))?.id)
    expect(one.headers.get('location')).toBe('/app')
  })

  it.each(['', 'nonsense', '%7B', encodeURIComponent('{"id":1}'), encodeURIComponent('{"id":"a","text":"b","tone":"loud"}')])('is nothing when somebody wrote %s', (value) => {
    expect(readFlash(`bookflow_flash=${value}`)).toBeNull()
  })

  it('undoes only what the console knows', () => {
    const value = encodeURIComponent(JSON.stringify({ id: 'a', text: 'b', tone: 'good', undo: { kind: 'https://elsewhere', id: '1', label: 'Undo' } }))
    expect(readFlash(`bookflow_flash=${value}`)).toEqual({ id: 'a', text: 'b', tone: 'good' })
  })
})
