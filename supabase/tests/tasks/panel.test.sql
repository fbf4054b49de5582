-- Evidence of completions, what a task misses, and the pace: who sees and writes it.
begin;
select plan(20);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('max');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');
select tests.join_workspace('max', 'ann', 'manager');

select tests.sign_in_as('ann');
select tests.add_video(tests.add_product('B000000001', 'Lamp'));
create temp table made on commit drop as select id from public.influencer_tasks;
grant select on made to authenticated;

create function pg_temp.change(p_changes jsonb) returns jsonb language sql as $$
  select public.update_influencer_task((select id from made), p_changes);
$$;
grant execute on all functions in schema pg_temp to authenticated;

select is(public.list_influencer_tasks('{}', 9) #> '{rows,0,missing}', '[]', 'a task with a video in its language misses nothing');
select throws_ok($$ select pg_temp.change('{"page_url": "https://www.amazon.com/x"}') $$, 'PT400', 'invalid_input', 'a pending task takes no link');

select tests.sign_in_as('uma');
select is(pg_temp.change('{"status": "completed", "completion": {"id": "00000000-0000-4000-8000-000000000001", "at": "2020-01-01T00:00:00Z"}}')
  ->> 'completion_id', '00000000-0000-4000-8000-000000000001', 'an uploader completes with her own number');
select is((select completed_at from public.influencer_tasks), (select created_at from public.influencer_tasks), 'not before the task was there');
select throws_ok($$ select pg_temp.change('{"page_url": "https://www.amazon.de/x"}') $$, 'PT400', 'invalid_input', 'a page of another country is none');
select throws_ok($$ select pg_temp.change('{"page_url": "https://www.amazon.com.evil.example/"}') $$, 'PT400', 'invalid_input', 'nor one that looks like it');
select is(pg_temp.change('{"page_url": "https://www.amazon.com/x"}') ->> 'page_url', 'https://www.amazon.com/x', 'hers is kept');
select is((public.upload_pace() ->> 'today')::int, 1, 'it is one of her uploads of today');

select tests.sign_in_as('max');
select is(pg_temp.change('{"status": "completed", "page_url": "https://www.amazon.com/other",
  "completion": {"id": "00000000-0000-4000-8000-000000000002", "at": "2020-01-01T00:00:00Z"}}') ->> 'page_url',
  'https://www.amazon.com/x', 'a second completion changes no evidence');
select is((select completed_by from public.influencer_tasks), tests.user_id('uma'), 'nor the person');

select tests.sign_in_as('bob');
select throws_ok($$ select pg_temp.change('{"page_url": "https://www.amazon.com/y"}') $$, 'PT404', 'task_not_found', 'a stranger adds no link');
select is(public.upload_pace(), '{"today": 0, "usual": null}', 'and has a pace of his own');
select throws_ok($$ update public.influencer_tasks set page_url = 'https://www.amazon.com/y' $$, '42501', null, 'nobody writes the column');
select throws_ok($$ update public.influencer_tasks set completion_id = gen_random_uuid() $$, '42501', null, 'nor the other');

select tests.sign_in_as('uma');
select is(pg_temp.change('{"status": "pending"}') ->> 'page_url', null, 'reopened, the link is gone');
select is((select completion_id from public.influencer_tasks), null, 'and the completion');
select is(pg_temp.change('{"status": "completed"}') ->> 'completion_id', null, 'the dashboard completes without a number');
select is((public.upload_pace() ->> 'today')::int, 1, 'it is an upload of today');
select is((select public.upload_pace() ->> 'usual'), null, 'of too few days for a habit');
reset role;
select throws_ok($$ update public.influencer_tasks set page_url = 'http://x.example' $$, '23514', null, 'a link is https');
select * from finish();
rollback;
