import { fc } from '#kernel/testing/properties'
import { describe, expect, it } from 'vitest'
import { eventStreamParser } from './event-stream.js'

const stream = [
  ': open\n\n',
  'event: bookings.created\nid: 7\ndata: {"a":1}\n\n',
  'data: one\r\ndata: two\r\n\r\n',
  'id: 9\revent: reset\rdata:\r\r',
  ': heartbeat\nid: 10\n\n',
  'event: bookings.cancelled\nretry: 100\ndata:no space\nunknown: field\n\n',
  'id: 11\ndata: never finished\n',
].join('')

const messages = [
  { event: 'bookings.created', data: '{"a":1}' },
  { event: 'message', data: 'one\ntwo' },
  { event: 'reset', data: '' },
  { event: 'bookings.cancelled', data: 'no space' },
]

describe('eventStreamParser', () => {
  it('reads names, ids, several data lines, all three line ends, comments and unknown fields', () => {
    expect(eventStreamParser().feed(stream)).toEqual(messages)
  })

  it('resumes after whole blocks only, heartbeats included, and shows nothing without data', () => {
    const parse = eventStreamParser()
    expect(parse.feed('event: a\nid: 4\ndata: x\n\n: heartbeat\nid: 5\n\nevent: b\nid: 6\n')).toEqual([{ event: 'a', data: 'x' }])
    expect(parse.lastEventId()).toBe('5')
    expect(parse.feed('\n')).toEqual([])
    expect(parse.lastEventId()).toBe('6')
  })

  it('reads the same however the network cuts it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: stream.length - 1 })), (cuts) => {
        const parse = eventStreamParser()
        const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
        const pieces = edges.slice(1).map((end, index) => stream.slice(edges[index], end))
        expect(pieces.flatMap((piece) => parse.feed(piece))).toEqual(messages)
        expect(parse.lastEventId()).toBe('10')
      }),
    )
  })
})
