/** The configuration tests boot with. */
import type { KernelConfig } from '../config.js'

export function testConfig(databaseUrl: string): KernelConfig {
  return {
    environment: 'test',
    public_url: 'http://localhost:3000',
    host: '127.0.0.1',
    port: 0,
    trust_proxy: false,
    log_level: 'silent',
    database: { url: databaseUrl, migration_url: null, pool_size: 10 },
    secrets: {
      access_tokens: ['test access token secret, thirty-two bytes and more'],
      password_pepper: 'test password pepper, thirty-two bytes and more',
      mail_tokens: 'test mail token secret, thirty-two bytes and more',
      cursors: 'test cursor secret, thirty-two bytes and more!',
      webhook_encryption: ['test encryption key of endpoint secrets, long enough'],
    },
    mail: { resend_api_key: null, resend_base_url: null, from: 'BookFlow <bookings@bookflow.test>', resend_webhook_secrets: [] },
    egress: { allowed_networks: [] },
    password_cost: 4,
    rate_limit_per_minute: 1_000_000,
    auth_attempts_per_minute: 1_000_000,
    // What a test shows must not hang on what else the machine does.
    overload_delay_ms: 600_000,
    external_modules: [],
  }
}
