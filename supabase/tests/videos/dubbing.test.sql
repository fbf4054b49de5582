begin;
select plan(22);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

insert into public.product_videos (workspace_id, asin, source, storage_path, filename, file_size, mime_type,
  duration_seconds)
values (tests.workspace_id('ann'), 'B000000001', 'storage', 'a/B000000001.mp4', 'a.mp4', 10, 'video/mp4', 2);
create temp table film on commit drop as select id from public.product_videos;
grant select on film to authenticated, service_role;

select tests.sign_in_as('uma');
select throws_ok($$ select public.request_dub(id, 'de', 100) from film $$, 'PT403', 'not_allowed', 'an uploader spends nothing');
select tests.sign_in_as('bob');
select throws_ok($$ select public.request_dub(id, 'de', 100) from film $$, 'PT404', 'video_not_found', 'nor does a stranger');
select tests.sign_in_as('ann');
select throws_ok($$ select public.request_dub(id, 'de', 0) from film $$, 'PT409', 'cost_changed', 'nobody has a dub for nothing');
select throws_ok($$ select public.request_dub(id, 'de', null) from film $$, 'PT409', 'cost_changed', 'nor for no price');
select throws_ok($$ select public.request_dub(id, 'de', -100) from film $$, 'PT409', 'cost_changed', 'nor for less than nothing');
select is((select public.request_dub(id, 'de', 100) ->> 'is_new' from film), 'true', 'an editor asks for a dub');
select is((select public.request_dub(id, 'de', 100) ->> 'is_new' from film), 'false', 'once per language');
select throws_ok($$ select public.request_dub(id, 'xx', 100) from film $$, '23514', null, 'in languages there are');
select throws_ok($$ update public.video_variants set state = 'ready' $$, '42501', null, 'and writes no variant');
select throws_ok($$ select public.fail_dub(id, 'x', 'x', 'x', true) from film $$, '42501', null, 'nor plays the job');
select throws_ok($$ select * from public.list_orphan_dubs() $$, '42501', null, 'nor sees what the sweep sees');

reset role;
create temp table dub on commit drop as select id from public.video_variants where kind = 'dub';
create temp table work on commit drop as select public.begin_dub(id) as work from dub;
select is((select work ->> 'vendor_name' from work), null, 'nothing is ordered to begin with');
select is((select public.note_dub_order(id, 'another try', 'n') from dub, work), false, 'a try that was replaced orders nothing');
select is((select public.note_dub_order(id, work ->> 'work_key', 'n') from dub, work), true, 'the one that runs notes its order');
select is((select public.record_dub_order(id, work ->> 'work_key', tests.workspace_id('ann'), 'n', 'v1', 60) from dub, work), true, 'and the vendor''s id');
select public.take_back_dub_order(id, work ->> 'work_key') from dub, work;
select is((select vendor_id from public.video_variants join dub using (id)), 'v1', 'an accepted order keeps its id');

select public.fail_dub(id, work ->> 'work_key', 'store_down', 'Wait.', false) from dub, work;
select is((select vendor_id from public.video_variants join dub using (id)), 'v1', 'a failure of ours keeps the order');
select tests.sign_in_as('ann');
select is((select public.request_dub(id, 'de', 0) ->> 'is_new' from film), 'true', 'which another attempt continues');
reset role;
select is((select cost_credits from public.video_variants join dub using (id)), 100, 'for what was agreed to');

update work set work = (select public.begin_dub(id) from dub);
update public.video_variants set state = 'ready', storage_path = 'x', file_size = 1 where id = (select id from dub);
select is((select vendor_id from private.orphan_dubs), 'v1', 'when the file is ours, the vendor''s is to go');
select is((select vendor_name from public.video_variants join dub using (id)), null, 'and the variant needs it no more');

insert into public.video_variants (workspace_id, video_id, kind, language, vendor_name, ordered_at)
select tests.workspace_id('ann'), id, 'dub', 'fr', 'lost', now() from film;
delete from public.product_videos where id = (select id from film);
select set_eq('select vendor_name from private.orphan_dubs', array['n', 'lost'], 'a deleted video leaves its orders for the sweep, answered or not');

select * from finish();
rollback;
