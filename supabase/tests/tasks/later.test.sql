-- What happens to tasks after a video made them.
begin;
select plan(39);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

create function pg_temp.task(p_asin text, p_market text default 'US') returns public.influencer_tasks
language sql security definer as $$
  select * from public.influencer_tasks
  where asin = p_asin and marketplace = p_market and workspace_id = tests.workspace_id('ann');
$$;
create function pg_temp.change(p_asin text, p_changes jsonb) returns jsonb language sql as $$
  select public.update_influencer_task((pg_temp.task(p_asin)).id, p_changes);
$$;
create function pg_temp.queue() returns text language sql as $$
  select string_agg(row ->> 'asin' || ' ' || (row ->> 'marketplace'), ', ' order by row ->> 'asin', row ->> 'marketplace')
  from jsonb_array_elements(public.list_influencer_tasks('{"status": "pending"}', 100) -> 'rows') as row;
$$;
create function pg_temp.pending() returns bigint language sql as $$
  select sum((item ->> 'pending')::int) from jsonb_array_elements(public.count_influencer_tasks()) as item;
$$;
create function pg_temp.trash(p_asin text, p_is_deleted boolean) returns void language sql security definer as $$
  update public.sourced_products set deleted_at = case when p_is_deleted then now() end
  where asin = p_asin and workspace_id = tests.workspace_id('ann');
$$;
create function pg_temp.of(p_asin text) returns uuid language sql security definer as $$
  select id from public.sourced_products
  where asin = p_asin and deleted_at is null and workspace_id = tests.workspace_id('ann');
$$;
grant execute on all functions in schema pg_temp to authenticated;

-- A reopened task carries the parent's present video, not the one it was completed with.
select tests.sign_in_as('ann');
create temp table made on commit drop as
  select tests.add_video(tests.add_product('B000000001', 'Lamp'), 'old.mp4') as old, null::uuid as new;
select pg_temp.change('B000000001', '{"status": "completed"}');
update made set new = tests.add_video(pg_temp.of('B000000001'), 'new.mp4');
select public.choose_video(new) from made;
select is((pg_temp.task('B000000001')).video_id, (select old from made), 'a completed task keeps the video that was uploaded');
select pg_temp.change('B000000001', '{"status": "pending"}');
select is((pg_temp.task('B000000001')).video_id, (select new from made), 'reopened, it carries the present one');
select pg_temp.change('B000000001', '{"status": "skipped"}');
select public.choose_video(old) from made;
select is((pg_temp.change('B000000001', '{"status": "pending", "claimed": true}') ->> 'video_id')::uuid, (select old from made),
  'so does a skipped one, also when it is reopened and claimed at once');
select pg_temp.change('B000000001', '{"claimed": false}');

-- Deleting the chosen video.
select tests.add_video(pg_temp.of('B000000001'), 'damaged.mp4');
reset role;
update public.product_videos set check_state = 'failed' where filename = 'damaged.mp4';
select tests.sign_in_as('ann');
delete from public.product_videos where id = (select old from made);
select is((select filename from public.product_videos where is_for_tasks), 'new.mp4', 'the newest whole video is chosen in its place');
select is((pg_temp.task('B000000001')).video_id, (select new from made), 'and its pending tasks carry it');
select is((pg_temp.task('B000000001')).video_lost_at, null, 'and have lost nothing');
delete from public.product_videos where id = (select new from made);
select is((select filename from public.product_videos where is_for_tasks), 'damaged.mp4', 'a damaged one rather than none');
delete from public.product_videos where filename = 'damaged.mp4';
select is((pg_temp.task('B000000001')).video_id, null, 'without another video the task has none');
select isnt((pg_temp.task('B000000001')).video_lost_at, null, 'and says that it was deleted');
select tests.add_video(pg_temp.of('B000000001'));
select is((select filename from public.product_videos where is_for_tasks), 'clip.mp4', 'the next video is the chosen one again');
select tests.add_video(pg_temp.of('B000000001'), 'spare.mp4');
delete from public.product_videos where filename = 'spare.mp4';
select is((select filename from public.product_videos where is_for_tasks), 'clip.mp4', 'deleting another one changes nothing');

-- Claims.
select tests.sign_in_as('uma');
select pg_temp.change('B000000001', '{"claimed": true}');
select tests.sign_in_as('ann');
select throws_ok($$ select pg_temp.change('B000000001', '{"claimed": false}') $$, 'PT409', 'task_claimed', 'a claim is released by its holder only');
select throws_ok($$ select pg_temp.change('B000000001', '{"status": "skipped"}') $$, 'PT409', 'task_claimed', 'nor is the task taken from under it');
select is(pg_temp.change('B000000001', '{"note": "hurry"}') ->> 'note', 'hurry', 'a note is for everybody');
reset role;
update public.influencer_tasks set claimed_until = now() - interval '1 second' where asin = 'B000000001';
select tests.sign_in_as('ann');
select is(pg_temp.change('B000000001', '{"note": null}') ->> 'claimed_by', null, 'a claim that ran out shows nobody');
select is(pg_temp.change('B000000001', '{"claimed": true}') ->> 'claimed_by_name', 'ann', 'and anybody may claim next');
select pg_temp.change('B000000001', '{"status": "completed"}');
select throws_ok($$ select pg_temp.change('B000000001', '{"claimed": true}') $$, 'PT409', 'task_not_pending', 'a completed task is not claimed');
select pg_temp.change('B000000001', '{"status": "skipped"}');
select throws_ok($$ select pg_temp.change('B000000001', '{"claimed": true}') $$, 'PT409', 'task_not_pending', 'nor a skipped one');
select throws_ok($$ select pg_temp.change('B000000001', '{"claimed": true, "status": "completed"}') $$, 'PT409', 'task_not_pending', 'nor one that the same change completes');
select pg_temp.change('B000000001', '{"status": "completed"}');

