import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Links in mails by which one person decides on one step, once. Only the hash of the link's token is here. */
export class DecisionLinks1795401000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table approval_links (
        org_id uuid not null,
        id uuid not null,
        approval_id uuid not null,
        step_id uuid not null,
        user_id uuid not null,
        token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
        expires_at timestamptz not null,
        used_at timestamptz,
        created_at timestamptz not null default now(),
        primary key (org_id, id),
        foreign key (org_id, approval_id) references approvals (org_id, id),
        foreign key (org_id, step_id) references approval_steps (org_id, id),
        foreign key (org_id, user_id) references memberships (org_id, user_id)
      )`)
    await queryRunner.query(`create index approval_links_of_person on approval_links (org_id, step_id, user_id)`)
    await queryRunner.query(`create index approval_links_by_token on approval_links (token_hash)`)
    await queryRunner.query(`select tenant_table('approval_links', 'select, insert, update')`)

    await queryRunner.query(`create policy lookup on approval_links for select to bookflow_lookup using (true)`)
    await queryRunner.query(`grant select on approval_links to bookflow_lookup`)
    await queryRunner.query(`
      create function approval_link_of_token(hash text)
      returns table (org_id uuid, id uuid)
      language sql stable security definer set search_path = public, pg_temp as $$
        select l.org_id, l.id
        from approval_links l join organizations o on o.org_id = l.org_id
        where l.token_hash = hash and (o.deletion_at is null or o.deletion_at > now())
      $$`)
    await queryRunner.query(`revoke execute on function approval_link_of_token(text) from public`)
    await queryRunner.query(`grant execute on function approval_link_of_token(text) to bookflow_app`)
    await queryRunner.query(`grant create on schema public to bookflow_lookup`)
    await queryRunner.query(`alter function approval_link_of_token(text) owner to bookflow_lookup`)
    await queryRunner.query(`revoke create on schema public from bookflow_lookup`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`drop function approval_link_of_token(text)`)
    await queryRunner.query(`drop table approval_links`)
  }
}
