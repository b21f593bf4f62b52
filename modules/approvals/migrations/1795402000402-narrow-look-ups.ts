import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The look-up of a link in a mail sees which approval it leads to, not for whom it was made. */
export class ApprovalsNarrowLookUps1795402000402 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`revoke select on approval_links from bookflow_lookup`)
    await queryRunner.query(`grant select (org_id, id, token_hash) on approval_links to bookflow_lookup`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`revoke select (org_id, id, token_hash) on approval_links from bookflow_lookup`)
    await queryRunner.query(`grant select on approval_links to bookflow_lookup`)
  }
}
