begin;
select plan(14);
select tests.create_user('ann');
select tests.create_user('bob');

insert into public.product_videos (workspace_id, asin, source, storage_path, filename, file_size, mime_type)
values (tests.workspace_id('ann'), 'B000000001', 'storage', 'a/B000000001.mp4', 'a.mp4', 10, 'video/mp4');
create temp table film on commit drop as select id from public.product_videos;
create temp table made on commit drop as select id from public.video_variants where kind = 'transcode';
create temp table work on commit drop as select public.begin_variant(id) ->> 'work_key' as key from made;
grant select on film, made to authenticated;
create function pg_temp.wait_for(p_reason text) returns void language sql as $$
  select public.note_variant_waiting(made.id, work.key, 'transcoder_try_later', p_reason) from made, work;
$$;
create function pg_temp.reason() returns text language sql as $$ select waiting_reason from public.video_variants join made using (id) $$;
grant execute on function pg_temp.reason to authenticated;

select public.note_variant_waiting(id, 'another try', 'x', 'x') from made;
select is(pg_temp.reason(), null, 'a try that was replaced says nothing');
select pg_temp.wait_for('It is down.');
select is(pg_temp.reason(), 'It is down.', 'the one that runs says why it waits');
select public.begin_variant(id) from made;
select is(pg_temp.reason(), 'It is down.', 'being tried again is not yet going on');

select tests.sign_in_as('ann');
select is(public.list_product_videos('{}', 10) #>> '{rows,0,variants,0,waiting_reason}', 'It is down.', 'the list tells its people');
select is((select public.request_transcode(id, 'standard') from film), (select id from made), 'asking again for what waits');
select is(pg_temp.reason(), 'It is down.', 'changes nothing about that');
select throws_ok($$ select public.note_variant_waiting(id, 'x', 'x', 'x') from made $$, '42501', null, 'no client plays the job');
select tests.sign_in_as('bob');
select is_empty($$ select waiting_reason from public.video_variants where waiting_reason is not null $$, 'a stranger reads none of it');

reset role;
select public.record_variant_progress(made.id, work.key, 10) from made, work;
select is(pg_temp.reason(), null, 'the reason is cleared once work continues');
select pg_temp.wait_for('It is down.');
select public.fail_variant(made.id, work.key, 'ffmpeg_failed', 'No.') from made, work;
select is(pg_temp.reason(), null, 'once it has failed');
select throws_ok($$ update public.video_variants set waiting_code = 'x', waiting_reason = 'x' $$, '23514', null, 'what failed does not wait');

select tests.sign_in_as('ann');
select public.request_transcode(id, 'standard') from film;
reset role;
update work set key = (select public.begin_variant(id) ->> 'work_key' from made);
select pg_temp.wait_for('It is down.');
update private.jobs set is_dead = true, finished_at = now(), last_error_code = 'transcoder_try_later', last_error = 'It is down.'
where kind = 'videos.transcode' and finished_at is null;
select is((select array[state, error, waiting_reason] from public.video_variants join made using (id)), array['failed', 'It is down.', null],
  'once it was given up');

select tests.sign_in_as('ann');
select public.request_transcode(id, 'standard') from film;
reset role;
update work set key = (select public.begin_variant(id) ->> 'work_key' from made);
select pg_temp.wait_for('It is down.');
select is((select public.finish_variant(made.id, work.key, 5) from made, work), true, 'and once it is there');
select is(pg_temp.reason(), null, 'too');

select * from finish();
rollback;
