-- Decisions about correlations, and the tasks that they create and withdraw, for every order of events.
begin;
select no_plan();
select tests.create_user('ann');
select tests.create_user('bob');

create function pg_temp.of(p_asin text) returns uuid language sql security definer as $$
  select id from public.asin_correlations where similar_asin = p_asin and workspace_id = tests.workspace_id('ann') order by search_asin limit 1;
$$;
create function pg_temp.product(p_asin text) returns uuid language sql security definer as $$
  select id from public.sourced_products where asin = p_asin and deleted_at is null and workspace_id = tests.workspace_id('ann');
$$;
create function pg_temp.tasks(p_asin text, p_of text default 'ann') returns text language sql security definer as $$
  select coalesce(string_agg(marketplace || case when status <> 'pending' then ' ' || status else '' end || case when video_id is null then ' (no video)' else '' end,
    ', ' order by marketplace), 'none')
  from public.influencer_tasks where asin = p_asin and workspace_id = tests.workspace_id(p_of);
$$;
create function pg_temp.say(p_asin text, p_market text, p_availability text, p_age interval default '0') returns integer
language sql security definer as $$
  select public.record_asin_facts(tests.workspace_id('ann'), jsonb_build_array(jsonb_build_object('asin', p_asin, 'marketplace', p_market,
    'availability', p_availability, 'source', 'keepa', 'checked_at', now() - p_age)));
$$;
-- A search finds these candidates of the product: ASIN and relation.
create function pg_temp.find(p_parent text, variadic p_found text[]) returns integer language plpgsql security definer as $$
declare v_id uuid; v_count integer;
begin
  insert into public.correlation_searches (workspace_id, product_id, search_asin)
  values (tests.workspace_id('ann'), pg_temp.product(p_parent), p_parent) returning id into v_id;
  v_count := public.record_candidates(v_id, (select jsonb_agg(jsonb_build_object('similar_asin', split_part(one, ' ', 1),
    'relation', split_part(one, ' ', 2), 'score', 90, 'evidence', '[]'::jsonb, 'title', one)) from unnest(p_found) as one));
  perform public.update_correlation_search(v_id, '{"state": "done"}');
  return v_count;
end;
$$;
create function pg_temp.decide(p_asin text, p_decision text, p_is_shown boolean default null) returns jsonb language sql as $$
  select public.decide_correlation(pg_temp.of(p_asin), p_decision, p_is_shown);
$$;
grant execute on all functions in schema pg_temp to authenticated;

-- Accept first, then availability, then the video.
select tests.sign_in_as('ann');
select tests.add_product('B000000001', 'Lamp');
select pg_temp.find('B000000001', 'B0000000A1 same', 'B0000000A2 variation', 'B0000000A3 similar', 'B0000000A4 pack_unclear', 'B0000000A5 unrelated');
select is((select count(*)::int from public.asin_correlations), 4, 'unrelated candidates are not stored');
select is(pg_temp.decide('B0000000A1', 'accepted') -> 'tasks' ->> 'created', '0', 'nothing is known yet: no task');
reset role;
select is((select count(*)::int from private.jobs where kind = 'correlations.check-availability' and finished_at is null), 1, 'but a look is requested');
select is(public.list_stale_facts(tests.workspace_id('ann')), (select jsonb_agg(jsonb_build_object('asin', 'B0000000A1', 'marketplace', m) order by m)
  from unnest(array['CA', 'DE', 'UK', 'US']) as m), 'at every enabled marketplace');
select is(pg_temp.say('B0000000A1', 'US', 'available'), 1, 'news of availability creates the task');
select is(pg_temp.say('B0000000A1', 'UK', 'unknown') + pg_temp.say('B0000000A1', 'DE', 'unavailable'), 0, 'unknown and unavailable do not');
select is(pg_temp.tasks('B0000000A1'), 'US (no video)', 'one task, still without a video');
select tests.sign_in_as('ann');
select tests.add_video(pg_temp.product('B000000001'));
select is(pg_temp.tasks('B0000000A1'), 'US', 'the video reaches it');
reset role;
select is(pg_temp.say('B0000000A1', 'UK', 'available'), 1, 'news after the video');
select is(pg_temp.tasks('B0000000A1'), 'UK, US', 'have it at once');
delete from public.influencer_tasks where asin = 'B0000000A1' and marketplace = 'UK';
select is(pg_temp.say('B0000000A1', 'UK', 'available'), 0, 'a deleted task does not come back with every look');
select is(pg_temp.say('B0000000A1', 'UK', 'unavailable', '1 day'), 0, 'an older answer');
select is((select availability from public.asin_facts where asin = 'B0000000A1' and marketplace = 'UK'), 'available', 'replaces no newer one');

