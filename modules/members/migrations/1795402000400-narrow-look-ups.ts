import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Look-ups before an organisation is known see the columns they answer with and search by, no more. */
export class MembersNarrowLookUps1795402000400 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`revoke select on memberships from bookflow_lookup`)
    await queryRunner.query(`grant select (org_id, user_id, role, status) on memberships to bookflow_lookup`)
    await queryRunner.query(`revoke select on invitations from bookflow_lookup`)
    await queryRunner.query(`grant select (org_id, id, email, role, status, expires_at, token_hash) on invitations to bookflow_lookup`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`revoke select (org_id, user_id, role, status) on memberships from bookflow_lookup`)
    await queryRunner.query(`grant select on memberships to bookflow_lookup`)
    await queryRunner.query(`revoke select (org_id, id, email, role, status, expires_at, token_hash) on invitations from bookflow_lookup`)
    await queryRunner.query(`grant select on invitations to bookflow_lookup`)
  }
}
