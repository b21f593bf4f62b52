/**
 * Dependency injection as a typed map of factories over tsyringe: one child container per boot, stateless singletons.
 * Refuses a second binding of a token and an unbound one, naming both. Without it two kernels in one process would share services.
 */
import 'reflect-metadata'
import { container as root, instanceCachingFactory, type DependencyContainer } from 'tsyringe'
import type { Token } from './contract.js'

export class Container {
  private readonly inner: DependencyContainer = root.createChildContainer()

  /** Binds a singleton; the factory runs at the first resolve. */
  bind<T>(token: Token<T>, factory: (container: Container) => T): void {
    if (this.inner.isRegistered(token.key)) {
      throw new Error(`'${token.name}' is bound twice. A token has one implementation; use an extension point for several.`)
    }
    this.inner.register(token.key, { useFactory: instanceCachingFactory(() => factory(this)) })
  }

  resolve<T>(token: Token<T>): T {
    if (!this.inner.isRegistered(token.key)) {
      throw new Error(`Nothing is bound to '${token.name}'. Is the module that binds it in config/modules.ts, and does it depend on it?`)
    }
    return this.inner.resolve<T>(token.key)
  }

  has(token: Token<unknown>): boolean {
    return this.inner.isRegistered(token.key)
  }
}
