import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Views that can be renamed, that a screen opens with, and that come back after they were forgotten. A name is taken only while its view is kept. */
export class SavedViewDefaults1795407000300 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table saved_views add column is_default boolean not null default false, add column forgotten_at timestamptz, drop constraint saved_views_name`)
    await queryRunner.query('create unique index saved_views_name on saved_views (org_id, user_id, screen, name) where forgotten_at is null')
    await queryRunner.query('create unique index saved_views_default on saved_views (org_id, user_id, screen) where is_default and forgotten_at is null')
    await queryRunner.query('grant update on saved_views to bookflow_app')
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('revoke update on saved_views from bookflow_app')
    // Row-level security holds for the owner too while it is forced, and would hide every row to be deleted.
    await queryRunner.query('alter table saved_views no force row level security')
    await queryRunner.query('delete from saved_views where forgotten_at is not null')
    await queryRunner.query('alter table saved_views force row level security')
    await queryRunner.query('drop index saved_views_default')
    await queryRunner.query('drop index saved_views_name')
    await queryRunner.query('alter table saved_views drop column is_default, drop column forgotten_at, add constraint saved_views_name unique (org_id, user_id, screen, name)')
  }
}
