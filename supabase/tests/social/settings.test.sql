-- How a workspace posts: time zone, captions, hashtags, slots, what networks accept, and posts that come again.
begin;
select no_plan();
select tests.create_user(name) from unnest(array['ann', 'bob', 'uma']) as name;
select tests.join_workspace('uma', 'ann', 'uploader');
create temp table made on commit drop as select gen_random_uuid() as account, gen_random_uuid() as bobs, gen_random_uuid() as post, gen_random_uuid() as repeat,
  gen_random_uuid() as product, gen_random_uuid() as video;
insert into public.social_connections (id, workspace_id, network, account_id, name, provider, sign_in)
select account, tests.workspace_id('ann'), 'instagram', 'ig', 'ig', 'facebook', 'me' from made union all
select bobs, tests.workspace_id('bob'), 'instagram', 'bobs', 'bobs', 'facebook', 'me' from made;
insert into public.sourced_products (id, workspace_id, asin) select product, tests.workspace_id('ann'), 'B000000001' from made;
insert into public.product_videos (id, workspace_id, product_id, asin, source, storage_path, filename, file_size, mime_type)
select video, tests.workspace_id('ann'), product, 'B000000001', 'storage', 'a', 'a.mp4', 1, 'video/mp4' from made;
grant all on made to authenticated;

-- Time zone.
update public.users set time_zone = 'Asia/Tokyo' where id = tests.user_id('ann');
select tests.sign_in_as('ann');
select is(public.get_social_settings(), '{"time_zone": "Asia/Tokyo"}'::jsonb, 'the owner''s clock, until another is chosen');
select lives_ok($$ select public.update_social_settings('Europe/Berlin') $$, 'another');
select is(public.get_social_settings() ->> 'time_zone', 'Europe/Berlin', 'is kept');
select throws_ok($$ select public.update_social_settings('Foo3') $$, '23514', null, 'a zone that browsers know');
select throws_ok($$ update public.social_settings set time_zone = 'UTC' $$, '42501', null, 'by the function alone');

-- Captions and hashtags.
select lives_ok($$ insert into public.social_templates (name, body) values ('Short', '{title}') $$, 'a caption');
select throws_ok($$ insert into public.social_templates (name, body) values ('SHORT', 'x') $$, '23505', null, 'a name once');
select throws_ok($$ insert into public.social_templates (name, body) values (E'\u200B', 'x') $$, '23514', null, 'that shows something');
select throws_ok($$ insert into public.social_templates (name, body, network) values ('x', 'x', 'myspace') $$, '23514', null, 'for a known network');
select throws_ok($$ insert into public.social_templates (workspace_id, name, body) values (gen_random_uuid(), 'x', 'x') $$, '42501', null, 'in the own workspace');
select lives_ok($$ insert into public.social_hashtag_sets (name, tags) values ('Home', '{lamp,desk}') $$, 'hashtags');
select throws_ok(format($$ insert into public.social_hashtag_sets (name, tags) values ('x', %L) $$, tags), '23514', null, 'not ' || tags) from unnest(array['{}', '{NULL}', '{{a,b},{c,d}}']) as tags;

-- Slots.
select lives_ok(format($$ select public.replace_social_slots('[{"weekday": 7, "time": "18:30", "connection_ids": ["%1$s", "%1$s"]}, {"weekday": 1, "time": "09:00"}]') $$, account), 'slots') from made;
select is(public.list_social_slots() -> 0 ->> 'time', '09:00', 'in the order of the week');
select is(public.list_social_slots() -> 1 -> 'connection_ids', jsonb_build_array(account), 'each account once') from made;
select throws_ok(format($$ select public.replace_social_slots('[{"weekday": 1, "time": "09:00", "connection_ids": ["%s"]}]') $$, bobs), 'PT404', 'social_account_not_found', 'of the own workspace') from made;
select throws_ok(format('select public.replace_social_slots(%L)', slots), code, null, slots) from (values ('[{"weekday": 8, "time": "09:00"}]', '23514'), ('[{"weekday": 1, "time": "25:00"}]', '22008'),
  ('[{"weekday": 1, "time": "09:00:30"}]', '23514'), ('{}', 'PT400'), ('null', 'PT400')) as t (slots, code);
select is(jsonb_array_length(public.list_social_slots()), 2, 'a refusal keeps those before');
select lives_ok($$ select public.replace_social_slots('[]') $$, 'none');

-- What networks accept.
select is((select limits -> 'value' from jsonb_array_elements(public.list_social_limits()) as limits where limits ->> 'network' = 'instagram' and limits ->> 'name' = 'hashtags'), '5'::jsonb, 'five hashtags');
select throws_ok($$ update public.social_limits set value = 30 $$, '42501', null, 'no person changes it');

-- Repeats.
update made set post = public.create_social_post(jsonb_build_object('caption', 'Again', 'video_id', video, 'accounts', jsonb_build_array(jsonb_build_object('connection_id', account, 'caption', 'IG'))));
create function pg_temp.repeat(p_change jsonb default '{}') returns uuid language sql as $$
  select public.create_social_repeat(jsonb_build_object('post_id', post, 'every_days', 30, 'max_times', 2, 'time', '02:30', 'time_zone', 'Europe/Berlin') || p_change) from made; $$;
