/** Bare bcrypt in a process of its own: how many comparisons of cost 12 a second, `argv[2]` at once, for `argv[3]` milliseconds. Prints the number. */
import bcrypt from 'bcrypt'

const [atOnce, milliseconds] = process.argv.slice(2).map(Number) as [number, number]
const hash = await bcrypt.hash('a password', 12)
let done = 0
const begun = performance.now()
const lane = async () => {
  while (performance.now() - begun < milliseconds) {
    await bcrypt.compare('a password', hash)
    done += 1
  }
}
await Promise.all(Array.from({ length: atOnce }, lane))
process.stdout.write(String(done / ((performance.now() - begun) / 1_000)))
