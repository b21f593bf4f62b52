import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Look-ups before an organisation is known see its name, address and zone, and whether it is being deleted; not its settings. */
export class OrgsNarrowLookUps1795402000401 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`revoke select on organizations from bookflow_lookup`)
    await queryRunner.query(`grant select (org_id, id, name, slug, timezone, deletion_at) on organizations to bookflow_lookup`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`revoke select (org_id, id, name, slug, timezone, deletion_at) on organizations from bookflow_lookup`)
    await queryRunner.query(`grant select on organizations to bookflow_lookup`)
  }
}
