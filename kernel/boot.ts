/**
 * From configuration and a list of modules to a running kernel, and back down in reverse order. Refuses to start with a faulty list, a database role
 * that could walk around row-level security, or an unbound port. Without the order a request could arrive before the module that answers it.
 */
import type { Logger } from 'pino'
import type { DataSource } from 'typeorm'
import type { KernelConfig } from './config.js'
import { Container } from './container.js'
import { defineToken } from './contract.js'
import { ConnectionQueue } from './database/connection-queue.js'
import { createDataSource, dataSourceToken } from './database/data-source.js'
import { assertApplicationRole } from './database/roles.js'
import { Feed, feedToken } from './events/feed.js'
import { EventRecorder, eventRecorderToken } from './events/recorder.js'
import { Replay, replayToken } from './events/replay.js'
import { OutboxStatistics, outboxStatisticsToken } from './events/statistics.js'
import { WakeUp, wakeUpToken } from './events/wake-up.js'
import { Extensions, extensionsToken } from './extensions.js'
import { createApp } from './http/app.js'
import { Pages, pagesToken } from './http/page.js'
import { Refusals, refusalsToken } from './http/refusals.js'
import { learn } from './language.js'
import { createLogger } from './logger.js'
import { AccountMail, accountMailToken } from './mail/account-mail.js'
import { mailTransportToken } from './mail/mail.js'
import { ResendTransport } from './mail/resend.js'
import { StubTransport } from './mail/stub.js'
import { Metrics, metricsToken } from './metrics.js'
import type { App, ModuleSpec } from './module.js'
import { arrange, checkBindings } from './registry.js'
import { AdmissionChecks, admissionChecksToken } from './tenancy/admission.js'
import { ModuleSwitches, moduleSwitchesToken } from './tenancy/module-switches.js'
import { PermissionCatalogue, permissionCatalogueToken } from './tenancy/permissions.js'
import { Transactions, transactionsToken } from './tenancy/transactions.js'
import type { StatementObserver } from './tenancy/unit-of-work.js'

export const configToken = defineToken<KernelConfig>('kernel.config')
export const loggerToken = defineToken<Logger>('kernel.logger')
/** The modules of this process in their order. */
export const modulesToken = defineToken<readonly ModuleSpec[]>('kernel.modules')

export interface BootOptions {
  logger?: Logger
  /** Sees every statement; for tests. */
  observe?: StatementObserver
}

export interface Kernel {
  config: KernelConfig
  container: Container
  dataSource: DataSource
  modules: readonly ModuleSpec[]
  logger: Logger
  /** Builds the HTTP application; call once. */
  app(): Promise<App>
  /** Registers what runs when the kernel stops, last registered first. */
  onStop(stop: () => Promise<void>): void
  /** Stops every part, also when one of them fails to. @throws AggregateError then */
  stop(): Promise<void>
}

export async function boot(config: KernelConfig, list: readonly ModuleSpec[], options: BootOptions = {}): Promise<Kernel> {
  const modules = arrange(list)
  const logger = options.logger ?? createLogger(config)
  if (config.environment === 'production' && config.mail.resend_api_key === null) {
    logger.warn('NO MAIL LEAVES: the stub transport keeps every mail in the database, links that open accounts included. Set RESEND_API_KEY and drop MAIL_TRANSPORT=stub.')
  }
  const container = new Container()
  const dataSource = createDataSource(config.database.url, config.database.pool_size, modules.flatMap((module) => module.entities ?? []))
  await dataSource.initialize()
  try {
    await assertApplicationRole(dataSource)
    bindKernel(container, config, modules, dataSource, logger, options)
    for (const module of modules) learn(module.contract.name, module.german ?? {})
    for (const module of modules) module.bind?.(container)
    for (const module of modules) connect(container, module)
  } catch (error) {
    await dataSource.destroy()
    throw error
  }
  const stops: (() => Promise<void>)[] = [() => dataSource.destroy()]
  return {
    config,
    container,
    dataSource,
    modules,
    logger,
    app: async () => {
      const app = await createApp(config, container, modules, logger)
      stops.push(() => app.close())
      return app
    },
    onStop: (stop) => stops.push(stop),
    stop: () => stopAll(stops.splice(0).reverse(), logger),
  }
}

