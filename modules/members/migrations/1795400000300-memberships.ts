import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Who belongs to which organisation, with which role. Deactivated, never deleted: other tables refer to (org_id, user_id). */
export class Memberships1795400000300 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table memberships (
        org_id uuid not null references organizations (org_id),
        user_id uuid not null references users (id),
        role text not null check (role in ('viewer', 'member', 'approver', 'admin', 'owner')),
        status text not null default 'active' check (status in ('active', 'deactivated')),
        version integer not null default 1,
        joined_at timestamptz not null default now(),
        primary key (org_id, user_id)
      )`)
    await queryRunner.query(`create index memberships_by_role on memberships (org_id, role) where status = 'active'`)
    await queryRunner.query(`create index memberships_of_person on memberships (user_id) where status = 'active'`)
    await queryRunner.query(`select tenant_table('memberships', 'select, insert, update')`)

    await queryRunner.query(`create policy lookup on memberships for select to bookflow_lookup using (true)`)
    await queryRunner.query(`grant select on memberships to bookflow_lookup`)
    await queryRunner.query(`
      create function organizations_of_person(person uuid) returns table (id uuid, name text, slug text, role text)
      language sql stable security definer set search_path = public, pg_temp as $$
        select o.id, o.name, o.slug, m.role
        from memberships m join organizations o on o.org_id = m.org_id
        where m.user_id = person and m.status = 'active' and (o.deletion_at is null or o.deletion_at > now())
        order by o.name, o.id
      $$`)
    await queryRunner.query(`revoke execute on function organizations_of_person(uuid) from public`)
    await queryRunner.query(`grant execute on function organizations_of_person(uuid) to bookflow_app`)
    // The new owner must be allowed to create in the schema at the moment it is given the function, and never after.
    await queryRunner.query(`grant create on schema public to bookflow_lookup`)
    await queryRunner.query(`alter function organizations_of_person(uuid) owner to bookflow_lookup`)
    await queryRunner.query(`revoke create on schema public from bookflow_lookup`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`drop function organizations_of_person(uuid)`)
    await queryRunner.query(`drop table memberships`)
  }
}
