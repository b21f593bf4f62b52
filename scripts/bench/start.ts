/** How long a web process takes from its start to being ready, on a migrated database and a finished build. */
import { judged, median, type Figure } from './figures.js'
import { startProgram, type Ground } from './ground.js'

const times = 3

export async function startFigure(ground: Ground): Promise<Figure> {
  const seconds: number[] = []
  for (let n = 0; n < times; n += 1) {
    const begun = performance.now()
    const program = await startProgram('bookflow', 'config/web.js', ground)
    seconds.push((performance.now() - begun) / 1_000)
    await program.stop()
  }
  return judged('web process, start to ready', [{ value: median(seconds), unit: ' s', must: { at_most: 1.5 }, target: { at_most: 0.8 } }])
}
