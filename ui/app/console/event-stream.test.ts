import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventStreamParser } from './event-stream.js'

const stream = [
  ': open\n\n',
  'event: bookings.created\nid: 7\ndata: {"a":1}\n\n',
  'data: one\r\ndata: two\r\n\r\n',
  'id: 9\revent: reset\rdata:\r\r',
  ': heartbeat\n\n',
  'event: bookings.cancelled\nretry: 100\ndata:no space\nunknown: field\n\n',
  'data: never finished\n',
].join('')

const messages = [
  { event: 'bookings.created', data: '{"a":1}', lastEventId: '7' },
  { event: 'message', data: 'one\ntwo', lastEventId: '7' },
  { event: 'reset', data: '', lastEventId: '9' },
  { event: 'bookings.cancelled', data: 'no space', lastEventId: '9' },
]

describe('eventStreamParser', () => {
  it('reads names, ids, several data lines, all three line ends, comments and unknown fields', () => {
    expect(eventStreamParser()(stream)).toEqual(messages)
  })

  it('reads the same however the network cuts it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: stream.length - 1 })), (cuts) => {
        const parse = eventStreamParser()
        const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
        const pieces = edges.slice(1).map((end, index) => stream.slice(edges[index], end))
        expect(pieces.flatMap((piece) => parse(piece))).toEqual(messages)
      }),
    )
  })
})
