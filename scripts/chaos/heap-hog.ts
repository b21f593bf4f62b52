/** Loaded into a process by the chaos run: on SIGUSR2 it takes memory until the heap's cap ends it. */
process.on('SIGUSR2', () => {
  const held: number[][] = []
  for (;;) held.push(new Array<number>(1_000_000).fill(Math.random()))
})
