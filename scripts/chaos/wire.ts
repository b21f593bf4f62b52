/**
 * As much of PostgreSQL's wire protocol as it takes to know which statement passes by and where its answer ends
 * (https://www.postgresql.org/docs/18/protocol-message-formats.html). Refuses nothing: what it does not know it passes on as it is.
 */

export interface Frame {
  /** `''` for the start-up packet, which has no type. */
  type: string
  /** The whole message as it travels. */
  bytes: Buffer
}

/** Cuts a stream of bytes into messages. */
export class Frames {
  private rest: Buffer = Buffer.alloc(0)

  /** @param begun false on the side that sends a start-up packet first */
  constructor(private begun: boolean) {}

  push(chunk: Buffer): Frame[] {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk])
    const frames: Frame[] = []
    for (;;) {
      const head = this.begun ? 1 : 0
      if (this.rest.length < head + 4) return frames
      const length = head + this.rest.readInt32BE(head)
      if (this.rest.length < length) return frames
      frames.push({ type: this.begun ? String.fromCharCode(this.rest[0]!) : '', bytes: this.rest.subarray(0, length) })
      this.rest = this.rest.subarray(length)
      this.begun = true
    }
  }
}

/** A statement as the client sent it. */
export interface Statement {
  /** Empty for one that was not prepared. */
  name: string
  text: string
  values: readonly (string | null)[]
}

/** The prepared statements of one connection, learned as they pass. */
export class Statements {
  private readonly texts = new Map<string, string>()

  /** What a group of messages up to Sync, or a simple query, asks for; null for none (a lone Sync, Terminate). */
  of(frames: readonly Frame[]): Statement | null {
    let statement: Statement | null = null
    for (const { type, bytes } of frames) {
      if (type === 'Q') statement = literal(text(bytes, 5).value)
      if (type === 'P') {
        const name = text(bytes, 5)
        this.texts.set(name.value, text(bytes, name.next).value)
      }
      if (type === 'B') statement = this.bound(bytes)
    }
    return statement
  }

  private bound(bytes: Buffer): Statement {
    const portal = text(bytes, 5)
    const name = text(bytes, portal.next)
    const formats = bytes.readInt16BE(name.next)
    let at = name.next + 2 + formats * 2
    const values: (string | null)[] = []
    const count = bytes.readInt16BE(at)
    at += 2
    for (let n = 0; n < count; n += 1) {
      const length = bytes.readInt32BE(at)
      at += 4
      values.push(length < 0 ? null : bytes.toString('utf8', at, at + length))
      at += Math.max(0, length)
    }
    return { name: name.value, text: this.texts.get(name.value) ?? '', values }
  }
}

/** A simple query has its values in its text. */
function literal(query: string): Statement {
  return { name: '', text: query, values: [...query.matchAll(/'([^']*)'/g)].map(([, value = '']) => value) }
}

function text(bytes: Buffer, from: number): { value: string; next: number } {
  const end = bytes.indexOf(0, from)
  return { value: bytes.toString('utf8', from, end), next: end + 1 }
}

function message(type: string, ...parts: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/** A group that the server itself answers with an error of this SQLSTATE: the transaction it stands in is aborted for real. */
export function failingGroup(sqlstate: string): Buffer {
  const statement = `do $$ begin raise exception 'a fault of the chaos run' using errcode = '${sqlstate}'; end $$`
  const nothing = Buffer.alloc(2)
  return Buffer.concat([message('P', `\0${statement}\0`, nothing), message('B', '\0\0', nothing, nothing, nothing), message('E', '\0', Buffer.alloc(4)), message('S')])
}

/** What a server says to a client whose session it ends. */
export function fatal(sqlstate: string): Buffer {
  return message('E', `SFATAL\0VFATAL\0C${sqlstate}\0Mterminating connection: a fault of the chaos run\0\0`)
}

/** Process id of the session, from BackendKeyData. */
export function backendOf({ bytes }: Frame): number {
  return bytes.readInt32BE(5)
}
