begin;
select plan(24);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

select public.store_ebay_connection(tests.workspace_id('ann'), tests.user_id('ann'), 'E1', 'ann_sells', 'sandbox', now() + interval '1 year',
  jsonb_build_object('access_token_sealed', 'v1.access', 'refresh_token_sealed', 'v1.refresh', 'access_token_expires_at', now() + interval '2 hours'));
insert into public.listings (workspace_id, ebay_user_id, ebay_item_id, title, price_cents, currency, first_price_cents, price_seen_at, status, quantity_available, last_seen_at)
values (tests.workspace_id('ann'), 'E1', '110', 'Lamp', 2000, 'USD', 2000, now(), 'active', 3, now());

-- The connection.
select tests.sign_in_as('ann');
select results_eq($$ select ebay_username, state from public.ebay_connections $$, $$ values ('ann_sells', 'connected') $$, 'an editor sees how the connection is');
select throws_ok($$ select access_token_sealed from private.connections $$, '42501', null, 'but not its access token, sealed as it is');
select throws_ok($$ select refresh_token_sealed from private.connections $$, '42501', null, 'nor the refresh token');
select throws_ok($$ update public.ebay_connections set state = 'connected' $$, '42501', null, 'and writes nothing there');
select tests.sign_in_as('uma');
select is_empty($$ select ebay_username from public.ebay_connections $$, 'an uploader sees none');
select tests.sign_in_as('bob');
select is_empty($$ select ebay_username from public.ebay_connections $$, 'a stranger sees none');

-- What eBay and the engine own.
select tests.sign_in_as('ann');
select lives_ok($$ update public.listings set floor_cents = 1000 $$, 'an editor sets a floor');
select throws_ok($$ update public.listings set price_cents = 1 $$, '42501', null, 'but no price');
select throws_ok($$ update public.listings set quantity_available = 9 $$, '42501', null, 'no quantity');
select throws_ok($$ update public.listings set last_cut_at = null $$, '42501', null, 'not when it was cut');
select throws_ok($$ update public.listings set parked_code = null $$, '42501', null, 'not what eBay refused');
select throws_ok($$ insert into public.listings (ebay_item_id) values ('111') $$, '42501', null, 'and adds none');
select throws_ok($$ insert into public.price_reduction_logs (ebay_item_id) values ('110') $$, '42501', null, 'nobody writes the price history by hand');
select throws_ok($$ delete from public.price_reduction_logs $$, '42501', null, 'nor deletes from it');
select throws_ok($$ select public.begin_price_calls(tests.workspace_id('ann'), '[]') $$, '42501', null, 'nor takes changes to send');
select throws_ok($$ select public.record_seen_prices(tests.workspace_id('ann'), '[]') $$, '42501', null, 'nor confirms them');
select tests.sign_in_as('uma');
select lives_ok($$ update public.listings set floor_cents = 1 $$, 'an uploader''s change');
select throws_ok($$ select public.request_price_run('{}') $$, 'PT403', 'not_allowed', 'an uploader starts no run');
reset role;
select results_eq($$ select floor_cents from public.listings $$, $$ values (1000::bigint) $$, 'reaches nothing');
select tests.sign_in_as('bob');
select is_empty($$ select 1 from public.listings $$, 'a stranger sees no listing');
select is_empty($$ select 1 from public.ebay_settings where workspace_id = tests.workspace_id('ann') $$, 'nor the settings');
select throws_ok($$ select public.request_price((select id from public.listings limit 1), 100) $$, 'PT404', 'listing_not_found', 'nor changes a price');

-- A chosen strategy must be of the same workspace.
reset role;
insert into public.strategies (id, workspace_id, name, kind, percentage_bp, interval_days)
values ('00000000-0000-4000-8000-0000000000b0', tests.workspace_id('bob'), 'Bob''s', 'percentage', 500, 7);
select tests.sign_in_as('ann');
select throws_ok($$ update public.listings set strategy_id = '00000000-0000-4000-8000-0000000000b0' $$, '23503', null, 'nobody uses another workspace''s strategy');
select throws_ok($$ select public.update_listings(array(select id from public.listings), '{"strategy_id": "00000000-0000-4000-8000-0000000000b0"}') $$,
  'PT404', 'strategy_not_found', 'and is told so');

select * from finish();
rollback;
