begin;
select plan(36);
select tests.create_user('ann');
create temp table at on commit drop as select tests.workspace_id('ann') as workspace_id;

insert into public.strategies (id, workspace_id, name, kind, percentage_bp, interval_days, start_delay_days, is_live)
select '00000000-0000-4000-8000-0000000000a1', workspace_id, 'Steady', 'percentage', 500, 7, 2, true from at;
insert into public.listings (id, workspace_id, ebay_user_id, ebay_item_id, title, price_cents, currency, first_price_cents, price_seen_at, status,
  quantity_available, last_seen_at, floor_cents, strategy_id, reductions_enabled)
select ('00000000-0000-4000-8000-00000000000' || i)::uuid, workspace_id, 'E1', '11' || i, 'Thing ' || i, 2000, 'USD', 2000, now() - interval '1 hour', 'active',
  3, now() - interval '1 hour', 1000, '00000000-0000-4000-8000-0000000000a1', true
from at, generate_series(1, 3) as i;

-- When a cut is due.
select ok((select bool_and(reductions_enabled_at = now()) from public.listings), 'switching on begins the waiting');
select ok((select bool_and(due_at = date_trunc('hour', now() + interval '48 hours', 'UTC') + interval '168 hours') from public.listings),
  'the first cut is due one interval after the delay, from the full hour');
update public.listings set last_cut_at = now() - interval '10 days', reductions_enabled_at = now() - interval '40 days';
select ok((select bool_and(due_at = date_trunc('hour', now() - interval '10 days', 'UTC') + interval '168 hours') from public.listings), 'then one after each cut');
update public.strategies set interval_days = 5;
select ok((select bool_and(due_at = date_trunc('hour', now() - interval '10 days', 'UTC') + interval '120 hours') from public.listings), 'another interval moves it');
update public.listings set reductions_enabled = false where ebay_item_id = '113';
select is((select due_at from public.listings where ebay_item_id = '113'), null, 'switched off, nothing is due');
set local timezone = 'America/New_York';
select ok((select bool_and(private.cut_due_at(listing, 1, 0) = date_trunc('hour', last_cut_at, 'UTC') + interval '24 hours')
  from public.listings as listing where reductions_enabled), 'a day is 24 hours whatever the clock of the session');
set local timezone = 'UTC';

-- One change at a time, one per slot.
create function pg_temp.plan_all(p_cents bigint) returns integer language sql as $$
  select public.plan_price_changes(at.workspace_id, (public.begin_price_run(at.workspace_id, 'schedule') ->> 'id')::uuid,
    (select jsonb_agg(jsonb_build_object('listing_id', id, 'strategy_id', strategy_id, 'slot_at', due_at, 'rule_version', (select rule_version from public.strategies), 'old_price_cents', price_cents, 'new_price_cents', p_cents))
     from public.listings where due_at is not null), 2, '{}', false) from at
$$;
select is(pg_temp.plan_all(1900), 2, 'a plan writes a change for each');
select is(pg_temp.plan_all(1900), 0, 'planned again at once, it writes nothing');
select is((select count(*)::integer from public.listings where open_change_id is not null), 2, 'each listing knows its change');
select throws_ok($$ insert into public.price_reduction_logs (workspace_id, listing_id, ebay_item_id, title, kind, old_price_cents, new_price_cents, currency)
  select workspace_id, id, ebay_item_id, title, 'manual', 2000, 1500, 'USD' from public.listings where ebay_item_id = '111' $$, '23505', null,
  'the database itself refuses a second change under way');
select throws_ok($$ insert into public.price_reduction_logs (workspace_id, listing_id, ebay_item_id, title, kind, slot_at, floor_cents, old_price_cents, new_price_cents, currency)
  select workspace_id, id, ebay_item_id, title, 'scheduled', now(), 1000, 2000, 999, 'USD' from public.listings where ebay_item_id = '113' $$, '23514', null,
  'and a scheduled price under its floor');
select throws_ok($$ insert into public.price_reduction_logs (workspace_id, listing_id, ebay_item_id, title, kind, slot_at, floor_cents, old_price_cents, new_price_cents, currency)
  select workspace_id, id, ebay_item_id, title, 'scheduled', now(), 1000, 2000, 2001, 'USD' from public.listings where ebay_item_id = '113' $$, '23514', null,
  'and one that goes up');

-- Begun once, after one more look, and only on a price that eBay showed a moment ago.
create function pg_temp.begin_call(p_age interval) returns jsonb language sql as $$
  select public.begin_price_calls(at.workspace_id, (select jsonb_agg(jsonb_build_object('id', id, 'price_cents', old_price_cents, 'currency', currency,
    'seen_at', clock_timestamp() - p_age)) from public.price_reduction_logs where state = 'planned')) from at
$$;
update public.listings set floor_cents = 1950 where ebay_item_id = '112';
select is(jsonb_array_length(pg_temp.begin_call('61 seconds') -> 'stale'), 1, 'a price that was shown too long ago is read again first');
select results_eq($$ select state, reason_code from public.price_reduction_logs where ebay_item_id = '112' $$, $$ values ('cancelled', 'floor_raised') $$,
  'a floor raised meanwhile cancels');