/** One part that fails to stop keeps no other from stopping: a connection left open would keep the process alive. @throws AggregateError after the last */
async function stopAll(stops: readonly (() => Promise<void>)[], logger: Logger): Promise<void> {
  const failures: unknown[] = []
  for (const stop of stops) {
    try {
      await stop()
    } catch (error) {
      logger.error({ err: error }, 'a part did not stop as it should')
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${stops.length} parts did not stop as they should.`)
}

function bindKernel(container: Container, config: KernelConfig, modules: readonly ModuleSpec[], dataSource: DataSource, logger: Logger, options: BootOptions): void {
  container.bind(configToken, () => config)
  container.bind(loggerToken, () => logger)
  container.bind(modulesToken, () => modules)
  container.bind(dataSourceToken, () => dataSource)
  // One connection stays outside of the line, for wake-ups.
  const connections = new ConnectionQueue(config.database.pool_size - 1)
  container.bind(admissionChecksToken, () => new AdmissionChecks())
  container.bind(moduleSwitchesToken, () => new ModuleSwitches())
  container.bind(permissionCatalogueToken, () => new PermissionCatalogue(modules.map(({ contract }) => contract)))
  container.bind(
    transactionsToken,
    (c) => new Transactions(dataSource, connections, c.resolve(admissionChecksToken), c.resolve(moduleSwitchesToken), c.resolve(permissionCatalogueToken), options.observe),
  )
  container.bind(metricsToken, () => new Metrics())
  container.bind(wakeUpToken, () => new WakeUp(config.database.url, dataSource, logger))
  container.bind(eventRecorderToken, (c) => {
    const recorder = new EventRecorder()
    recorder.onCommit((left) => c.resolve(wakeUpToken).publish(left))
    return recorder
  })
  container.bind(feedToken, (c) => new Feed(c.resolve(transactionsToken), c.resolve(wakeUpToken), c.resolve(metricsToken), logger))
  container.bind(replayToken, (c) => new Replay(c.resolve(transactionsToken), c.resolve(wakeUpToken)))
  container.bind(outboxStatisticsToken, (c) => new OutboxStatistics(c.resolve(transactionsToken), c.resolve(metricsToken)))
  container.bind(accountMailToken, (c) => new AccountMail(c.resolve(transactionsToken), c.resolve(wakeUpToken), config.secrets.mail_tokens))
  container.bind(mailTransportToken, (c) => {
    const { resend_api_key: api_key, resend_base_url: base_url, from } = config.mail
    return api_key === null ? new StubTransport(c.resolve(transactionsToken)) : new ResendTransport({ api_key, base_url, from })
  })
  container.bind(extensionsToken, () => new Extensions())
  container.bind(refusalsToken, () => new Refusals(logger))
  container.bind(pagesToken, () => new Pages(config.secrets.cursors))
}

/** Joins a module's answers, checks, subscriptions and recorder to the kernel. */
function connect(container: Container, module: ModuleSpec): void {
  const { contract } = module
  if (contract.port && !container.has(contract.port)) throw new Error(`Module '${contract.name}' declares a port and binds nothing to it. Bind it in module.ts.`)
  for (const check of module.admits?.(container) ?? []) container.resolve(admissionChecksToken).add(check)
  for (const contribution of module.extends?.(container) ?? []) container.resolve(extensionsToken).add(contract.name, contribution)
  const recorder = container.resolve(eventRecorderToken)
  const subscriptions = module.subscribes?.(container) ?? []
  const channels = module.channels?.(container) ?? []
  const schedules = module.schedules?.(container) ?? []
  checkBindings(module, {
    events: subscriptions.map(({ event }) => (event === '*' ? '*' : event.name)),
    names: [...channels, ...schedules].map(({ name }) => name),
  })
  for (const subscription of subscriptions) recorder.subscribe(contract.name, subscription)
  if (module.records) recorder.addRecorder(module.records(container))
  if (module.refusals) container.resolve(refusalsToken).add(module.refusals(container))
}
