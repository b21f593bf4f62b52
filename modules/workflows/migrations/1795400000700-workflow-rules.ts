import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Rules as they are, and every version they ever had. */
export class WorkflowRules1795400000700 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table workflow_rules (
        org_id uuid not null,
        id uuid not null,
        seq bigint generated always as identity,
        name text not null check (char_length(name) between 1 and 120),
        description text not null default '' check (char_length(description) <= 1000),
        priority integer not null check (priority between 0 and 10000),
        enabled boolean not null default true,
        conditions jsonb not null check (jsonb_typeof(conditions) = 'array'),
        outcome jsonb not null check (jsonb_typeof(outcome) = 'object'),
        version integer not null default 1 check (version >= 1),
        archived_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (org_id, id),
        constraint workflow_rules_archived_off check (archived_at is null or not enabled)
      )`)
    await queryRunner.query(`create index workflow_rules_asked on workflow_rules (org_id, priority, seq) where enabled`)
    await queryRunner.query(`create index workflow_rules_listed on workflow_rules (org_id, priority, seq)`)
    await queryRunner.query(`select tenant_table('workflow_rules', 'select, insert, update')`)

    // Never changed: requests point at the version that asked for them.
    await queryRunner.query(`
      create table workflow_rule_versions (
        org_id uuid not null,
        id uuid not null,
        rule_id uuid not null,
        version integer not null check (version >= 1),
        name text not null,
        description text not null,
        priority integer not null,
        enabled boolean not null,
        archived boolean not null,
        conditions jsonb not null,
        outcome jsonb not null,
        changed_by uuid,
        changed_at timestamptz not null default now(),
        primary key (org_id, id),
        unique (org_id, rule_id, version),
        foreign key (org_id, rule_id) references workflow_rules (org_id, id),
        foreign key (org_id, changed_by) references memberships (org_id, user_id)
      )`)
    await queryRunner.query(`select tenant_table('workflow_rule_versions', 'select, insert')`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['workflow_rule_versions', 'workflow_rules']) await queryRunner.query(`drop table ${table}`)
  }
}
