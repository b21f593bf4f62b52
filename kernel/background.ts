/**
 * What runs beside requests, put together: in web the feed and the wake-up listener, in the worker queue, relay, delivery, sweeper and
 * schedules. Web never starts the queue: only the worker sends. Stops in the reverse order, letting running deliveries end.
 */
import type { DataSource } from 'typeorm'
import type { KernelConfig } from './config.js'
import type { Container } from './container.js'
import { Delivery, deliveryToken } from './events/delivery.js'
import { Feed, feedToken } from './events/feed.js'
import type { Channel } from './events/outbox.js'
import { purgeSchedules } from './events/purge.js'
import { eventRecorderToken } from './events/recorder.js'
import { Relay, relayToken } from './events/relay.js'
import { Replay, replayToken } from './events/replay.js'
import { OutboxStatistics, outboxStatisticsToken } from './events/statistics.js'
import { Sweeper, sweeperToken } from './events/sweeper.js'
import { WakeUp, wakeUpToken } from './events/wake-up.js'
import type { Log } from './logger.js'
import { AccountMail, accountMailToken } from './mail/account-mail.js'
import { mailTransportToken } from './mail/mail.js'
import { ResendTransport } from './mail/resend.js'
import { StubTransport } from './mail/stub.js'
import { Metrics, metricsToken } from './metrics.js'
import type { Schedule } from './module.js'
import { Queue, queueToken } from './queue.js'
import { transactionsToken } from './tenancy/transactions.js'

type Stop = () => Promise<void>

/** @param channels those of all modules, asked for once they are bound */
export function bindBackground(container: Container, config: KernelConfig, dataSource: DataSource, log: Log, channels: () => readonly Channel[]): void {
  container.bind(metricsToken, () => new Metrics())
  container.bind(wakeUpToken, () => new WakeUp(config.database.url, dataSource, log))
  container.bind(queueToken, () => new Queue(config.database.url, log))
  container.bind(relayToken, (c) => new Relay(c.resolve(transactionsToken), c.resolve(queueToken), c.resolve(wakeUpToken), log))
  container.bind(deliveryToken, (c) => new Delivery(channels(), c.resolve(transactionsToken), c.resolve(queueToken), c.resolve(metricsToken), log))
  container.bind(sweeperToken, (c) => new Sweeper(c.resolve(transactionsToken), c.resolve(queueToken), c.resolve(wakeUpToken), log))
  container.bind(replayToken, (c) => new Replay(c.resolve(transactionsToken), c.resolve(wakeUpToken)))
  container.bind(feedToken, (c) => new Feed(c.resolve(transactionsToken), c.resolve(wakeUpToken), c.resolve(metricsToken), log))
  container.bind(outboxStatisticsToken, (c) => new OutboxStatistics(c.resolve(transactionsToken), c.resolve(metricsToken)))
  container.bind(accountMailToken, (c) => new AccountMail(c.resolve(transactionsToken), c.resolve(wakeUpToken), config.secrets.mail_tokens))
  const { resend_api_key: api_key, resend_base_url: base_url, from } = config.mail
  container.bind(mailTransportToken, (c) => (api_key === null ? new StubTransport(c.resolve(transactionsToken)) : new ResendTransport({ api_key, base_url, from })))
}

/** Lets commits of this process wake feed and relay; call once after {@link bindBackground}. */
export function announceCommits(container: Container): void {
  const wakeUp = container.resolve(wakeUpToken)
  container.resolve(eventRecorderToken).onCommit((left) => wakeUp.publish(left))
}

/** @returns what stops it again */
export async function startWeb(container: Container): Promise<Stop> {
  const [wakeUp, feed] = [container.resolve(wakeUpToken), container.resolve(feedToken)]
  wakeUp.start()
  await feed.start()
  return async () => {
    await feed.stop()
    await wakeUp.stop()
  }
}

/** @param schedules those of all modules; the kernel adds its own @returns what stops it again, after running deliveries ended */
export async function startWorker(container: Container, schedules: readonly Schedule[]): Promise<Stop> {
  const [wakeUp, queue, relay, sweeper] = [container.resolve(wakeUpToken), container.resolve(queueToken), container.resolve(relayToken), container.resolve(sweeperToken)]
  await queue.start()
  await container.resolve(deliveryToken).start()
  for (const { name, cron, run } of [...purgeSchedules(container.resolve(transactionsToken)), ...schedules]) await queue.schedule(name, cron, run)
  wakeUp.start()
  relay.start()
  sweeper.start()
  return async () => {
    await Promise.all([relay.stop(), sweeper.stop()])
    await queue.stop()
    await wakeUp.stop()
  }
}
