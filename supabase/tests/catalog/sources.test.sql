begin;
select plan(33);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

create function pg_temp.product(p_asin text, p_title text default 'Mug', p_age interval default '0', p_videos jsonb default null)
returns jsonb language sql as $$
  select jsonb_build_object('source', 'keepa', 'marketplace', 'US', 'asin', p_asin, 'title', p_title,
    'read_at', clock_timestamp() - p_age, 'videos', p_videos);
$$;
create function pg_temp.claim(p_lease text, p_asins text[], p_max_age integer default 3600, p_videos boolean default false)
returns jsonb language sql as $$
  select public.claim_source_reads('keepa', 'US', p_asins, p_max_age, p_videos,
    ('00000000-0000-0000-0000-00000000000' || p_lease)::uuid, 60);
$$;
create function pg_temp.keep(p_lease text, p_products jsonb, p_videos boolean default false) returns integer language sql as $$
  select public.keep_source_products(p_products, p_videos, ('00000000-0000-0000-0000-00000000000' || p_lease)::uuid);
$$;
create function pg_temp.read(p_asin text, p_max_age integer default 3600, p_videos boolean default false)
returns jsonb language sql as $$
  select public.read_source_products(array['amazon_creators', 'keepa'], 'US', array[p_asin], p_max_age, p_videos) -> 0;
$$;

-- Who asks.
select is(pg_temp.claim('1', array['B000000001', 'B000000002']) -> 'claimed', '["B000000001", "B000000002"]',
  'the first caller asks about everything');
select is(pg_temp.claim('2', array['B000000002', 'B000000003']),
  '{"fresh": [], "claimed": ["B000000003"], "busy": ["B000000002"]}', 'the second asks about the rest and waits');
select is(pg_temp.keep('1', jsonb_build_array(pg_temp.product('B000000001'), pg_temp.product('B000000002'))), 2,
  'the first keeps its answers');
