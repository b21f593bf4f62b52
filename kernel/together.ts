/**
 * Waits for all, then fails with the first failure. Promise.all fails at once, and what is still under way would go on asking a
 * transaction that is being rolled back.
 */
export async function together<T extends readonly unknown[]>(all: readonly [...{ [K in keyof T]: Promise<T[K]> }]): Promise<T> {
  const settled = await Promise.allSettled<unknown>(all as readonly Promise<unknown>[])
  for (const result of settled) if (result.status === 'rejected') throw result.reason
  return settled.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as T
}
