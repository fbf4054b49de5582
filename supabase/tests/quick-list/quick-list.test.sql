begin;
select plan(21);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

create temp table given on commit drop as select
  '{"title": "Mug", "price_cents": 2499, "quantity": 2, "images": ["https://x.test/a.png"], "floor_cents": 1500}'::jsonb as input,
  '{"item": {}, "offer": {"currency": "USD"}}'::jsonb as plan;
create temp table attempt (id uuid) on commit drop;
create temp table again (id uuid) on commit drop;
grant select, insert on given, attempt, again to authenticated, service_role;
create function pg_temp.ask() returns uuid language sql as $$ select public.request_quick_list('B000000001', input, plan) from given $$;
grant execute on function pg_temp.ask to authenticated;

select tests.sign_in_as('ann');
select throws_ok('select pg_temp.ask()', 'PT409', 'ebay_not_connected', 'first eBay is connected');
reset role;
insert into public.ebay_connections (workspace_id, user_id, ebay_user_id, ebay_username, environment, refresh_token_expires_at)
select tests.workspace_id('ann'), tests.user_id('ann'), 'u', 'dana', 'sandbox', now();
select tests.sign_in_as('ann');
select throws_ok('select pg_temp.ask()', 'PT409', 'quick_list_not_ready', 'then policies and a place are chosen');
update public.ebay_settings set fulfillment_policy_id = '1', payment_policy_id = '2', return_policy_id = '3', merchant_location_key = 'home'
where workspace_id = tests.workspace_id('ann');
select is((select public.prepare_quick_list('B000000001') ->> 'sku'), 'ql_B000000001', 'a SKU is the prefix and the ASIN');

select tests.sign_in_as('uma');
select throws_ok('select pg_temp.ask()', 'PT403', 'not_allowed', 'an uploader lists nothing');
select throws_ok('select public.prepare_quick_list($$B000000001$$)', 'PT403', 'not_allowed', 'nor looks');
select throws_ok('select public.list_quick_lists()', 'PT403', 'not_allowed', 'nor sees what was tried');

select tests.sign_in_as('ann');
insert into attempt select pg_temp.ask();
select is(pg_temp.ask(), (select id from attempt), 'asked twice it is the same try');
select throws_ok(
  $$ select public.request_quick_list('B000000001', input || '{"price_cents": 1}', plan) from given $$, 'PT409', 'quick_list_running',
  'with other values it waits for how that goes');
select throws_ok($$ update public.quick_list_attempts set state = 'listed' $$, '42501', null, 'no role writes an attempt');
select throws_ok($$ select public.begin_quick_list(tests.workspace_id('ann'), id) from attempt $$, '42501', null, 'nor plays the job');
select public.keep_quick_list_facts('B000000001', '{"title": "Mug"}');
select is((select public.prepare_quick_list('B000000001') #>> '{facts,title}'), 'Mug', 'looked-up facts are stored');

select tests.sign_in_as('bob');
select is(public.list_quick_lists(), '[]', 'a stranger sees none of it');
select is_empty('select * from public.quick_list_facts', 'and none of its facts');
select is_empty('select * from public.quick_list_attempts', 'not in the table either');

reset role;
create temp table work as select public.begin_quick_list(tests.workspace_id('ann'), id) as row from attempt;
create temp table newer as select public.begin_quick_list(tests.workspace_id('ann'), id) as row from attempt;
create function pg_temp.note(p_work jsonb, p_step text, p_offer text default null, p_item text default null) returns boolean language sql as
  $$ select public.note_quick_list_step(tests.workspace_id('ann'), id, (p_work ->> 'work_key')::uuid, p_step, 'done', null, p_offer, p_item) from attempt $$;
select is((select pg_temp.note(row, 'item') from work), false, 'a worker that was replaced notes nothing');
select is((select pg_temp.note(row, 'item') from newer), true, 'the one that has it does');
select pg_temp.note(row, 'offer', 'o1'), pg_temp.note(row, 'publish', null, 'i1') from newer;

create temp table product as
  with made as (insert into public.sourced_products (workspace_id, asin, cost_cents) values (tests.workspace_id('ann'), 'B000000001', 900) returning id)
  select id from made;
update public.quick_list_attempts set product_id = (select id from product);
select is(
  (select public.finish_quick_list(tests.workspace_id('ann'), id, (work.row ->> 'work_key')::uuid, 'u', 'https://x.test') from attempt, work), null,
  'nor ends it');
select isnt(
  (select public.finish_quick_list(tests.workspace_id('ann'), id, (newer.row ->> 'work_key')::uuid, 'u', 'https://x.test') from attempt, newer), null,
  'on sale it is a listing');
select results_eq(
  'select management_kind, offer_id, floor_cents, cost_cents, reductions_enabled from public.listings',
  $$ values ('inventory'::text, 'o1'::text, 1500::bigint, 900::bigint, false) $$,
  'with its offer, its floor and what the product cost; nothing is switched on by itself');
select tests.sign_in_as('ann');
select throws_ok('select pg_temp.ask()', 'PT409', 'sku_live', 'and the SKU is not listed again');

reset role;
delete from public.listings;
select tests.sign_in_as('ann');
insert into again select pg_temp.ask();
reset role;
update public.quick_list_attempts set steps = jsonb_set(steps, '{item,state}', '"doing"') where id = (select id from again);
update private.jobs set is_dead = true, finished_at = now(), last_error_code = 'x', last_error = 'Eh.'
where kind = 'ebay.quick-list' and payload ->> 'attempt_id' = (select id::text from again);
select is(
  (select state || ' ' || (steps #>> '{item,state}') || ' ' || error_code from public.quick_list_attempts where id = (select id from again)),
  'failed left x', 'a job that was given up is a try that failed, and says what may be there');

select * from finish();
rollback;
