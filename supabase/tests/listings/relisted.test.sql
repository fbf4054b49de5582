begin;
select plan(20);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

insert into public.strategies (id, workspace_id, name, kind, percentage_bp, interval_days, is_live)
values ('00000000-0000-4000-8000-0000000000a1', tests.workspace_id('ann'), 'Steady', 'percentage', 500, 7, true);

-- An ended listing and one that came after it, with the same SKU.
create function pg_temp.add(p_item text, p_sku text, p_status text, p_floor bigint default null,
  p_currency text default 'USD', p_strategy_id uuid default null) returns uuid language sql as $$
  insert into public.listings (workspace_id, ebay_user_id, ebay_item_id, sku, title, price_cents, currency, first_price_cents, price_seen_at, status,
    quantity_available, last_seen_at, floor_cents, strategy_id, reductions_enabled, first_seen_at)
  values (tests.workspace_id('ann'), 'E1', p_item, p_sku, 'Thing ' || p_item, 2000, p_currency, 2000, now(), p_status, 3, now(), p_floor, p_strategy_id,
    p_strategy_id is not null, now() - case p_status when 'ended' then interval '60 days' else interval '1 day' end)
  returning id;
$$;
create function pg_temp.from_item(p_item text) returns text language sql as $$
  select earlier.ebay_item_id from public.listings as listing join public.listings as earlier on earlier.id = listing.relisted_from
  where listing.ebay_item_id = p_item;
$$;
select pg_temp.add('111', 'A', 'ended', 1500, 'USD', '00000000-0000-4000-8000-0000000000a1');
select pg_temp.add('112', 'A ', 'active');
select pg_temp.add('115', ' S 1 ', 'ended', 1500);
select pg_temp.add('116', 'S 1', 'active');
select pg_temp.add('121', 'B', 'ended', 1500);
select pg_temp.add('122', 'B', 'active', 900);
select pg_temp.add('131', 'C', 'ended', 1500);
select pg_temp.add('132', 'C', 'active');
select pg_temp.add('133', 'C', 'active');
select pg_temp.add('141', 'D', 'ended', 1500, 'GBP');
select pg_temp.add('142', 'D', 'active');
select pg_temp.add('151', 'E', 'ended');
select pg_temp.add('152', 'E', 'active');
select pg_temp.add('161', 'F', 'ended', 1700);
select pg_temp.add('162', 'F', 'active');
select private.find_relisted(tests.workspace_id('ann'));

select is(pg_temp.from_item('112'), '111', 'the SKU finds the ended listing, also with spaces around it');
select is(pg_temp.from_item('116'), '115', 'the ended one may have the spaces');
select is(pg_temp.from_item('122'), null, 'a listing with a floor of its own is left alone');
select is(pg_temp.from_item('132'), null, 'a SKU of several listings names no single one');
select is(pg_temp.from_item('142'), null, 'a floor in another currency is no floor');
select is(pg_temp.from_item('152'), null, 'an ended listing without settings has nothing to carry over');
select is(pg_temp.from_item('162'), '161', 'a floor alone is a setting');

create function pg_temp.answer(p_item text, p_is_wanted boolean) returns integer language sql as $$
  select public.carry_over_listings(array(select id from public.listings where ebay_item_id = p_item), p_is_wanted);
$$;
create temp table fresh on commit drop as select id from public.listings where ebay_item_id = '112';
grant select on fresh to authenticated;
grant execute on function pg_temp.answer to authenticated;
select tests.sign_in_as('uma');
select throws_ok($$ select public.carry_over_listings(array(select id from fresh), true) $$, 'PT403', 'not_allowed', 'an uploader carries nothing over');
select throws_ok($$ update public.listings set relisted_from = null, is_relist_settled = true $$, '42501', null, 'nor writes the answer by hand');
select tests.sign_in_as('bob');
select is(public.carry_over_listings(array(select id from fresh), true), 0, 'a stranger reaches nothing');
select is(public.carry_over_listings(array(select id from fresh), false), 0, 'and declines nothing');
select tests.sign_in_as('ann');
select is(pg_temp.answer('112', true), 1, 'an editor carries the settings over');
select results_eq($$ select floor_cents, reductions_enabled, reductions_enabled_at = now(), due_at > now() from public.listings where ebay_item_id = '112' $$,
  $$ values (1500::bigint, true, true, true) $$, 'with floor and switch, and the waiting begins now');
select is(pg_temp.answer('112', true), 0, 'once');
select is(pg_temp.answer('162', false), 1, 'an editor declines');
select is((select floor_cents from public.listings where ebay_item_id = '162'), null, 'and nothing comes along');
reset role;
select private.find_relisted(tests.workspace_id('ann'));
select is((select count(*)::integer from public.listings where relisted_from is not null and ebay_item_id <> '116'), 0, 'no later sync asks again');
select results_eq($$ select ebay_item_id from public.listings where is_relist_settled order by 1 $$, $$ values ('112'), ('162') $$, 'both answers are kept');

-- 162, declined, ends and is relisted: 161 is no answer to the next one. 116, never asked, stands in between.
update public.listings set status = 'ended' where ebay_item_id in ('162', '116');
select pg_temp.add('163', 'F', 'active');
select pg_temp.add('117', 'S 1', 'active');
update public.listings set first_seen_at = now() where ebay_item_id in ('163', '117');
select private.find_relisted(tests.workspace_id('ann'));
select is(pg_temp.from_item('163'), null, 'what a person declined once is not offered by the next relisting');
select is(pg_temp.from_item('117'), '115', 'a listing nobody was asked about does not lose the settings before it');

select * from finish();
rollback;
