import type { MigrationInterface, QueryRunner } from 'typeorm'

/** People and how they prove who they are. Global tables: a person belongs to no organisation; memberships say where they may go. */
export class Accounts1795400000100 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Folding is ASCII's (addresses are checked to be), the same whatever the cluster's locale.
    await queryRunner.query(`
      create table users (
        id uuid primary key,
        email text not null check (length(email) between 3 and 254 and email ~ '^[^[:space:]@]+@[^[:space:]@]+$'),
        email_folded text not null generated always as (lower(email collate "C")) stored unique,
        name text not null check (length(name) between 1 and 120),
        locale text not null default 'en',
        timezone text not null default 'UTC',
        password_hash text not null check (password_hash ~ '^[$]2[aby][$][0-9]{2}[$].{53}$'),
        password_changed_at timestamptz not null default now(),
        disabled_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`)
    await queryRunner.query(`grant select, insert, update on users to bookflow_app`)

    // One row per sign-in; network is what its address is judged by (an IPv6 subscriber changes addresses daily). org_id is the organisation last chosen; it has no foreign key because organisations are a later module's.
    await queryRunner.query(`
      create table sessions (
        id uuid primary key,
        user_id uuid not null references users (id) on delete cascade,
        org_id uuid,
        ip text,
        network text,
        user_agent text check (length(user_agent) <= 300),
        created_at timestamptz not null default now(),
        last_used_at timestamptz not null default now(),
        expires_at timestamptz not null,
        revoked_at timestamptz,
        revoked_reason text check (revoked_reason in ('logout', 'ended', 'password_changed', 'password_reset', 'refresh_reused', 'revoked')),
        check ((revoked_at is null) = (revoked_reason is null)),
        check (expires_at <= created_at + interval '30 days')
      )`)
    await queryRunner.query(`create index sessions_of_user on sessions (user_id, last_used_at desc)`)
    await queryRunner.query(`create index sessions_age on sessions (expires_at)`)
    await queryRunner.query(`grant select, insert, update, delete on sessions to bookflow_app`)

    await queryRunner.query(`
      create table refresh_tokens (
        id uuid primary key,
        session_id uuid not null references sessions (id) on delete cascade,
        token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        used_at timestamptz
      )`)
    // Not a rule of the code alone: whatever races, a session has one token that can be exchanged.
    await queryRunner.query(`create unique index refresh_tokens_active on refresh_tokens (session_id) where used_at is null`)
    await queryRunner.query(`create index refresh_tokens_of_session on refresh_tokens (session_id)`)
    await queryRunner.query(`grant select, insert, update, delete on refresh_tokens to bookflow_app`)

    // Nothing exists until the address is proved, so several people may wait for one address and none of them squats on it.
    await queryRunner.query(`
      create table sign_ups (
        id uuid primary key,
        email text not null check (length(email) between 3 and 254),
        email_folded text not null generated always as (lower(email collate "C")) stored,
        name text not null,
        password_hash text not null,
        organization_name text not null,
        timezone text not null,
        token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
        created_at timestamptz not null default now(),
        expires_at timestamptz not null
      )`)
    await queryRunner.query(`create index sign_ups_of_address on sign_ups (email_folded)`)
    await queryRunner.query(`create index sign_ups_age on sign_ups (expires_at)`)
    await queryRunner.query(`grant select, insert, delete on sign_ups to bookflow_app`)

    await queryRunner.query(`
      create table account_tokens (
        id uuid primary key,
        user_id uuid not null references users (id) on delete cascade,
        purpose text not null check (purpose in ('auth.reset')),
        token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        used_at timestamptz
      )`)
    await queryRunner.query(`create index account_tokens_of_user on account_tokens (user_id)`)
    await queryRunner.query(`create index account_tokens_age on account_tokens (expires_at)`)
    await queryRunner.query(`grant select, insert, update, delete on account_tokens to bookflow_app`)

    await queryRunner.query(`
      create table security_events (
        id uuid primary key,
        kind text not null,
        user_id uuid,
        session_id uuid,
        ip text,
        request_id text not null,
        detail jsonb not null default '{}' check (jsonb_typeof(detail) = 'object'),
        at timestamptz not null default now()
      )`)
    await queryRunner.query(`create index security_events_of_user on security_events (user_id, at desc)`)
    await queryRunner.query(`create index security_events_age on security_events (at)`)
    await queryRunner.query(`grant select, insert on security_events to bookflow_app`)

    // Counters of attempts, shared by all web processes. Unlogged: losing them in a crash forgives some guesses, and guessing writes no WAL.
    await queryRunner.query(`
      create unlogged table attempt_budgets (
        key text primary key check (key ~ '^[a-z-]+:[0-9a-f]{64}$'),
        used integer not null,
        resets_at timestamptz not null
      )`)
    await queryRunner.query(`create index attempt_budgets_age on attempt_budgets (resets_at)`)
    await queryRunner.query(`grant select, insert, update, delete on attempt_budgets to bookflow_app`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['attempt_budgets', 'security_events', 'account_tokens', 'sign_ups', 'refresh_tokens', 'sessions', 'users']) {
      await queryRunner.query(`drop table ${table}`)
    }
  }
}
