import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Lanes: messages to one destination, of which at most a few are under way at a time, so that a dead destination holds up nobody else.
 * Listening: which organisations a module that is asked on demand hears events of. Provider ids: finding the message a provider speaks of.
 */
export class DeliveryLanes1795400001090 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table outbox add column lane uuid`)
    // Ten thousand messages waiting in a lane must not stand in the way of those without one.
    await queryRunner.query(`drop index outbox_due`)
    await queryRunner.query(`create index outbox_due on outbox (not_before, seq) where status = 'pending' and enqueued_at is null and lane is null`)
    await queryRunner.query(`create index outbox_due_in_lane on outbox (lane, not_before, seq) where status = 'pending' and enqueued_at is null and lane is not null`)
    await queryRunner.query(`create index outbox_lane_in_flight on outbox (lane) where status = 'pending' and enqueued_at is not null and lane is not null`)
    await queryRunner.query(`create index outbox_lane_dead on outbox (org_id, lane, seq) where status = 'dead' and lane is not null`)

    await queryRunner.query(`alter table org_modules add column listening boolean not null default false`)

    await queryRunner.query(`create index outbox_provider on outbox (provider_id) where provider_id is not null`)
    await queryRunner.query(`create index account_outbox_provider on account_outbox (provider_id) where provider_id is not null`)
    await queryRunner.query(`create policy lookup on outbox for select to bookflow_lookup using (true)`)
    await queryRunner.query(`grant select on outbox to bookflow_lookup`)
    await queryRunner.query(`
      create function outbox_of_provider(provider text) returns table (org_id uuid, id uuid, channel text)
      security definer set search_path = public, pg_temp language sql stable as
        $$ select o.org_id, o.id, o.channel from outbox o where o.provider_id = provider $$`)
    await queryRunner.query(`revoke execute on function outbox_of_provider(text) from public`)
    await queryRunner.query(`grant execute on function outbox_of_provider(text) to bookflow_app`)
    // The new owner must be allowed to create in the schema at the moment it is given the function, and never after.
    await queryRunner.query(`grant create on schema public to bookflow_lookup`)
    await queryRunner.query(`alter function outbox_of_provider(text) owner to bookflow_lookup`)
    await queryRunner.query(`revoke create on schema public from bookflow_lookup`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`drop function outbox_of_provider(text)`)
    await queryRunner.query(`revoke select on outbox from bookflow_lookup`)
    await queryRunner.query(`drop policy lookup on outbox`)
    await queryRunner.query(`drop index account_outbox_provider`)
    await queryRunner.query(`drop index outbox_provider`)
    await queryRunner.query(`alter table org_modules drop column listening`)
    await queryRunner.query(`drop index outbox_lane_dead`)
    await queryRunner.query(`drop index outbox_lane_in_flight`)
    await queryRunner.query(`drop index outbox_due_in_lane`)
    await queryRunner.query(`drop index outbox_due`)
    await queryRunner.query(`alter table outbox drop column lane`)
    await queryRunner.query(`create index outbox_due on outbox (not_before, seq) where status = 'pending' and enqueued_at is null`)
  }
}
