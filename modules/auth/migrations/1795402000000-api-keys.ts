import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Credentials of programs: each belongs to a person in one organisation and is limited to some permissions. Of the secret only a hash is kept. */
export class ApiKeys1795402000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table api_keys (
        org_id uuid not null,
        id uuid not null,
        user_id uuid not null references users (id) on delete cascade,
        name text not null check (length(name) between 1 and 120),
        scopes text[] not null check (cardinality(scopes) between 1 and 200),
        secret_hash text not null check (secret_hash ~ '^[0-9a-f]{64}$'),
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        last_used_at timestamptz,
        revoked_at timestamptz,
        revoked_by uuid,
        primary key (org_id, id),
        check (expires_at > created_at and expires_at <= created_at + interval '366 days'),
        check (revoked_by is null or revoked_at is not null)
      )`)
    await queryRunner.query(`create index api_keys_of_person on api_keys (org_id, user_id, id)`)
    await queryRunner.query(`create index api_keys_of_user on api_keys (user_id)`)
    await queryRunner.query(`select tenant_table('api_keys', 'select, insert, update')`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`drop table api_keys`)
  }
}