create temp table taken on commit drop as select pg_temp.begin_call('1 second') as answer;
select is((select answer -> 'sending' ->> 0 from taken), (select open_change_id::text from public.listings where ebay_item_id = '111'),
  'what is still as it was planned is handed out');
select is((select jsonb_array_length(answer -> 'sending') from taken), 1, 'and nothing else');
select is(pg_temp.begin_call('1 second') -> 'sending', '[]', 'nobody gets it twice');

-- What eBay answers and shows.
create function pg_temp.see(p_cents integer, p_after interval) returns jsonb language sql as $$
  select public.record_seen_prices(workspace_id, jsonb_build_array(jsonb_build_object('ebay_item_id', '111', 'price_cents', p_cents, 'currency', 'USD',
    'seen_at', clock_timestamp() + p_after))) from at
$$;
select is(pg_temp.see(2000, '10 seconds') ->> 'settled', '0', 'the old price right after sending says nothing');
select is(pg_temp.see(1500, '10 seconds') ->> 'settled', '0', 'nor does another, while ours may be on its way');
select is(pg_temp.see(1900, '10 seconds') ->> 'confirmed', '1', 'our price is ours at once');
select results_eq($$ select price_cents, cut_count, open_change_id, last_cut_at is not null from public.listings where ebay_item_id = '111' $$,
  $$ values (1900::bigint, 1, null::uuid, true) $$, 'and moves the listing in the same statement');
select is(pg_temp.see(1900, '20 seconds') ->> 'settled', '0', 'seen again, nothing more happens');

-- Not applied, and free again.
update public.listings set floor_cents = 1000 where ebay_item_id = '112';
select is(pg_temp.plan_all(1900), 1, 'a cancelled change frees its slot');
select is(jsonb_array_length(pg_temp.begin_call('1 second') -> 'sending'), 1, 'it is sent');
select is((select public.settle_price_changes(workspace_id, jsonb_build_array(jsonb_build_object('id', open_change_id, 'outcome', 'unknown')))
  from at join public.listings using (workspace_id) where ebay_item_id = '112'), 1, 'no answer comes');
select results_eq($$ select state from public.price_reduction_logs where ebay_item_id = '112' and state = 'unknown' $$, $$ values ('unknown') $$, 'so nobody knows');
select is((select public.record_seen_prices(workspace_id, jsonb_build_array(jsonb_build_object('ebay_item_id', '112', 'price_cents', 2000, 'currency', 'USD',
  'seen_at', clock_timestamp() + interval '3 minutes'))) ->> 'settled' from at), '0', 'the old price once is no answer');
select is((select public.record_seen_prices(workspace_id, jsonb_build_array(jsonb_build_object('ebay_item_id', '112', 'price_cents', 2000, 'currency', 'USD',
  'seen_at', clock_timestamp() + interval '10 minutes'))) ->> 'settled' from at), '0', 'nor twice within a quarter of an hour');
select is((select public.record_seen_prices(workspace_id, jsonb_build_array(jsonb_build_object('ebay_item_id', '112', 'price_cents', 2000, 'currency', 'USD',
  'seen_at', clock_timestamp() + interval '19 minutes'))) ->> 'settled' from at), '1', 'twice, a quarter of an hour apart, it is one');
select is((select open_change_id from public.listings where ebay_item_id = '112'), null, 'the listing is free');

-- An answer from before the last look says nothing about a sale.
select is(pg_temp.plan_all(1900), 1, 'planned again');
create function pg_temp.see_sale(p_sale integer, p_after interval) returns bigint language sql as $$
  select public.record_seen_prices(workspace_id, jsonb_build_array(jsonb_build_object('ebay_item_id', '112', 'price_cents', 2000, 'currency', 'USD',
    'seen_at', clock_timestamp() + p_after) || case when p_sale is null then '{}' else jsonb_build_object('sale_price_cents', p_sale, 'sale_ends_at', now() + interval '1 day') end))
  from at;
  select sale_price_cents from public.listings where ebay_item_id = '112';
$$;
select results_eq($$ select pg_temp.see_sale(1600, '41 minutes'), pg_temp.see_sale(null, '40 minutes'), pg_temp.see_sale(null, '42 minutes') $$,
  $$ values (1600::bigint, 1600::bigint, null::bigint) $$, 'the newest look says whether there is a sale');
update public.listings set sale_price_cents = null, sale_ends_at = null;

-- Nor does it end a contradiction that was met after it was asked for.
update public.listings set price_contradicted_at = clock_timestamp() + interval '50 minutes' where ebay_item_id = '112';
select pg_temp.see_sale(null, '49 minutes');
select isnt((select price_contradicted_at from public.listings where ebay_item_id = '112'), null, 'an earlier look leaves the doubt');
select pg_temp.see_sale(null, '51 minutes');
select is((select price_contradicted_at from public.listings where ebay_item_id = '112'), null, 'a later one ends it');
select public.cancel_planned_changes(workspace_id, array(select id from public.price_reduction_logs where state = 'planned'), 'run_stopped') from at;

-- A run that ends takes back what was not sent.
select is(pg_temp.plan_all(1900), 1, 'planned once more');
select public.finish_price_run(workspace_id, (select id from public.price_runs), 'global_pause', 'Pause all price drops was switched on.') from at;
select is_empty($$ select 1 from public.listings where open_change_id is not null $$, 'a stopped run leaves nothing planned');

select * from finish();
rollback;
