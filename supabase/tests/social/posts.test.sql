-- Posts: who may write them, what each state allows, and what their times mean.
begin;
select no_plan();
select tests.create_user(name) from unnest(array['ann', 'bob', 'uma']) as name;
select tests.join_workspace('uma', 'ann', 'uploader');
update public.users set time_zone = 'America/New_York' where id = tests.user_id('ann');

create function tests.account(p_name text, p_network text, p_account text, p_active boolean default true, p_can_post boolean default true)
  returns uuid language sql security definer set search_path = '' as $$
  insert into public.social_connections (workspace_id, network, account_id, name, provider, sign_in, is_active, can_post)
  values (tests.workspace_id(p_name), p_network, p_account, p_account, p_network, 'me', p_active, p_can_post) returning id;
$$;
create function tests.video(p_name text, p_asin text) returns uuid language plpgsql security definer set search_path = '' as $$
declare v_product uuid; v_video uuid;
begin
  insert into public.sourced_products (workspace_id, asin, title) values (tests.workspace_id(p_name), p_asin, 'Lamp ' || p_asin) returning id into v_product;
  insert into public.product_videos (workspace_id, product_id, asin, source, storage_path, filename, file_size, mime_type)
  values (tests.workspace_id(p_name), v_product, p_asin, 'storage', p_asin || p_name, 'clip.mp4', 10, 'video/mp4') returning id into v_video;
  return v_video;
end $$;
create function tests.state_of(p_id uuid) returns text language sql security definer set search_path = '' as $$
  select post.state || ' ' || coalesce(string_agg(job.state || case when job.run_at is null then '' when job.run_at = post.scheduled_at then '@' else '?' end, ',' order by job.network), '')
  from public.social_posts as post left join public.social_post_jobs as job on job.post_id = post.id where post.id = p_id group by post.id;
$$;
create function tests.set_job(p_id uuid, p_set text) returns void language plpgsql security definer set search_path = '' as $$
begin execute format('update public.social_post_jobs set %s where post_id = %L', p_set, p_id); end $$;
create temp table made on commit drop as select tests.account('ann', 'instagram', 'ig') as ig, tests.account('ann', 'youtube', 'yt') as yt,
  tests.account('ann', 'facebook', 'gone', false) as gone, tests.account('ann', 'facebook', 'mute', true, false) as mute,
  tests.account('bob', 'instagram', 'bobs') as bobs, tests.video('ann', 'B000000001') as video, tests.video('bob', 'B000000002') as bobs_video,
  gen_random_uuid() as post, gen_random_uuid() as draft;
grant all on made to authenticated;
grant execute on all functions in schema tests to authenticated;
create function pg_temp.accounts(variadic p_ids uuid[]) returns jsonb language sql as $$
  select jsonb_agg(jsonb_build_object('connection_id', id)) from unnest(p_ids) as id; $$;
create function pg_temp.at(p_wall text, p_zone text default 'America/New_York') returns jsonb language sql as $$
  select jsonb_build_object('wall', p_wall, 'time_zone', p_zone); $$;
grant execute on all functions in schema pg_temp to authenticated;

-- Times on clocks.
create function pg_temp.resolved(p_wall timestamp, p_zone text) returns text language sql as $$
  select to_char(moment at time zone 'utc', 'YYYY-MM-DD HH24:MI') || coalesce(' ' || rule, '') from private.resolve_wall_time(p_wall, p_zone); $$;
select is(pg_temp.resolved(wall, zone), expected, wall || ' ' || zone) from (values
  ('2026-11-22 09:00'::timestamp, 'America/New_York', '2026-11-22 14:00'), ('2026-03-08 02:30', 'America/New_York', '2026-03-08 07:00 moved'),
  ('2026-03-08 01:59', 'America/New_York', '2026-03-08 06:59'), ('2026-03-08 03:00', 'America/New_York', '2026-03-08 07:00'),
  ('2026-11-01 01:30', 'America/New_York', '2026-11-01 05:30 first'), ('2026-11-01 00:59', 'America/New_York', '2026-11-01 04:59'),
  ('2026-11-01 02:00', 'America/New_York', '2026-11-01 07:00'), ('2026-10-04 02:15', 'Australia/Lord_Howe', '2026-10-03 15:30 moved'),
  ('2026-04-05 01:45', 'Australia/Lord_Howe', '2026-04-04 14:45 first'), ('2011-12-30 09:00', 'Pacific/Apia', '2011-12-30 10:00 moved'),
  ('2026-11-22 09:00', 'Asia/Kathmandu', '2026-11-22 03:15'), ('2026-11-22 09:00', 'UTC', '2026-11-22 09:00')) as t (wall, zone, expected);