grant execute on function pg_temp.repeat to authenticated;
select throws_ok('select pg_temp.repeat()', 'PT409', 'post_not_ready', 'a draft does not repeat');
select public.schedule_social_post(post, '{"now": true}') from made;
select throws_ok($$ select pg_temp.repeat('{"max_times": null}') $$, '23514', null, 'a repeat has an end');
select throws_ok($$ select pg_temp.repeat('{"every_days": 0}') $$, '23514', null, 'and days between');
select lives_ok('update made set repeat = pg_temp.repeat()', 'a repeat');
select throws_ok('select pg_temp.repeat()', 'PT409', 'repeat_exists', 'is one');
select is(public.list_social_repeats() -> 0 ->> 'caption', 'Again', 'in the list');
select tests.sign_in_as('bob');
select throws_ok(format('select public.update_social_repeat(%L, ''{"is_stopped": true}'')', repeat), 'PT404', 'repeat_not_found', 'to a stranger there is none') from made;
select throws_ok(format('select public.delete_social_repeat(%L)', repeat), 'PT404', 'repeat_not_found', 'to delete either') from made;
select throws_ok(format('select pg_temp.repeat(''{"post_id": "%s"}'')', post), 'PT404', 'post_not_found', 'nor a post to repeat') from made;
select is(public.list_social_repeats(), '[]'::jsonb, 'nor in the list');
select tests.sign_out();
reset role;

create function pg_temp.run() returns text language plpgsql as $$
declare v_answer text;
begin
  perform public.make_social_repeats(null, 10);
  select coalesce(ended, made::text) into v_answer from public.social_repeats where id = (select repeat from made);
  return v_answer;
end $$;
create function pg_temp.publish() returns void language sql as $$
  update public.social_post_jobs set state = 'posted', media_id = id::text, posted_at = now(), run_at = null where state = 'pending';
  update public.social_posts set state = 'posted' where state = 'scheduled'; $$;
select is(pg_temp.run(), '0', 'nothing comes again before the post has gone out');
select pg_temp.publish();
select is(pg_temp.run(), '1', 'then the next is made');
select is((select (scheduled_at at time zone 'Europe/Berlin')::date - (now() at time zone 'Europe/Berlin')::date from public.social_posts where state = 'scheduled'), 30, 'after the days between');
select is((select (job.caption, job.run_at = post.scheduled_at)::text from public.social_post_jobs as job join public.social_posts as post on post.id = job.post_id where post.state = 'scheduled'), '(IG,t)', 'with the account''s own text');
select is((select post.repeats_post_id from public.social_posts as post where state = 'scheduled'), (select post from made), 'and names what it repeats');
select is(pg_temp.run(), '1', 'one at a time');
delete from public.social_posts where state = 'scheduled';
select is(pg_temp.run(), '2', 'a deleted one counts');
select is((select (scheduled_at at time zone 'Europe/Berlin')::date - (now() at time zone 'Europe/Berlin')::date from public.social_posts where state = 'scheduled'), 60, 'and the next does not come sooner');
select pg_temp.publish();
select is(pg_temp.run(), 'done', 'as often as planned');

create function pg_temp.ends(p_change text, p_undo text) returns text language plpgsql as $$
declare v_answer text;
begin
  update public.social_repeats set ended = null, made = 0, max_times = 5, ends_on = null where id = (select repeat from made);
  execute p_change;
  v_answer := pg_temp.run();
  execute p_undo;
  return v_answer;
end $$;
select is(pg_temp.ends('update public.sourced_products set deleted_at = now()', 'update public.sourced_products set deleted_at = null'), 'product_gone', 'it stops when the product is in Trash');
select is(pg_temp.ends('update public.social_connections set is_active = false', 'update public.social_connections set is_active = true'), 'accounts_gone', 'when no account is connected');
select is(pg_temp.ends('update public.social_repeats set ends_on = current_date', 'select 1'), 'over', 'after its last day');
select is(pg_temp.ends('update public.social_posts set video_id = null', format('update public.social_posts set video_id = %L', video)), 'video_gone', 'and without its video') from made;

-- A skipped time is moved, as every time is.
update public.social_repeats set ended = null, made = 0, max_times = 5, ends_on = null, last_on = null, starts_on = '2036-03-30', last_post_id = null;
select is(pg_temp.run(), '1', 'from a day on');
select is((select scheduled_at || ' ' || schedule_rule from public.social_posts where state = 'scheduled'), '2036-03-30 01:00:00+00 moved', 'a time that the clock skips is moved');

select tests.sign_in_as('ann');
select lives_ok(format($$ select public.update_social_repeat(%L, '{"every_days": 7, "max_times": null, "ends_on": "2040-01-01"}') $$, repeat), 'limits may change') from made;
select lives_ok(format($$ select public.update_social_repeat(%L, '{"is_stopped": true}') $$, repeat), 'it is stopped') from made;
select throws_ok(format($$ select public.update_social_repeat(%L, '{"every_days": 7, "max_times": 1}') $$, repeat), 'PT409', 'repeat_ended', 'for good') from made;
select lives_ok('select pg_temp.repeat()', 'and another may begin');
select lives_ok(format('select public.delete_social_repeat(%L)', repeat), 'or go') from made;
select tests.sign_in_as('uma');
select is_empty('select * from public.social_templates', 'an uploader sees no captions');
select throws_ok($$ insert into public.social_templates (name, body) values ('x', 'x') $$, '42501', null, 'and adds none');
select is_empty('select * from public.social_limits', 'nor limits');

select * from finish();
rollback;
