begin;
select plan(13);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

select tests.sign_in_as('ann');
select tests.add_video(tests.add_product('B000000001', 'Desk lamp'));
select is((select count(*)::int from public.influencer_tasks), 1, 'saving a video makes the product''s own task');

select tests.sign_in_as('uma');
select is(public.list_influencer_tasks('{}', 50) -> 'rows' -> 0 ->> 'video_title', 'Desk lamp', 'an uploader sees the task and its title for Amazon');
select is((select count(*)::int from public.product_videos), 1, 'and the video to download');
select is_empty('select * from public.asin_correlations', 'but no correlation');
select is_empty('select id from public.upload_sessions', 'and no upload');
select throws_ok($$ select public.begin_upload((select product_id from public.product_videos), 'x.mp4', 1, 'video/mp4', 'mp4', 1) $$, 'PT403', null, 'brings no file');
select is_empty($$ delete from public.product_videos returning id $$, 'deletes no video');
select is(public.update_influencer_task((select id from public.influencer_tasks), '{"status": "completed"}') ->> 'completed_by_name', 'uma', 'and completes tasks in her own name');

select tests.sign_in_as('bob');
select is_empty('select * from public.influencer_tasks', 'a stranger sees no task');
select is(public.list_influencer_tasks('{}', 50) -> 'rows', '[]', 'through no function');
select is((select sum((item ->> 'pending')::int + (item ->> 'completed')::int) from jsonb_array_elements(public.count_influencer_tasks()) as item), 0::bigint, 'and counts none');
select is(public.list_task_groups('{}', 50) -> 'rows', '[]', 'and no group');
reset role;
create temp table known on commit drop as select id from public.influencer_tasks;
grant select on known to authenticated;
select tests.sign_in_as('bob');
select throws_ok($$ select public.update_influencer_task((select id from known), '{"status": "pending"}') $$, 'PT404', 'task_not_found', 'not even by its id');

select * from finish();
rollback;
