import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Endpoints, the messages they were to get, each attempt at one, and the ledger of what providers told us. */
export class Webhooks1795400001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table webhook_endpoints (
        org_id uuid not null,
        id uuid not null,
        url text not null check (length(url) between 1 and 2000),
        description text not null default '' check (length(description) <= 500),
        event_types text[] not null default '{}' check (cardinality(event_types) <= 50),
        resource_ids uuid[] not null default '{}' check (cardinality(resource_ids) <= 100),
        enabled boolean not null default true,
        disabled_reason text check (disabled_reason in ('manual', 'gone', 'failing')),
        failing_since timestamptz,
        secret_sealed text not null check (secret_sealed like 'v1.%'),
        previous_secret_sealed text check (previous_secret_sealed like 'v1.%'),
        previous_secret_expires_at timestamptz,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (org_id, id),
        check (enabled = (disabled_reason is null)),
        check ((previous_secret_sealed is null) = (previous_secret_expires_at is null))
      )`)
    await queryRunner.query(`select tenant_table('webhook_endpoints', 'select, insert, update, delete')`)

    // The body as it is sent, once per event: every attempt sends the same bytes, also when the event itself is long purged.
    await queryRunner.query(`
      create table webhook_messages (
        org_id uuid not null,
        id uuid not null,
        type text not null,
        body text not null,
        created_at timestamptz not null default now(),
        primary key (org_id, id)
      )`)
    await queryRunner.query(`create index webhook_messages_age on webhook_messages (created_at)`)
    await queryRunner.query(`select tenant_table('webhook_messages', 'select, insert', 'select, delete')`)

    // No key to endpoint or message: the log outlives an endpoint that was removed, by its retention.
    await queryRunner.query(`
      create table webhook_deliveries (
        org_id uuid not null,
        id uuid not null,
        seq bigint generated always as identity,
        endpoint_id uuid not null,
        message_id uuid not null,
        outbox_id uuid not null,
        event_type text not null,
        attempt integer not null check (attempt between 1 and 5),
        status text not null check (status in ('succeeded', 'failed')),
        url text not null,
        request_headers jsonb not null,
        response_status integer,
        response_headers jsonb,
        response_body text check (octet_length(response_body) <= 262144),
        fault text,
        error text check (length(error) <= 1000),
        duration_ms integer not null,
        next_attempt_at timestamptz,
        at timestamptz not null default now(),
        primary key (org_id, id),
        check ((response_status is null) = (response_headers is null)),
        check (status = 'failed' or fault is null)
      )`)
    await queryRunner.query(`create index webhook_deliveries_listed on webhook_deliveries (org_id, seq desc)`)
    await queryRunner.query(`create index webhook_deliveries_of_endpoint on webhook_deliveries (org_id, endpoint_id, seq desc)`)
    await queryRunner.query(`create index webhook_deliveries_of_message on webhook_deliveries (org_id, message_id, seq desc)`)
    await queryRunner.query(`create index webhook_deliveries_age on webhook_deliveries (at)`)
    await queryRunner.query(`select tenant_table('webhook_deliveries', 'select, insert', 'select, delete')`)

    // Before the organisation is known, and for mail of no organisation: global. No body is kept, only its hash.
    await queryRunner.query(`
      create table webhook_events (
        source text not null check (source in ('resend')),
        event_id text not null check (length(event_id) between 1 and 64),
        type text not null check (length(type) <= 100),
        body_sha256 text not null check (body_sha256 ~ '^[0-9a-f]{64}$'),
        provider_id text check (length(provider_id) <= 200),
        bounce_type text check (length(bounce_type) <= 100),
        occurred_at timestamptz,
        received_at timestamptz not null default now(),
        settled_at timestamptz,
        org_id uuid,
        outbox_id uuid,
        differing_copies integer not null default 0,
        primary key (source, event_id)
      )`)
    await queryRunner.query(`create index webhook_events_age on webhook_events (received_at)`)
    await queryRunner.query(`grant select, insert, update on webhook_events to bookflow_app`)
    await queryRunner.query(`grant select, delete on webhook_events to bookflow_cross`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['webhook_events', 'webhook_deliveries', 'webhook_messages', 'webhook_endpoints']) await queryRunner.query(`drop table ${table}`)
  }
}
