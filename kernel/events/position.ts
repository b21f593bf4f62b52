/** A place in the feed as clients carry it (`id:` of the live stream): `epoch.xid.seq`. Opaque to them, checked when it comes back. */

export interface Position {
  epoch: number
  /** xid8: beyond what a number holds. */
  xid: bigint
  seq: bigint
}

const decimal = '(0|[1-9]\\d{0,18})'
const form = new RegExp(`^${decimal}\\.(0|[1-9]\\d{0,19})\\.${decimal}$`)

/** @returns null for anything formatPosition() cannot have written */
export function parsePosition(text: unknown): Position | null {
  const match = typeof text === 'string' && text.length <= 64 ? form.exec(text) : null
  if (!match) return null
  const [epoch, xid, seq] = [BigInt(match[1]!), BigInt(match[2]!), BigInt(match[3]!)]
  if (epoch > 0x7fff_ffffn || xid > 0xffff_ffff_ffff_ffffn || seq > 0x7fff_ffff_ffff_ffffn) return null
  return { epoch: Number(epoch), xid, seq }
}

export function formatPosition({ epoch, xid, seq }: Position): string {
  return `${epoch}.${xid}.${seq}`
}

/** Negative when `a` comes before `b`. */
export function comparePositions(a: Position, b: Position): number {
  if (a.epoch !== b.epoch) return a.epoch - b.epoch
  if (a.xid !== b.xid) return a.xid < b.xid ? -1 : 1
  return a.seq === b.seq ? 0 : a.seq < b.seq ? -1 : 1
}
