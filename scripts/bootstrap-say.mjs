/** How the bootstrap speaks. */

/** One line of progress, on stderr so that a script's own output stays clean. */
export const say = (text) => process.stderr.write(`${text}\n`)

/** An expected failure: its message says what to do, so it is printed without a stack. */
export class Refusal extends Error {}
