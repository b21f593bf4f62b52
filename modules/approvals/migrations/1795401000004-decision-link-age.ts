import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Links that have long expired are taken away, whoever's they are. */
export class DecisionLinkAge1795401000004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`create index approval_links_age on approval_links (expires_at)`)
    await queryRunner.query(`create policy cross_tenant on approval_links for all to bookflow_cross using (true) with check (true)`)
    await queryRunner.query(`grant select, delete on approval_links to bookflow_cross`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`revoke select, delete on approval_links from bookflow_cross`)
    await queryRunner.query(`drop policy cross_tenant on approval_links`)
    await queryRunner.query(`drop index approval_links_age`)
  }
}