-- Drafts.
select tests.sign_in_as('ann');
update made set draft = public.create_social_post('{"caption": "Hi"}');
select is(tests.state_of(draft), 'draft ', 'a draft needs nothing') from made;
select is(public.get_social_post(draft) -> 'jobs', '[]'::jsonb, 'and has no jobs') from made;
select throws_ok(format($$ select public.schedule_social_post(%L, '{"now": true}') $$, draft), 'PT409', 'post_not_ready', 'nor can it go out without a video') from made;
select lives_ok(format($$ select public.update_social_post(%L, %L) $$, draft, jsonb_build_object('video_id', video)), 'a video') from made;
select is(public.get_social_post(draft) ->> 'product_title', 'Lamp B000000001', 'brings its product') from made;
select throws_ok(format($$ select public.schedule_social_post(%L, '{"now": true}') $$, draft), 'PT409', 'post_not_ready', 'and an account') from made;
select throws_ok(format($$ select public.update_social_post(%L, %L) $$, draft, jsonb_build_object('accounts', accounts)), code, message, message || ' ' || code)
from made, lateral (values (pg_temp.accounts(ig, ig), 'PT400', 'invalid_input'), (pg_temp.accounts(bobs), 'PT404', 'social_account_not_found'),
  (pg_temp.accounts(gone), 'PT409', 'social_account_inactive'), (pg_temp.accounts(mute), 'PT409', 'social_account_inactive'),
  ('"x"'::jsonb, 'PT400', 'invalid_input'), ('[{}]'::jsonb, 'PT400', 'invalid_input')) as t (accounts, code, message);
select throws_ok(format($$ select public.update_social_post(%L, '{"video_id": "%s"}') $$, draft, bobs_video), 'PT404', 'video_not_found', 'another workspace''s video') from made;
select throws_ok(format($$ select public.update_social_post(%L, '{"link": "javascript:alert(1)"}') $$, draft), 'PT400', 'invalid_input', 'what is no link') from made;
select lives_ok(format($$ select public.update_social_post(%L, %L) $$, draft, jsonb_build_object('accounts', pg_temp.accounts(ig, yt))), 'two accounts') from made;
select is(tests.state_of(draft), 'draft pending,pending', 'have a job each, which nothing works on') from made;
select throws_ok(format($$ select public.update_social_post(%L, '{"caption": "x"}', '2020-01-01') $$, draft), 'PT409', 'row_changed', 'an older version changes nothing') from made;

-- Scheduling.
select throws_ok(format($$ select public.schedule_social_post(%L, %L) $$, draft, schedule), 'PT400', 'invalid_input', schedule::text)
from made, (values (pg_temp.at('2020-01-01T09:00')), (pg_temp.at('2060-01-01T09:00', 'Foo3')), ('{"wall": "2060-01-01T09:00"}'::jsonb), ('{}'::jsonb),
  (pg_temp.at('2060-01-01T09:00:30'))) as t (schedule);
