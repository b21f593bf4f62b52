/** One message of a server-sent event stream. */
export interface StreamMessage {
  /** `message` when the server names none. */
  readonly event: string
  readonly data: string
}

export interface EventStreamParser {
  /** Takes decoded text in any pieces. @returns the messages that became complete */
  feed(text: string): StreamMessage[]
  /** What to resume after; heartbeats move it too. Empty before the first id. */
  lastEventId(): string
}

/**
 * Parses an event stream (HTML standard, 9.2.6) piece by piece. EventSource would do, but it hides the HTTP status, so that an expired
 * session and a switched-off module look alike, and it cannot listen to events it does not know by name.
 */
export function eventStreamParser(): EventStreamParser {
  let rest = ''
  let lastEventId = ''
  let idInBlock = ''
  let event = ''
  let data: string[] = []

  function line(text: string): StreamMessage | undefined {
    if (text === '') return dispatch()
    const colon = text.indexOf(':')
    if (colon === 0) return undefined
    const field = colon < 0 ? text : text.slice(0, colon)
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') event = value
    else if (field === 'data') data.push(value)
    else if (field === 'id' && !value.includes('\0')) idInBlock = value
    return undefined
  }

  function dispatch(): StreamMessage | undefined {
    const message = data.length > 0 ? { event: event || 'message', data: data.join('\n') } : undefined
    // Only a whole block counts: a cut one is sent again.
    lastEventId = idInBlock
    event = ''
    data = []
    return message
  }

  function feed(text: string): StreamMessage[] {
    // A lone CR at the end may be half of a CRLF: it waits for the next piece.
    const whole = rest + text
    const usable = whole.endsWith('\r') ? whole.length - 1 : whole.length
    const lines = whole.slice(0, usable).split(/\r\n|\n|\r/)
    rest = (lines.pop() ?? '') + whole.slice(usable)
    return lines.map(line).filter((message) => message !== undefined)
  }

  return { feed, lastEventId: () => lastEventId }
}
