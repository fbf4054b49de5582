begin;
select plan(58);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

-- The tracking service's report about a number, at an hour of one day.
create function tests.news(p_number text, p_tag text, p_hour integer default null) returns jsonb
language sql set search_path = '' as $$
  select jsonb_build_object('aftership_id', 'trk-' || p_number, 'tracking_number', p_number, 'carrier_slug', 'ups', 'tag', p_tag,
    'subtag', p_tag || '_001', 'eta', '2026-11-25',
    'last_checkpoint_at', now() - interval '1 day' + make_interval(hours => p_hour),
    'updated_at', now() - interval '1 day' + make_interval(hours => coalesce(p_hour, 0)),
    'checkpoints', case when p_hour is null then '[]'::jsonb else jsonb_build_array(jsonb_build_object(
      'at', '2026-11-22T10:00:00Z', 'tag', p_tag, 'message', null, 'location', null)) end);
$$;
create function tests.status_of(p_asin text) returns text
language sql security definer set search_path = '' as $$
  select status.name from public.sourced_products as product join public.crm_statuses as status on status.id = product.status_id
  where product.asin = p_asin and product.workspace_id = tests.workspace_id('ann');
$$;
create function tests.set_status(p_asin text, p_name text) returns void
language sql set search_path = '' as $$
  update public.sourced_products set status_id = (select id from public.crm_statuses where name = p_name) where asin = p_asin;
$$;
create function tests.add_shipment(p_asin text, p_number text, p_carrier text default null) returns uuid
language sql set search_path = '' as $$
  insert into public.shipments (product_id, tracking_number, carrier_slug)
  select id, p_number, p_carrier from public.sourced_products where asin = p_asin returning id;
$$;
create function tests.product_of(p_name text) returns uuid
language sql security definer set search_path = '' as $$
  select id from public.sourced_products where workspace_id = tests.workspace_id(p_name) limit 1;
$$;
create function tests.tag_of(p_number text) returns text
language sql security definer set search_path = '' as $$
  select tag from public.shipments where tracking_number = p_number and workspace_id = tests.workspace_id('ann');
$$;
grant execute on all functions in schema tests to authenticated;

-- Permissions.
select tests.sign_in_as('ann');
select tests.add_product('B00000000' || n) from generate_series(1, 9) as n;
select lives_ok($$ select tests.add_shipment('B000000001', '1Z001') $$, 'an owner adds a shipment');
select is((select registration from public.shipments), 'waiting', 'which waits for its registration');
select throws_ok($$ select tests.add_shipment('B000000002', '1Z001') $$, 'PT409', 'shipment_exists', 'a number without a carrier is in a workspace once');
select lives_ok($$ select tests.add_shipment('B000000002', '1Z002', 'ups') $$, 'a number with a carrier');
select throws_ok($$ select tests.add_shipment('B000000001', '1Z002') $$, 'PT409', 'shipment_exists', 'is the same without one');
select lives_ok($$ select tests.add_shipment('B000000002', '1Z002', 'fedex') $$, 'and another with another carrier');
select throws_ok($$ select tests.add_shipment('B000000002', '1Z002', 'fedex') $$, '23505', null, 'but once with each');
select throws_ok($$ select tests.add_shipment('B000000001', '1z 03') $$, '23514', null, 'a number is written one way');
select throws_ok($$ update public.shipments set tag = 'Delivered' $$, '42501', null, 'no role writes the state of a shipment');
select throws_ok($$ insert into public.shipments (product_id, tracking_number, registration) select id, '1Z009', 'registered' from public.sourced_products limit 1 $$,
  '42501', null, 'nor that it is registered');
select throws_ok($$ select public.record_tracking('{}') $$, '42501', null, 'nor brings news');
select tests.sign_in_as('bob');
select is_empty('select * from public.shipments', 'a stranger sees none of them');
select is_empty('delete from public.shipments returning id', 'and removes none');
select is(public.list_shipments('{}', 50) -> 'rows', '[]'::jsonb, 'the list function neither');
select throws_ok($$ insert into public.shipments (product_id, tracking_number) values (tests.product_of('ann'), '1Z009') $$, '23503', null,
  'nor adds one to another workspace''s product');
select tests.add_product('B000000009');
select lives_ok($$ select tests.add_shipment('B000000009', '1Z001') $$, 'another workspace may wait for the same number');
select tests.sign_in_as('uma');
select is_empty('select * from public.shipments', 'an uploader sees none');
select throws_ok($$ select public.list_shipments('{}', 50) $$, 'PT403', 'not_allowed', 'the list says it is not allowed');
select throws_ok($$ insert into public.shipments (product_id, tracking_number) values (gen_random_uuid(), '1Z009') $$, '42501', null, 'and adds none');
select tests.sign_out();
select throws_ok('select * from public.shipments', '42501', null, 'a visitor is refused');
reset role;
select is((select count(*)::int from private.jobs where kind = 'shipments.register'), 4, 'each shipment asks once for its registration');

