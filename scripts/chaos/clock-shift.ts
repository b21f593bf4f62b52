/** Loaded into a process by the chaos run: its clock is wrong by CHAOS_CLOCK_MS milliseconds, as after a bad time server. */
const shift = Number(process.env['CHAOS_CLOCK_MS'] ?? '0')
const RealDate = Date

class ShiftedDate extends RealDate {
  constructor(...args: readonly unknown[]) {
    if (args.length === 0) super(RealDate.now() + shift)
    else super(...(args as [string]))
  }

  static override now(): number {
    return RealDate.now() + shift
  }
}

globalThis.Date = ShiftedDate as DateConstructor
