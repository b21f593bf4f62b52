import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Secrets from before the previous one that still sign: whoever rotates again within a day must not take the promised 24 hours from a receiver that
 * has not changed yet. Each as `{ "sealed", "expires_at" }`.
 */
export class OlderSecrets1795408000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table webhook_endpoints add column older_secrets jsonb not null default '[]' check (jsonb_typeof(older_secrets) = 'array')`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table webhook_endpoints drop column older_secrets`)
  }
}
