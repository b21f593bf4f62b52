import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Through which API key a person acted. Nullable without a default: adding it rewrites no partition. */
export class AuditApiKey1795402000100 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table audit_log add column api_key_id uuid`)
    await queryRunner.query(`create index audit_log_api_key on audit_log (org_id, api_key_id, at) where api_key_id is not null`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`drop index audit_log_api_key`)
    await queryRunner.query(`alter table audit_log drop column api_key_id`)
  }
}
