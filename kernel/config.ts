/** The settings the kernel needs, already parsed and checked (config/env.ts reads them). Nothing here reads the environment. */
export interface KernelConfig {
  environment: 'production' | 'development' | 'test'
  /** Origin people use, e.g. `https://book.example.org`. Decides cookie names and links in mail. */
  public_url: string
  host: string
  /** 0 lets the system choose. */
  port: number
  /** Addresses or networks of the proxies in front, whose X-Forwarded-* are believed; false when there is none. */
  trust_proxy: false | string[]
  log_level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  database: {
    /** The application's role: owns nothing, NOBYPASSRLS. */
    url: string
    /** The owner's role, used by the release process only. */
    migration_url: string | null
    pool_size: number
  }
  secrets: {
    /** Signing keys of access tokens; the first signs, all verify. At least 32 bytes each. */
    access_tokens: readonly string[]
    /** HMAC key over passwords before bcrypt. */
    password_pepper: string
    /** HMAC key that derives single-use mail tokens. */
    mail_tokens: string
    /** HMAC key of page cursors. */
    cursors: string
    /** Keys that encrypt the signing secrets of webhook endpoints; the first encrypts, all decrypt. */
    webhook_encryption: readonly string[]
  }
  mail: {
    /** null: the stub transport records what would have been sent. */
    resend_api_key: string | null
    /** Another base URL for the provider's API (tests); null is the provider's own. */
    resend_base_url: string | null
    from: string
    /** Signing secrets (`whsec_...`) of the provider's callbacks, two during a rotation; none refuses every callback. */
    resend_webhook_secrets: readonly string[]
  }
  /** Private networks (CIDR) the worker may deliver to; everything else must be public. */
  egress: { allowed_networks: readonly string[] }
  /** Bearer that opens /metrics to other machines; without it only this machine reads them. */
  metrics_token?: string
  /** Where a worker answers /metrics and /livez; nowhere when absent. */
  worker_metrics_port?: number
  /** Addresses of the people who may look at the installation as a whole, folded; nobody when absent. */
  installation_owners?: readonly string[]
  /** The file in which the operator's backup notes when it was complete. */
  backup_status_file?: string
  /** bcrypt's cost: 12, lower in tests only. */
  password_cost: number
  /** Requests a client may make in a minute before 429. */
  rate_limit_per_minute: number
  /** Credential attempts (login, sign-up, reset) an address may make in a minute. */
  auth_attempts_per_minute: number
  /** Delay of the event loop from which on requests are refused as too many, in milliseconds; 2,000 when absent. */
  overload_delay_ms?: number
  /** Further modules by package name or path (each exports `default` a module declaration). */
  external_modules: readonly string[]
}