-- The mapping.
select is(public.record_tracking(tests.news('1Z001', 'InfoReceived', 1)), 2, 'news reach every workspace that waits for the number');
select is(tests.status_of('B000000001'), 'Sourcing', 'a label changes only the shipment');
select is((select carrier_slug || ' ' || registration || ' ' || eta from public.shipments where tracking_number = '1Z001' and workspace_id = tests.workspace_id('ann')),
  'ups registered 2026-11-25', 'the carrier was detected');
select public.record_tracking(tests.news('1Z001', 'OutForDelivery', 5));
select is(tests.status_of('B000000001'), 'In Transit', 'on its way');
select is(public.record_tracking(tests.news('1Z001', 'InfoReceived', 3)), 0, 'older news change nothing');
select is(tests.tag_of('1Z001'), 'OutForDelivery', 'not the shipment either');
select is(public.record_tracking(tests.news('1Z001', 'OutForDelivery', 5)), 0, 'nor the same again');
select public.record_tracking(tests.news('1Z001', 'Exception', 6));
select is(tests.tag_of('1Z001') || ', ' || tests.status_of('B000000001'), 'Exception, In Transit', 'an exception changes only the shipment');
select public.record_tracking(tests.news('1Z001', 'Delivered', 7));
select is(tests.status_of('B000000001'), 'Delivered', 'delivered');
select public.record_tracking(tests.news('1Z001', 'Pending'));
select is(tests.tag_of('1Z001'), 'Delivered', 'news without a checkpoint are older than any with one');
select public.record_tracking(tests.news('1Z001', 'Expired', 7) || jsonb_build_object('updated_at', now()));
select is(tests.tag_of('1Z001'), 'Expired', 'with the same checkpoint the later word counts');

-- Several shipments.
update public.shipments set carrier_slug = 'dhl' where tracking_number = '1Z002' and carrier_slug = 'fedex';
select public.record_tracking(tests.news('1Z002', 'Delivered', 1));
select is(tests.status_of('B000000002'), 'Sourcing', 'one of two has arrived: the product has not');
select public.record_tracking(tests.news('1Z002', 'Delivered', 2) || '{"carrier_slug": "dhl", "aftership_id": "trk-other"}');
select is(tests.status_of('B000000002'), 'Delivered', 'both have');

-- A person's later change stays; an earlier one does not.
select tests.sign_in_as('ann');
select tests.add_shipment('B000000003', '1Z003');
select tests.add_shipment('B000000004', '1Z004');
select tests.add_shipment('B000000005', '1Z005');
select tests.set_status('B000000003', 'Completed'), tests.set_status('B000000004', 'Ordered'), tests.set_status('B000000005', 'Completed');
reset role;
update public.sourced_products set status_set_at = now() - interval '2 days' where asin = 'B000000005';
select public.record_tracking(tests.news('1Z00' || n, 'Delivered', 1)) from generate_series(3, 5) as n;
select is(tests.status_of('B000000003'), 'Completed', 'news do not pull a product back from where a person put it afterwards');
select is(tests.status_of('B000000004'), 'Delivered', 'but bring it forward');
select is(tests.status_of('B000000005'), 'Delivered', 'and a later event counts more than an earlier person');
select tests.sign_in_as('ann');
select tests.set_status('B000000004', 'Problem');
reset role;
select public.record_tracking(tests.news('1Z004', 'Delivered', 9));
select is(tests.status_of('B000000004'), 'Problem', 'a shipment that says the same again does not move its product again');
update public.crm_statuses set automation = null where workspace_id = tests.workspace_id('ann') and automation = 'shipment_in_transit';
select tests.sign_in_as('ann');
select tests.add_shipment('B000000006', '1Z006');
reset role;
select public.record_tracking(tests.news('1Z006', 'InTransit', 1));
select is(tests.status_of('B000000006'), 'Sourcing', 'without a status for it, nothing moves');

-- Replays, and shipments that failed.
select tests.sign_in_as('ann');
select tests.add_shipment('B000000007', '1Z007');
reset role;
select ok(public.receive_tracking('event-1', tests.news('1Z007', 'InTransit', 1)), 'an event is received');
select ok(not public.receive_tracking('event-1', tests.news('1Z007', 'Delivered', 2)), 'and known when it comes again');
select is(tests.tag_of('1Z007'), 'InTransit', 'without effect');
select tests.sign_in_as('ann');
select tests.add_shipment('B000000008', '1Z008');
reset role;
select count(public.fail_job(id, 'w', 'reconnect', 'no', true)) from public.claim_jobs('w', 50);
select is((select registration || ' ' || registration_error from public.shipments where tracking_number = '1Z008'), 'failed reconnect',
  'a job that was given up is a registration that failed');
