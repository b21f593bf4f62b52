import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Reports read requests by when they were made. */
export class ApprovalsAsked1795403000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`create index approvals_asked on approvals (org_id, created_at)`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`drop index approvals_asked`)
  }
}