select throws_ok(format($$ select public.schedule_social_post(%L, %L) $$, draft, pg_temp.at('2060-01-01T09:00', 'Mars/Olympus')), '22023', null, 'another planet') from made;
select lives_ok(format($$ select public.schedule_social_post(%L, %L) $$, draft, pg_temp.at('2036-03-09T02:30')), 'a time') from made;
select is(tests.state_of(draft), 'scheduled pending@,pending@', 'gives the jobs their time') from made;
select is(public.get_social_post(draft) ->> 'schedule_rule', 'moved', 'and says that the clock skips it') from made;
select is(public.get_social_post(draft) ->> 'scheduled_wall', '2036-03-09T02:30', 'but keeps what was chosen') from made;
select throws_ok(format($$ select public.update_social_post(%L, '{"accounts": []}') $$, draft), 'PT409', 'post_not_ready', 'a scheduled post keeps an account') from made;
select lives_ok(format($$ select public.update_social_post(%L, %L) $$, draft, jsonb_build_object('caption', 'New', 'accounts', pg_temp.accounts(ig))), 'its text and accounts may change') from made;
select is(tests.state_of(draft), 'scheduled pending@', 'and it stays scheduled') from made;
select lives_ok(format($$ select public.unschedule_social_post(%L) $$, draft), 'unscheduled') from made;
select is(tests.state_of(draft), 'draft pending', 'it is a draft again, and nothing works on it') from made;
select throws_ok(format($$ select public.unschedule_social_post(%L) $$, draft), 'PT409', 'post_not_editable', 'a draft has no time to lose') from made;
select throws_ok(format($$ select public.cancel_social_post(%L) $$, draft), 'PT409', 'post_not_editable', 'and nothing to cancel') from made;
select lives_ok(format($$ select public.schedule_social_post(%L, '{"now": true}') $$, draft), 'now') from made;
select is(tests.state_of(draft), 'scheduled pending@', 'is due') from made;
select ok((public.get_social_post(draft) ->> 'scheduled_at')::timestamptz = now() and public.get_social_post(draft) ->> 'time_zone' = 'America/New_York',
  'at this moment, on the clock of the owner') from made;
select lives_ok(format($$ select public.cancel_social_post(%L) $$, draft), 'cancelled') from made;
select is(tests.state_of(draft), 'cancelled cancelled', 'nothing is sent') from made;
select lives_ok(format($$ select public.schedule_social_post(%L, %L) $$, draft, pg_temp.at('2036-01-01T09:00')), 'a cancelled post may be scheduled again') from made;
select is(tests.state_of(draft), 'scheduled pending@', 'and is sent then') from made;

-- A worker has begun.
select tests.set_job(draft, $$ leased_until = now() + interval '1 minute' $$) from made;
select throws_ok(format(call, draft), 'PT409', 'post_not_editable', 'while a worker has it: ' || call) from made, (values
  ('select public.update_social_post(%L, ''{"caption": "x"}'')'), ('select public.unschedule_social_post(%L)'), ('select public.cancel_social_post(%L)'),
  ('select public.schedule_social_post(%L, ''{"now": true}'')'), ('select public.delete_social_post(%L)')) as t (call);
select tests.set_job(draft, $$ leased_until = null, container_id = 'c1', state = 'preparing' $$) from made;
select throws_ok(format($$ select public.cancel_social_post(%L) $$, draft), 'PT409', 'post_not_editable', 'a container exists') from made;
select tests.set_job(draft, $$ state = 'posted', media_id = 'm1', posted_at = now() $$) from made;
select throws_ok(format($$ select public.delete_social_post(%L) $$, draft), 'PT409', 'post_is_public', 'what is public stays') from made;
select tests.set_job(draft, $$ state = 'unknown', media_id = null, posted_at = null $$) from made;
select throws_ok(format($$ select public.delete_social_post(%L) $$, draft), 'PT409', 'post_is_public', 'what may be public too') from made;
select is(public.list_social_posts('{"state": "attention"}', 10) -> 0 ->> 'id', draft::text, 'and needs attention') from made;
select is(public.count_social_posts() ->> 'attention', '1', 'once');
select tests.set_job(draft, $$ state = 'failed', error_code = 'x', error = 'No.' $$) from made;
select lives_ok(format($$ select public.delete_social_post(%L) $$, draft), 'what failed may go') from made;

-- A file.
create temp table answers on commit drop as select public.import_social_posts(jsonb_build_array(
  jsonb_build_object('line', 2, 'post', jsonb_build_object('video_id', video, 'accounts', pg_temp.accounts(ig)), 'schedule', pg_temp.at('2036-01-01T09:00')),
  jsonb_build_object('line', 3, 'post', jsonb_build_object('video_id', video, 'accounts', pg_temp.accounts(gone)), 'schedule', null),
  jsonb_build_object('line', 4, 'post', jsonb_build_object('video_id', video, 'accounts', pg_temp.accounts(ig)), 'schedule', pg_temp.at('2001-01-01T09:00')),
  jsonb_build_object('line', 5, 'post', '{"caption": "draft"}'::jsonb, 'schedule', null))) as rows from made;
