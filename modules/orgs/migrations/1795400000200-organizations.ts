import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Organisations: a tenant table whose tenant is itself, so that row-level security and (org_id, id) hold for it as for every other. */
export class Organizations1795400000200 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Uniqueness over all organisations cannot stand on a table keyed by org_id. The application may add to this list and not read it.
    await queryRunner.query(`
      create table organization_slugs (
        slug text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
        organization_id uuid not null,
        unique (organization_id, slug)
      )`)
    await queryRunner.query(`grant insert on organization_slugs to bookflow_app`)
    await queryRunner.query(`
      create table organizations (
        org_id uuid not null,
        id uuid not null check (id = org_id),
        name text not null check (length(name) between 1 and 120),
        slug text not null,
        timezone text not null,
        locale text not null default 'en',
        accent text check (accent ~ '^#[0-9a-f]{6}$'),
        deletion_at timestamptz,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        primary key (org_id, id),
        unique (org_id),
        foreign key (org_id, slug) references organization_slugs (organization_id, slug)
      )`)
    await queryRunner.query(`create index organizations_due_for_deletion on organizations (deletion_at) where deletion_at is not null`)
    await queryRunner.query(`select tenant_table('organizations', 'select, insert, update', 'select')`)
    // For functions that answer "which organisations may this person enter?" before a tenant is known.
    await queryRunner.query(`create policy lookup on organizations for select to bookflow_lookup using (true)`)
    await queryRunner.query(`grant select on organizations to bookflow_lookup`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`drop table organizations`)
    await queryRunner.query(`drop table organization_slugs`)
  }
}