-- What Amazon forbids.
select tests.sign_in_as('ann');
select throws_ok($$ select pg_temp.decide('B0000000A3', 'accepted') $$, 'PT400', 'invalid_input', 'a similar product needs the statement that it is shown');
select throws_ok($$ select pg_temp.decide('B0000000A4', 'accepted') $$, 'PT400', 'invalid_input', 'so does a pack whose size is unclear');
select lives_ok($$ select pg_temp.decide('B0000000A3', 'accepted', true) $$, 'with it, it is accepted');
select is((select shown_by from public.asin_correlations where similar_asin = 'B0000000A3'), tests.user_id('ann'), 'with the person');
select isnt((select shown_at from public.asin_correlations where similar_asin = 'B0000000A3'), null, 'and the time');
select throws_ok($$ select pg_temp.decide('B0000000A2', 'maybe') $$, 'PT400', 'invalid_input', 'there are two decisions');

-- In bulk.
create temp table bulk on commit drop as select public.decide_correlations(
  (select array_agg(id) from public.asin_correlations) || gen_random_uuid(), 'accepted') as answer;
select is((select answer - 'batch_id' - 'failed' - 'checking' from bulk), '{"changed": 1, "unchanged": 2, "tasks": {"created": 1, "withdrawn": 0}}'::jsonb,
  'what may be accepted is; the deleted task of an accepted one comes back, because a person asked');
select set_eq($$ select failed ->> 'code' from bulk, jsonb_array_elements(answer -> 'failed') as failed $$,
  array['needs_showing', 'correlation_not_found'], 'the others say why not');
select throws_ok($$ select public.decide_correlations(array_fill(gen_random_uuid(), array[501]), 'accepted') $$, 'PT400', 'invalid_input', 'at most 500');
select is(public.undo_correlation_decisions((select (answer ->> 'batch_id')::uuid from bulk)) ->> 'changed', '1', 'undo takes the batch back');
select is((select decision from public.asin_correlations where similar_asin = 'B0000000A2'), null, 'what it accepted');
select is((select decision from public.asin_correlations where similar_asin = 'B0000000A1'), 'accepted', 'and not what was accepted before');
select throws_ok(format($$ select public.undo_correlation_decisions(%L) $$, (select answer ->> 'batch_id' from bulk)), 'PT409', 'already_undone', 'once');
select throws_ok($$ select public.undo_correlation_decisions(gen_random_uuid()) $$, 'PT409', 'already_undone', 'and nothing of another workspace');

-- Accept, undo, accept: touched and completed tasks stay.
reset role;
update public.influencer_tasks set status = 'completed' where asin = 'B0000000A1' and marketplace = 'US';
select pg_temp.say('B0000000A1', 'CA', 'available');
update public.influencer_tasks set note = 'filmed' where asin = 'B0000000A1' and marketplace = 'CA';
select tests.sign_in_as('ann');
create temp table declined on commit drop as select pg_temp.decide('B0000000A1', null) as answer;
select is(pg_temp.tasks('B0000000A1'), 'CA, US completed', 'taking the decision back withdraws untouched tasks only');
select is((select answer -> 'tasks' from declined), '{"created": 0, "withdrawn": 1}'::jsonb, 'and says so');
select pg_temp.decide('B0000000A1', 'accepted');
select is(pg_temp.tasks('B0000000A1'), 'CA, UK, US completed', 'accepted again, the task is back, with its video, and no completed one is reopened');
select is(public.undo_correlation_decisions((select (answer ->> 'batch_id')::uuid from declined)) - 'batch_id',
  '{"changed": 0, "kept": 1, "tasks": {"created": 0, "withdrawn": 0}}'::jsonb, 'an undo keeps what was decided again since');

-- A new search keeps decisions, and what a person entered.
select is((select jsonb_agg(batch -> 'count') from jsonb_array_elements(public.list_correlation_decisions(2)) as batch), '[1, 1]'::jsonb, 'the history lists requests');
select pg_temp.find('B000000001', 'B0000000A1 pack_unclear', 'B0000000A2 unrelated', 'B0000000A3 same', 'B0000000A4 same', 'B0000000A6 same');
select is((select (relation, judged_relation, decision)::text from public.asin_correlations where similar_asin = 'B0000000A1'), '(same,pack_unclear,accepted)',
  'a decided correlation keeps its relation, with the new judgment beside it');
select is((select relation from public.asin_correlations where similar_asin = 'B0000000A4'), 'same', 'an undecided one takes the new judgment');
select is_empty($$ select from public.asin_correlations where similar_asin = 'B0000000A2' $$, 'and goes when it turned out to be another product');
select pg_temp.decide('B0000000A6', 'declined');
select pg_temp.find('B000000001', 'B0000000A6 same');
select is((select decision from public.asin_correlations where similar_asin = 'B0000000A6'), 'declined', 'a declined one does not come back');
create temp table refused on commit drop as select pg_temp.decide('B0000000A6', null) as answer;
select pg_temp.decide('B0000000A6', 'declined');
select is((select public.undo_correlation_decisions((answer ->> 'batch_id')::uuid) -> 'kept' from refused), '1', 'an undo leaves what was decided again');
insert into public.asin_correlations (product_id, similar_asin, relation, marketplaces) values (pg_temp.product('B000000001'), 'B0000000A7', 'same', array['US']);
select pg_temp.find('B000000001', 'B0000000A7 unrelated');
select is((select (relation, judged_relation)::text from public.asin_correlations where similar_asin = 'B0000000A7'), '(same,unrelated)', 'what a person entered stays');

