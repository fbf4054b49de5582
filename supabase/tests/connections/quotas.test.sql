begin;
select plan(19);
-- Two workspaces on the same vendor accounts.
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

create function pg_temp.take(p_name text, p_keys text[], p_units bigint default 1, p_limit bigint default 3)
returns jsonb language sql as $$
  select public.take_vendor_units(tests.workspace_id(p_name), 'keepa', p_keys, p_units, p_limit) -> 'granted';
$$;
create function pg_temp.settle(p_name text, p_keys text[], p_units bigint) returns void language sql as $$
  select public.settle_vendor_units(tests.workspace_id(p_name), 'keepa', p_keys, p_units);
$$;
create function pg_temp.used(p_name text) returns bigint language sql as $$
  select sum(used)::bigint from private.vendor_usage where workspace_id = tests.workspace_id(p_name) and vendor = 'keepa';
$$;

select is(pg_temp.take('ann', array['a', 'b', 'c', 'd']), '["a", "b", "c"]', 'units are given in order up to the limit');
select is(pg_temp.take('bob', array['a']), '["a"]', 'another workspace has its own, under the same names');
select is(pg_temp.take('ann', array['e', 'b']), '["b"]', 'open work is granted again, new work is not');
select is(pg_temp.used('ann'), 3::bigint, 'for nothing');
select pg_temp.settle('ann', array['a', 'b'], 1);
select is(pg_temp.used('ann'), 2::bigint, 'work is settled by what it cost');
select pg_temp.settle('ann', array['a', 'b'], 1);
select is(pg_temp.used('ann'), 2::bigint, 'once');
select pg_temp.settle('ann', array['b', 'zzz'], 100);
select is(pg_temp.used('ann'), 2::bigint, 'work that was not taken is not settled');
select pg_temp.settle('ann', array['c'], 0);
select is(pg_temp.used('ann'), 1::bigint, 'a refused call costs nothing');
select is(pg_temp.take('ann', array['big'], 3), '[]', 'units that would pass the limit are not given');
select is(pg_temp.take('ann', array['none'], 1, 0), '[]', 'a limit of 0 gives none');

-- A period ends: Keepa's and the transcoder's at midnight, the others' with the month.
select is(public.take_vendor_units(tests.workspace_id('ann'), 'keepa', '{}', 1, 1) ->> 'resets_at',
  to_jsonb((date_trunc('day', now() at time zone 'utc') + interval '1 day') at time zone 'utc') #>> '{}',
  'a day ends at midnight in UTC');
select is(public.take_vendor_units(tests.workspace_id('ann'), 'elevenlabs', '{}', 1, 1) ->> 'resets_at',
  to_jsonb((date_trunc('month', now() at time zone 'utc') + interval '1 month') at time zone 'utc') #>> '{}',
  'a month ends at midnight in UTC');
select throws_ok($$ select public.take_vendor_units(tests.workspace_id('ann'), 'ebay', array['a'], 1, 1) $$, '23514',
  null, 'eBay is no shared account');

select is((select count(*) from private.vendor_usage
  where workspace_id = tests.workspace_id('ann') and used > 0), 1::bigint, 'one row per vendor and period');
update private.vendor_usage set period_began = period_began - 500;
select is(public.purge_vendor_usage(), 3, 'usage of long ago is deleted');

-- Who may.
select tests.sign_in_as('ann');
select is((select sum((item ->> 'used')::integer)::integer from jsonb_array_elements(public.list_vendor_usage()) as item),
  0, 'an editor reads the usage of this period');
select throws_ok($$ select pg_temp.take('ann', array['a'], -5) $$, '42501', null, 'and cannot take units');
select throws_ok($$ select pg_temp.settle('ann', array['a'], 0) $$, '42501', null, 'nor settle them');
select tests.sign_in_as('uma');
select throws_ok($$ select public.list_vendor_usage() $$, 'PT403', 'not_allowed', 'an uploader reads nothing');
select * from finish();
rollback;