select is(public.retry_registrations(), 1, 'and tried again when the reason has passed');
select tests.sign_in_as('ann');
select ok(public.refresh_shipment((select id from public.shipments where tracking_number = '1Z008')), 'a person may ask at once');
select tests.sign_in_as('bob');
select ok(not public.refresh_shipment((select gen_random_uuid())), 'not for another workspace');

-- A carrier corrects its checkpoints. The service wrote the reports one after the other.
reset role;
update public.crm_statuses set automation = 'shipment_in_transit' where workspace_id = tests.workspace_id('ann') and name = 'In Transit';
create function tests.report(p_number text, p_tag text, p_checkpoint interval, p_written interval) returns jsonb
language sql set search_path = '' as $$
  select tests.news(p_number, p_tag, 1)
    || jsonb_build_object('last_checkpoint_at', now() + p_checkpoint, 'updated_at', now() + p_written);
$$;
select tests.sign_in_as('ann');
select tests.add_product('B0000000' || n) from generate_series(10, 15) as n;
select tests.add_shipment('B0000000' || n, '1Z1' || n) from generate_series(10, 15) as n;
reset role;
select set_config('request.jwt.claim.sub', '', true), set_config('request.jwt.claims', '', true);
select public.record_tracking(tests.report('1Z110', 'InTransit', '300 days', '-5 hours'));
select is(public.record_tracking(tests.report('1Z110', 'InTransit', '-6 hours', '-4 hours')), 1, 'a checkpoint in the future is corrected');
select is((select last_checkpoint_at from public.shipments where tracking_number = '1Z110'), now() - interval '6 hours', 'to the right time');
select public.record_tracking(tests.report('1Z110', 'Delivered', '-3 hours', '-2 hours'));
select is(tests.tag_of('1Z110') || ', ' || tests.status_of('B000000010'), 'Delivered, Delivered', 'and what follows counts');
select public.record_tracking(tests.report('1Z111', 'Delivered', '-2 hours', '-90 minutes'));
select public.record_tracking(tests.report('1Z111', 'InTransit', '-3 hours', '-1 hour'));
select is(tests.tag_of('1Z111') || ', ' || tests.status_of('B000000011'), 'InTransit, In Transit', 'a delivery that was none is taken back');
select is(public.record_tracking(tests.report('1Z111', 'Delivered', '400 days', '-70 minutes')), 0, 'a report that was written earlier arrives late');
select is(public.record_tracking(tests.report('1Z111', 'Exception', '-4 hours', null)), 0, 'without a time of its own the checkpoint orders it');
select tests.sign_in_as('ann');
select tests.set_status('B000000012', 'Completed');
reset role;
select set_config('request.jwt.claim.sub', '', true), set_config('request.jwt.claims', '', true);
update public.sourced_products set status_set_at = now() + interval '1 minute' where asin = 'B000000012';
select public.record_tracking(tests.report('1Z112', 'Delivered', '500 days', '-1 hour'));
select is(tests.status_of('B000000012'), 'Completed', 'a future delivery is no later than what a person did');
select tests.sign_in_as('ann');
select is((select count(*)::int from jsonb_array_elements(public.list_shipments('{"state": "delivered_lately"}', 50) -> 'rows') as row
  where row ->> 'tracking_number' = '1Z112'), 1, 'it was delivered when it was reported');

-- In Trash.
update public.sourced_products set deleted_at = now() where asin in ('B000000013', 'B000000014', 'B000000015');
reset role;
select set_config('request.jwt.claim.sub', '', true), set_config('request.jwt.claims', '', true);
select public.record_tracking(tests.report('1Z113', 'Delivered', '-2 hours', '-1 hour'));
select public.record_tracking(tests.report('1Z114', 'InTransit', '-2 hours', '-1 hour'));
select public.record_tracking(tests.report('1Z114', 'Exception', '-1 hours', '-30 minutes'));
select tests.sign_in_as('ann');
select tests.set_status('B000000015', 'Completed');
reset role;
update public.sourced_products set status_set_at = now() where asin = 'B000000015';
select set_config('request.jwt.claim.sub', '', true), set_config('request.jwt.claims', '', true);
select public.record_tracking(tests.report('1Z115', 'Delivered', '-2 hours', '-1 hour'));
select tests.sign_in_as('ann');
select public.undo_change_set((select id from public.change_sets where fields = array['deleted_at'] and product_count = 3 and undone_by is null));
select is(tests.status_of('B000000013'), 'Delivered', 'a product that was delivered in Trash is delivered when it is restored');
select is(tests.status_of('B000000014'), 'In Transit', 'on its way too');
select is(tests.status_of('B000000015'), 'Completed', 'where a person put it, it stays');
select is((select count(*)::int from public.sourced_products where asin in ('B000000013', 'B000000014', 'B000000015') and deleted_at is null), 3, 'all are back');

select * from finish();
rollback;
