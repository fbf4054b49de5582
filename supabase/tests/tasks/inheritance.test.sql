begin;
select plan(13);
select tests.create_user('ann');
select tests.create_user('bob');

create function pg_temp.video(p_asin text, p_of text default 'ann') returns uuid language sql as $$
  insert into public.product_videos (workspace_id, asin, source, storage_path, filename, file_size, mime_type)
  values (tests.workspace_id(p_of), p_asin, 'storage', gen_random_uuid()::text, 'x.mp4', 1, 'video/mp4') returning id;
$$;
create function pg_temp.task(p_asin text, p_parent text, p_market text default 'US', p_status text default 'pending', p_of text default 'ann')
returns uuid language sql as $$
  insert into public.influencer_tasks (workspace_id, asin, search_asin, marketplace, status, completed_at)
  values (tests.workspace_id(p_of), p_asin, p_parent, p_market, p_status, case when p_status = 'completed' then now() end) returning id;
$$;
create function pg_temp.with_video(p_video uuid) returns text language sql as $$
  select string_agg(asin || ' ' || marketplace, ', ' order by asin, marketplace) from public.influencer_tasks where video_id = p_video;
$$;
create temp table made on commit drop as select pg_temp.video('P') as one, pg_temp.video('P') as two, pg_temp.video('Q') as other;

select pg_temp.task('P', 'P'), pg_temp.task('P', 'P', 'CA'), pg_temp.task('C1', 'P'), pg_temp.task('C2', 'P', 'DE'),
  pg_temp.task('C3', 'P', 'US', 'completed'), pg_temp.task('C4', 'P', 'US', 'skipped'),
  pg_temp.task('C1', 'Q'), pg_temp.task('C1', 'P', 'US', 'pending', 'bob');

update public.influencer_tasks set video_id = (select one from made)
where workspace_id = tests.workspace_id('ann') and asin = 'P' and search_asin = 'P' and marketplace = 'US';
select is((select pg_temp.with_video(one) from made), 'C1 US, C2 DE, P CA, P US',
  'the parent''s video goes to its other pending tasks; done, skipped, other parents'' and other workspaces'' tasks keep theirs');

update public.influencer_tasks set video_id = (select two from made) where asin = 'P' and search_asin = 'P' and marketplace = 'CA';
select is((select pg_temp.with_video(two) from made), 'C1 US, C2 DE, P CA, P US', 'a changed video is changed everywhere, from whichever of its own tasks');

select pg_temp.task('C5', 'P', 'UK');
select is((select video_id from public.influencer_tasks where asin = 'C5'), (select two from made), 'a task made later has it at once');

update public.influencer_tasks set video_id = (select one from made) where asin = 'C1' and search_asin = 'P' and workspace_id = tests.workspace_id('ann');
select is((select video_id from public.influencer_tasks where asin = 'C2'), (select two from made), 'a child passes nothing on');

update public.influencer_tasks set status = 'pending', completed_at = null where asin = 'C3';
select is((select video_id from public.influencer_tasks where asin = 'C3'), (select two from made), 'a task opened again takes what its parent has by then');

delete from public.product_videos where id = (select two from made);
select is_empty($$ select from public.influencer_tasks where workspace_id = tests.workspace_id('ann') and search_asin = 'P' and asin <> 'C1' and video_id is not null $$,
  'a deleted video leaves no task pointing at it');
select isnt((select video_lost_at from public.influencer_tasks where asin = 'C2'), null, 'and the task knows it was lost');
select is((select status from public.influencer_tasks where asin = 'C4'), 'skipped', 'statuses stay');

select throws_ok(
  format($$ update public.influencer_tasks set video_id = %L where workspace_id = tests.workspace_id('bob') $$, (select one from made)), '23503', null,
  'a video of another workspace fits no task');

select tests.sign_in_as('ann');
select throws_ok($$ update public.influencer_tasks set video_id = null $$, '42501', null, 'no client writes video_id');
select throws_ok($$ insert into public.influencer_tasks (asin, search_asin, marketplace) values ('B000000001', 'B000000001', 'US') $$, '42501', null, 'nor makes tasks');
select throws_ok($$ update public.influencer_tasks set completed_by = tests.user_id('bob') $$, '42501', null, 'nor completes for another person');
select throws_ok($$ delete from public.influencer_tasks $$, '42501', null, 'nor deletes them unseen');

select * from finish();
rollback;
