/** What the system view asks the database. Numbers and states; no statement reads a payload or a name. */
import type { Statement } from '#kernel/tenancy/unit-of-work'

export const databaseFacts: Statement = {
  name: 'system.database',
  text: `select current_setting('server_version') as version, pg_database_size(current_database())::float8 as size_bytes, current_setting('max_connections')::int as max,
           (select count(*)::int from pg_stat_activity where datname = current_database() and backend_type = 'client backend') as used, now() as at`,
}

export const migrationNames: Statement = { name: 'system.migrations', text: 'select name from schema_migrations order by timestamp, id' }

/** @param staleSeconds silence after which a process counts as stale */
export const processRows = (staleSeconds: number): Statement => ({
  name: 'system.processes',
  text: `select kind || '-' || right(id::text, 4) as label, kind, version, node, streams, started_at, last_seen_at,
           case when last_seen_at < now() - make_interval(secs => $1) then 'stale' else 'alive' end as status
         from system_processes order by kind, started_at, id limit 200`,
  values: [staleSeconds],
})

/** Each part by an index of its own, since sent messages are many. Pending and dead of the truth, the outboxes; active of the queue, whose jobs are what workers hold. */
export const channelRows: Statement = {
  name: 'system.channels',
  text: `with messages as (
           select channel, status, not_before, lane from outbox where status = 'pending' and enqueued_at is null
           union all select channel, status, not_before, lane from outbox where status = 'pending' and enqueued_at is not null
           union all select channel, status, not_before, lane from outbox where status = 'dead'
           union all select channel, status, not_before, null from account_outbox where status in ('pending', 'dead')),
         waiting as (
           select channel, count(*) filter (where status = 'pending')::int as pending, count(*) filter (where status = 'dead')::int as dead,
             coalesce(greatest(0, extract(epoch from now() - min(not_before) filter (where status = 'pending'))), 0)::float8 as oldest_age_seconds,
             coalesce(greatest(0, extract(epoch from now() - min(not_before) filter (where status = 'pending' and lane is null))), 0)::float8 as unlaned_age_seconds
           from messages group by channel),
         working as (select substr(name, 8) as channel, count(*)::int as active from pgboss.job where state = 'active' and name like 'outbox.%' group by name)
         select channel, coalesce(pending, 0) as pending, coalesce(active, 0) as active, coalesce(dead, 0) as dead, coalesce(oldest_age_seconds, 0) as oldest_age_seconds, coalesce(unlaned_age_seconds, 0) as unlaned_age_seconds
         from waiting full join working using (channel)`,
}