-- Products in Trash.
select tests.add_video(tests.add_product('B000000002', 'Kettle'));
select is(pg_temp.queue(), 'B000000002 US', 'the queue has the new task');
select pg_temp.trash('B000000002', true), pg_temp.trash('B000000001', true);
select is(pg_temp.queue(), null, 'a product in Trash leaves the queue');
select is(pg_temp.pending(), 0::bigint, 'and the counts');
select is(public.list_task_groups('{"status": "pending"}', 10) -> 'rows', '[]', 'and the groups');
select is(jsonb_array_length(public.list_influencer_tasks('{}', 10, null, false, 'completed') -> 'rows'), 1, 'what was uploaded stays in the history');
update public.workspace_marketplaces set is_home = true where marketplace = 'CA';
select is((pg_temp.task('B000000002', 'CA')).id, null, 'a marketplace that becomes home makes no task for it');
select pg_temp.trash('B000000002', false);
select is(pg_temp.queue(), 'B000000002 CA, B000000002 US', 'restored, it is back, with the task that it would have got');
select pg_temp.trash('B000000002', true);
select tests.add_product('B000000002', 'Kettle again');
select is(pg_temp.queue(), 'B000000002 CA, B000000002 US', 'a product that is added again takes its tasks over');
reset role;
delete from public.sourced_products where asin = 'B000000002' and deleted_at is null;
delete from public.sourced_products where asin = 'B000000001';
select is((select string_agg(asin, ' ') from public.influencer_tasks), 'B000000001', 'deleted for good, it leaves its completed tasks only');

-- Marketplaces that are turned on later.
select tests.sign_in_as('ann');
select tests.add_video(tests.add_product('B000000003', 'Mug'));
select tests.add_product('B000000004', 'No video');
insert into public.asin_correlations (product_id, similar_asin, relation, marketplaces)
select pg_temp.of('B000000003'), 'B0000000C3', 'same', array['US', 'JP'];
select public.decide_correlation(id, 'accepted') from public.asin_correlations;
update public.workspace_marketplaces set is_enabled = true where marketplace = 'JP';
select is(pg_temp.queue(), 'B000000003 CA, B000000003 US, B0000000C3 JP, B0000000C3 US', 'turned on, it gets the tasks of accepted ASINs that name it');
update public.workspace_marketplaces set is_home = true where marketplace = 'JP';
select is(pg_temp.queue(), 'B000000003 CA, B000000003 JP, B000000003 US, B0000000C3 JP, B0000000C3 US', 'home, the own task of each product with a video');
select is((select count(distinct video_id)::int from public.influencer_tasks where search_asin = 'B000000003'), 1, 'all with the video');
update public.workspace_marketplaces set is_home = false where marketplace = 'JP';
update public.workspace_marketplaces set is_home = true where marketplace = 'JP';
select is((select count(*)::int from public.influencer_tasks where search_asin = 'B000000003'), 5, 'switching back and forth makes no second task');

-- Many at once, and deleting.
select tests.sign_in_as('bob');
select is(public.update_influencer_tasks(array[(pg_temp.task('B000000003')).id], '{"status": "completed"}') #>> '{failed,0,code}', 'task_not_found', 'a stranger changes nothing in bulk');
select throws_ok($$ select public.delete_influencer_task((pg_temp.task('B000000003')).id) $$, 'PT404', 'task_not_found', 'and deletes nothing');
select tests.sign_in_as('uma');
select throws_ok($$ select public.delete_influencer_task((pg_temp.task('B000000003')).id) $$, 'PT403', 'not_allowed', 'nor does an uploader');

-- Rows written past the triggers.
reset role;
alter table public.influencer_tasks disable trigger user;
alter table public.product_videos disable trigger user;
update public.influencer_tasks set video_id = null where search_asin = 'B000000003';
update public.product_videos set is_for_tasks = false;
alter table public.influencer_tasks enable trigger user;
alter table public.product_videos enable trigger user;
select is(public.backfill_video_ids() ->> 'tasks', '5', 'a dry run of the backfill counts what a run would repair');
select is(public.backfill_video_ids(false) ->> 'tasks', '5', 'and repairs nothing; the run does');
select is(public.backfill_video_ids(false), '{"videos": 0, "tasks": 0, "workspaces": 0}', 'a second run finds nothing');
select is((select count(*)::int from public.influencer_tasks where search_asin = 'B000000003' and video_id is not null), 5, 'and the first gave every task its video');

select * from finish();
rollback;