select is(pg_temp.claim('2', array['B000000002']) #>> '{fresh,0,asin}', 'B000000002', 'which the second finds');
select is((select count(*) from private.source_reads), 1::bigint, 'and no lease is left but its own');
select public.release_source_reads('00000000-0000-0000-0000-000000000002');
select is(pg_temp.claim('1', array['B000000003']) -> 'claimed', '["B000000003"]', 'what is given up, another asks about');
update private.source_reads set until = clock_timestamp() - interval '1 second';
select is(pg_temp.claim('2', array['B000000003']) -> 'claimed', '["B000000003"]',
  'the lease of a caller that died ends');

-- Ages.
select is(pg_temp.read('B000000001') ->> 'title', 'Mug', 'a young answer is found');
select is(pg_temp.read('B000000001', 0), null, 'no answer is young enough for an age of nothing');
select is(pg_temp.keep('1', jsonb_build_array(pg_temp.product('B000000001', 'Old', '1 hour'))), 0,
  'an older answer replaces nothing');
select is(pg_temp.read('B000000001') ->> 'title', 'Mug', 'so the younger stays');
select pg_temp.keep('1', jsonb_build_array(pg_temp.product('B000000001', 'Cup', '0', '[{"name": "Ann"}]')), true);
select is(pg_temp.read('B000000001', 3600, true) #>> '{videos,0,name}', 'Ann', 'videos are kept');
select pg_temp.keep('1', jsonb_build_array(pg_temp.product('B000000001', 'Pot')));
select is(pg_temp.read('B000000001', 3600, true) -> 'videos', '[{"name": "Ann"}]', 'a reading without videos keeps them');
update private.source_products set videos_read_at = videos_read_at - interval '2 hours' where videos is not null;
select is(pg_temp.read('B000000001', 3600, true), null, 'old videos do not serve who needs them');
select is(pg_temp.read('B000000001') ->> 'title', 'Pot', 'and serve who does not');
select throws_ok($$ select pg_temp.keep('1', '[{"source": "keepa", "marketplace": "US", "asin": "nope", "read_at": "2026-01-01"}]') $$,
  '23514', null, 'a row that is no ASIN is refused');

-- Two sources.
select public.keep_source_products(jsonb_build_array(
  pg_temp.product('B000000001', 'Amazon says') || '{"source": "amazon_creators"}'), false);
select is(pg_temp.read('B000000001') ->> 'title', 'Amazon says', 'the source that is named first answers first');

update private.source_products set read_at = now() - interval '30 hours' where source = 'amazon_creators';
select is(pg_temp.read('B000000001', 604800) ->> 'title', 'Pot', 'what Amazon said serves for a day, whatever age is asked');
update private.source_products set read_at = now() - interval '20 hours' where source = 'amazon_creators';
select is(pg_temp.read('B000000001', 604800) ->> 'title', 'Amazon says', 'and no less');

-- Lists.
select public.keep_source_lists('keepa', 'US', '{"code:10:1": ["B000000001"], "code:10:2": []}');
create function pg_temp.claim_lists(p_lease text, p_names text[]) returns jsonb language sql as $$
  select public.claim_source_lists('keepa', 'US', p_names, 60, ('00000000-0000-0000-0000-00000000000' || p_lease)::uuid, 60);
$$;
select is(pg_temp.claim_lists('1', array['code:10:1', 'code:10:2', 'code:10:3']),
  '{"fresh": {"code:10:1": ["B000000001"], "code:10:2": []}, "claimed": ["code:10:3"], "busy": []}',
  'empty lists are kept, and the caller asks about the rest');
select is(pg_temp.claim_lists('2', array['code:10:3', 'code:10:4']),
  '{"fresh": {}, "claimed": ["code:10:4"], "busy": ["code:10:3"]}', 'another waits for it');
select public.release_source_reads('00000000-0000-0000-0000-000000000001');
select is(pg_temp.claim_lists('2', array['code:10:3']) -> 'claimed', '["code:10:3"]', 'or asks when it is given up');

-- The purge.
update private.source_products set read_at = now() - interval '2 days';
select is(public.purge_source_products(), 1, 'what Amazon said is deleted after a day');
update private.source_products set read_at = now() - interval '91 days';
select is(public.purge_source_products(), 2, 'what Keepa said after ninety');

-- States and spending.
select public.note_source('keepa', '0123456789abcdef', '', '{"state": "working", "tokens_left": -5, "refill_per_minute": 20}');
select public.note_source('keepa', '0123456789abcdef', '',
  '{"state": "paused", "reason": "x", "retry_at": "2027-01-01T00:00:00Z"}');
select is((select row(state, tokens_left, retry_at is not null)::text from private.source_states), '(paused,-5,t)',
  'a note changes what it names');
select throws_ok($$ select public.note_source('keepa', 'the key itself', '', '{}') $$, '23514', null,
  'a key is never written, only its fingerprint');
select public.take_vendor_units(tests.workspace_id('ann'), 'keepa', array['a', 'b'], 1, 10, 'keepa', 'radar');
select public.settle_vendor_units(tests.workspace_id('ann'), 'keepa', array['a', 'b'], 12);
select is((select row(feature, units)::text from private.source_spending), '(radar,12)',
  'a request is counted by what it cost, for its feature');
select is((select used from private.vendor_usage where vendor = 'keepa'), 12::bigint, 'also above the cap');
select is((select count(*) from private.find_paused_sources()), 1::bigint, 'a pause concerns who used the source');

-- Who may.
select tests.sign_in_as('ann');
select is(public.read_source_spending() -> 'today', '[{"units": 12, "source": "keepa", "feature": "radar"}]',
  'an editor reads the spending of the workspace');
select throws_ok($$ select public.note_source('keepa', '0123456789abcdef', '', '{}') $$, '42501', null,
  'and writes no state');
select tests.sign_in_as('bob');
select is(public.read_source_spending() -> 'today', '[]', 'another workspace has its own');
select tests.sign_in_as('uma');
select throws_ok($$ select public.read_source_spending() $$, 'PT403', 'not_allowed', 'an uploader reads nothing');
select * from finish();
rollback;