-- The same ASIN under two parents.
select tests.add_product('B000000002', 'Other lamp');
select pg_temp.find('B000000002', 'B0000000A1 same');
select public.decide_correlation(id, 'accepted') from public.asin_correlations where similar_asin = 'B0000000A1' and search_asin = 'B000000002';
reset role;
select is((select string_agg(search_asin || ' ' || marketplace || case when video_id is null then ' (no video)' else '' end, ', ' order by search_asin, marketplace)
  from public.influencer_tasks where asin = 'B0000000A1' and status = 'pending'), 'B000000001 CA, B000000001 UK, B000000002 CA (no video), B000000002 UK (no video), B000000002 US (no video)',
  'each parent has its own tasks, with its own video');

-- A parent's task that is deleted takes no other with it, and a marketplace that is turned on later gets its tasks.
delete from public.influencer_tasks where asin = 'B000000001' and search_asin = 'B000000001';
select is(pg_temp.tasks('B0000000A1') like '%UK%', true, 'the tasks of correlations stay');
select is(pg_temp.say('B0000000A1', 'FR', 'available'), 0, 'a marketplace that is off gets none');
update public.workspace_marketplaces set is_enabled = true where marketplace = 'FR' and workspace_id = tests.workspace_id('ann');
select is((select count(*)::int from public.influencer_tasks where asin = 'B0000000A1' and marketplace = 'FR'), 2, 'turned on, it gets one for each parent');
select is((select video_id is not null from public.influencer_tasks where asin = 'B0000000A1' and marketplace = 'FR' and search_asin = 'B000000001'), true,
  'with the video, although the parent''s own task is gone');

-- A second video that is chosen; a product in Trash, and added again.
select tests.sign_in_as('ann');
create temp table second on commit drop as select tests.add_video(pg_temp.product('B000000001'), 'second.mp4') as id;
select public.choose_video(id) from second;
select is((select count(*)::int from public.influencer_tasks where search_asin = 'B000000001' and asin = 'B0000000A1' and status = 'pending' and video_id <> (select id from second)), 0,
  'the chosen video is on every pending task');
reset role;
update public.sourced_products set deleted_at = now() where asin = 'B000000001' and workspace_id = tests.workspace_id('ann');
select is(pg_temp.say('B0000000A1', 'DE', 'available'), 1, 'a product in Trash gets no task: only the other parent''s');
select tests.sign_in_as('ann');
select tests.add_product('B000000001', 'Lamp');
select is((select count(*)::int from public.asin_correlations where search_asin = 'B000000001' and product_id <> pg_temp.product('B000000001')), 0,
  'decisions belong to the product that was added again');

-- A search whose product goes away writes nothing.
reset role;
insert into public.correlation_searches (id, workspace_id, product_id, search_asin)
values ('00000000-0000-0000-0000-0000000000aa', tests.workspace_id('ann'), pg_temp.product('B000000002'), 'B000000002');
update public.sourced_products set deleted_at = now() where asin = 'B000000002' and workspace_id = tests.workspace_id('ann');
select is(public.record_candidates('00000000-0000-0000-0000-0000000000aa', '[{"similar_asin": "B0000000C1", "relation": "same", "score": 90, "evidence": []}]'), null, 'no candidate for a product in Trash');
select is(public.open_correlation_search('00000000-0000-0000-0000-0000000000aa'), null, 'the job ends');
select is((select state || ' ' || error_code from public.correlation_searches where id = '00000000-0000-0000-0000-0000000000aa'), 'canceled product_gone', 'and the search says why');

-- What ended long ago goes; what it found stays.
update public.correlation_searches set finished_at = now() - interval '91 days' where state = 'done';
select ok(public.purge_catalog_runs() > 0, 'old searches are purged');
select is(public.purge_catalog_runs(), 0, 'once');
select isnt_empty($$ select from public.asin_correlations where similar_asin = 'B0000000A1' $$, 'their candidates stay');

-- Two workspaces: no decision and no answer of one reaches the other.
select tests.sign_in_as('bob');
select tests.add_product('B000000001', 'Bob''s lamp');
insert into public.asin_correlations (product_id, similar_asin, relation, marketplaces)
select id, 'B0000000A1', 'same', array['US'] from public.sourced_products where asin = 'B000000001';
select throws_ok(format($$ select public.decide_correlation(%L, 'declined') $$, pg_temp.of('B0000000A1')), 'PT404', 'correlation_not_found', 'a stranger decides nothing');
select is((public.decide_correlations(array[pg_temp.of('B0000000A1')], 'declined') -> 'failed' -> 0 ->> 'code'), 'correlation_not_found', 'nor in bulk');
select public.decide_correlation(id, 'accepted') from public.asin_correlations where workspace_id = tests.workspace_id('bob');
select is(pg_temp.tasks('B0000000A1', 'bob'), 'US (no video)', 'a person''s own word creates the task where they say');
select is(jsonb_array_length(public.list_correlations('{}', 50) -> 'rows'), 1, 'and a list shows one''s own only');

select * from finish();
rollback;
