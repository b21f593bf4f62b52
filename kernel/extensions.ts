/** Extension points at run time: asks the modules that answer, in the order of the modules, leaving out those switched off for the organisation. */
import { defineToken, type ExtensionPoint } from './contract.js'
import type { Contribution } from './module.js'
import { currentFlow } from './tenancy/context.js'

interface Answerer {
  module: string
  answer(question: unknown): Promise<unknown>
}

export class Extensions {
  private readonly answerers = new Map<string, Answerer[]>()

  add(module: string, { point, answer }: Contribution): void {
    const answerers = this.answerers.get(point.name) ?? []
    this.answerers.set(point.name, [...answerers, { module, answer: answer as Answerer['answer'] }])
  }

  /** @returns the answers given, one after another, in the caller's transaction */
  async ask<Question, Answer>(point: ExtensionPoint<Question, Answer>, question: Question): Promise<Answer[]> {
    const disabled = currentFlow()?.tenant?.disabled_modules
    const answers: Answer[] = []
    for (const { module, answer } of this.answerers.get(point.name) ?? []) {
      if (disabled?.has(module)) continue
      const given = await answer(question)
      if (given !== undefined) answers.push(given as Answer)
    }
    return answers
  }
}

export const extensionsToken = defineToken<Extensions>('kernel.extensions')