select is((select array_agg((row ->> 'post_id') is not null order by row ->> 'line') from answers, jsonb_array_elements(rows) as row), array[true, false, false, true],
  'a row that is refused leaves the others alone');
select is((select row ->> 'message' from answers, jsonb_array_elements(rows) as row where row ->> 'line' = '4'), 'This time is in the past. Choose a later one, or post now.', 'and says why');
select is((select count(*) from public.social_posts), 2::bigint, 'half a post is never left behind');

-- Other people.
update made set post = (select id from public.social_posts where state = 'scheduled');
select tests.sign_in_as('bob');
select is_empty('select * from public.social_posts', 'a stranger sees none');
select throws_ok(format(call, post), 'PT404', 'post_not_found', 'to a stranger there is none: ' || call) from made, (values
  ('select public.get_social_post(%L)'), ('select public.update_social_post(%L, ''{}'')'), ('select public.unschedule_social_post(%L)'),
  ('select public.cancel_social_post(%L)'), ('select public.schedule_social_post(%L, ''{"now": true}'')'), ('select public.delete_social_post(%L)')) as t (call);
select is(public.list_social_posts('{}', 10), '[]'::jsonb, 'nor in the list');
select is(public.list_social_calendar('2036-01-01', '2036-01-30', 100) -> 'rows', '[]'::jsonb, 'nor in the calendar');
select throws_ok(format($$ update public.social_posts set caption = 'x' where id = %L $$, post), '42501', null, 'no client writes posts') from made;
select throws_ok($$ insert into public.social_post_jobs (post_id) values (gen_random_uuid()) $$, '42501', null, 'nor jobs');
select throws_ok($$ select public.resolve_social_schedules(null, 1) $$, '42501', null, 'nor runs what the clock runs');
select throws_ok($$ select public.make_social_repeats(null, 1) $$, '42501', null, 'of repeats too');
select tests.sign_in_as('uma');
select is_empty('select * from public.social_posts', 'an uploader sees none');
select throws_ok($$ select public.list_social_posts('{}', 10) $$, 'PT403', 'not_allowed', 'and is told so');
select tests.sign_out();
select throws_ok('select * from public.social_posts', '42501', null, 'a visitor is refused');

-- The calendar.
select tests.sign_in_as('ann');
select is(jsonb_array_length(public.list_social_calendar('2036-01-01', '2036-01-30', 100) -> 'rows'), 1, 'the calendar shows what is scheduled');
select is(public.list_social_calendar('2036-01-01', '2036-01-30', 100) -> 'rows' -> 0 -> 'networks', '["instagram"]'::jsonb, 'with its networks');
select is(jsonb_array_length(public.list_social_calendar('2036-01-01', '2036-01-30', 100, 'youtube') -> 'rows'), 0, 'by network');
select is(jsonb_array_length(public.list_social_calendar('2036-01-01', '2036-01-30', 0) -> 'rows'), 0, 'and at most so many');
select throws_ok($$ select public.list_social_calendar('2036-01-01', '2036-03-30', 100) $$, 'PT400', 'invalid_input', 'of a bounded stretch');
select throws_ok($$ select public.list_social_calendar('2036-01-02', '2036-01-01', 100) $$, 'PT400', 'invalid_input', 'that has a length');
select is(public.count_social_posts(), '{"total": 2, "by_state": {"draft": 1, "scheduled": 1}, "attention": 0}'::jsonb, 'the counts');
select is(jsonb_array_length(public.list_taken_times('{}', '2037-01-01', 10)), 1, 'a taken time');

-- The rules of a zone changed after the post was scheduled.
select tests.sign_out();
reset role;
update public.social_posts set scheduled_at = scheduled_at + interval '1 hour', schedule_rule = 'first' where state = 'scheduled';
select is(public.resolve_social_schedules(null, 10) ->> 'moved', '1', 'times are resolved anew');
select is(tests.state_of(post), 'scheduled pending@', 'with their jobs') from made;
select is((select scheduled_at from public.social_posts where state = 'scheduled'), '2036-01-01 14:00+00'::timestamptz, 'to what the chosen time means now');
select is(public.resolve_social_schedules(null, 10) ->> 'moved', '0', 'once');
select throws_ok(format($$ update public.social_posts set scheduled_at = null where id = %L $$, post), '23514', null, 'scheduled has its time') from made;

select * from finish();
rollback;
