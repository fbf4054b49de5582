begin;
select plan(9);
select tests.create_user('ann');

create function tests.reads_of(p_statement text) returns bigint language plpgsql as $$
declare
  v_before bigint := (select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_all_tables where relid = 'private.jobs'::regclass);
begin
  execute p_statement;
  return (select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_all_tables where relid = 'private.jobs'::regclass) - v_before;
end;
$$;
create function tests.whole_reads_of(p_statement text) returns bigint language plpgsql as $$
declare
  v_before bigint := (select seq_scan from pg_stat_xact_all_tables where relid = 'private.jobs'::regclass);
begin
  execute p_statement;
  return (select seq_scan from pg_stat_xact_all_tables where relid = 'private.jobs'::regclass) - v_before;
end;
$$;

-- Finished jobs, jobs that wait for their time, and ready ones: a claim reads the beginnings of its indexes only.
alter table private.jobs disable trigger user;
insert into private.jobs (kind, key, workspace_id, run_at, finished_at, turn, ready_at)
select 'test.run', 'key ' || i, tests.workspace_id('ann'), now() + make_interval(hours => (i % 3) - 1),
  case when i % 3 = 2 then now() end, case when i % 3 < 2 and i % 3 - 1 < 1 and i % 3 = 0 then i end, case when i % 3 = 0 then now() end
from generate_series(1, 3000) as i;
alter table private.jobs enable trigger user;

select is(tests.whole_reads_of($$ select public.claim_jobs('w', 5) $$), 0::bigint, 'a claim reads no whole table, without statistics');
analyze private.jobs;
select is(tests.whole_reads_of($$ select public.claim_jobs('w', 5) $$), 0::bigint, 'nor with statistics');
select cmp_ok(tests.reads_of($$ select public.claim_jobs('w', 1) $$), '<', 100::bigint, 'and few rows of three thousand');
select is(tests.whole_reads_of($$ select public.get_queue_health() $$), 0::bigint, 'the health check neither');
select is(tests.whole_reads_of($$ select private.enqueue_job('test.run', 'new', '{}', tests.workspace_id('ann')) $$), 0::bigint, 'nor does a new job');
update private.jobs set leased_until = now() - interval '1 second' where leased_until is not null;
select is(tests.whole_reads_of($$ select private.free_lost_jobs(10) $$), 0::bigint, 'nor the search for lost workers');

select is((select priority from private.jobs where key = 'new'), 0::smallint, 'the clock asks with the lower priority');
select tests.sign_in_as('ann');
reset role;
select private.enqueue_job('test.run', 'hers', '{}', tests.workspace_id('ann'));
select is((select priority from private.jobs where key = 'hers'), 1::smallint, 'a person with the higher');
select is((select kind from public.claim_jobs('w', 1)), 'test.run', 'which is claimed first');

select * from finish();
rollback;
