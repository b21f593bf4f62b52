import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What can be booked: types, resources, and who answers for them. */
export class Resources1795400000400 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table resource_types (
        org_id uuid not null references organizations (org_id),
        id uuid not null,
        name text not null check (length(name) between 1 and 120),
        description text not null default '',
        version integer not null default 1,
        created_at timestamptz not null default now(),
        primary key (org_id, id),
        constraint resource_types_name unique (org_id, name)
      )`)
    await queryRunner.query(`select tenant_table('resource_types', 'select, insert, update, delete')`)

    // Opening hours and exceptions are read whole with the resource and change with its version, hence columns and no tables.
    await queryRunner.query(`
      create table resources (
        org_id uuid not null references organizations (org_id),
        id uuid not null,
        name text not null check (length(name) between 1 and 120),
        type_id uuid,
        description text not null default '',
        location text not null default '',
        timezone text not null,
        units integer not null default 1 check (units between 1 and 100),
        seats integer check (seats between 1 and 100000),
        shows_titles boolean not null default false,
        opening_hours jsonb check (jsonb_typeof(opening_hours) = 'object'),
        exceptions jsonb not null default '[]' check (jsonb_typeof(exceptions) = 'array'),
        buffer_before_minutes integer not null default 0 check (buffer_before_minutes between 0 and 1440),
        buffer_after_minutes integer not null default 0 check (buffer_after_minutes between 0 and 1440),
        min_notice_minutes integer not null default 0 check (min_notice_minutes between 0 and 525600),
        horizon_days integer not null default 365 check (horizon_days between 1 and 1830),
        min_duration_minutes integer not null default 15 check (min_duration_minutes between 1 and 44640),
        max_duration_minutes integer not null default 1440 check (max_duration_minutes between 1 and 44640),
        attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
        archived_at timestamptz,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (org_id, id),
        constraint resources_type foreign key (org_id, type_id) references resource_types (org_id, id),
        constraint resources_durations check (min_duration_minutes <= max_duration_minutes)
      )`)
    await queryRunner.query(`create index resources_listed on resources (org_id, name, id)`)
    await queryRunner.query(`create index resources_of_type on resources (org_id, type_id) where type_id is not null`)
    await queryRunner.query(`select tenant_table('resources', 'select, insert, update')`)

    await queryRunner.query(`
      create table resource_owners (
        org_id uuid not null,
        resource_id uuid not null,
        user_id uuid not null,
        primary key (org_id, resource_id, user_id),
        foreign key (org_id, resource_id) references resources (org_id, id),
        foreign key (org_id, user_id) references memberships (org_id, user_id)
      )`)
    await queryRunner.query(`create index resource_owners_of_person on resource_owners (org_id, user_id)`)
    await queryRunner.query(`select tenant_table('resource_owners', 'select, insert, delete')`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['resource_owners', 'resources', 'resource_types']) await queryRunner.query(`drop table ${table}`)
  }
}
