-- Which worker has a job, what may be asked of a network, and what a post is by its jobs.
begin;
select plan(63);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('cy');
select tests.join_workspace('cy', 'ann', 'uploader');

create function tests.add_account(p_name text, p_network text, p_account text) returns uuid language sql as $$
  insert into public.social_connections (workspace_id, network, account_id, name, provider, sign_in)
  values (tests.workspace_id(p_name), p_network, p_account, p_account, case p_network when 'instagram' then 'facebook' else p_network end, 'person')
  returning id;
$$;
create function tests.add_post(p_name text, p_accounts uuid[], p_due interval default '-1 minute', p_caption text default 'Look') returns uuid language plpgsql as $$
declare
  v_id uuid;
begin
  insert into public.social_posts (workspace_id, caption, state, scheduled_wall, time_zone, scheduled_at)
  values (tests.workspace_id(p_name), p_caption, 'scheduled', (now() + p_due)::timestamp, 'UTC', now() + p_due) returning id into v_id;
  insert into public.social_post_jobs (workspace_id, post_id, connection_id, network, run_at)
  select tests.workspace_id(p_name), v_id, id, network, now() + p_due from public.social_connections where id = any (p_accounts);
  return v_id;
end;
$$;
create function tests.worker(p_number integer) returns uuid language sql immutable as $$ select ('00000000-0000-4000-8000-00000000000' || p_number)::uuid $$;
create function tests.claim(p_worker integer, p_limit integer default 10) returns integer language sql as $$
  select jsonb_array_length(public.claim_social_jobs(tests.worker(p_worker), p_limit, 60));
$$;
create function tests.job(p_post uuid) returns public.social_post_jobs language sql as $$ select * from public.social_post_jobs where post_id = p_post order by network limit 1 $$;
create function tests.state_of(p_post uuid) returns text language sql as $$ select state from public.social_posts where id = p_post $$;

create temporary table made (name text primary key, id uuid);
insert into made values ('ig', tests.add_account('ann', 'instagram', '17841')), ('fb', tests.add_account('ann', 'facebook', '555')),
  ('yt', tests.add_account('ann', 'youtube', 'UC1')), ('bob-yt', tests.add_account('bob', 'youtube', 'UC2'));
grant select on made to public;
create function tests.made(p_name text) returns uuid language sql as $$ select id from made where name = p_name $$;
grant execute on function tests.made to public;

insert into made values ('one', tests.add_post('ann', array[tests.made('ig')]));
insert into made values ('later', tests.add_post('ann', array[tests.made('ig')], '1 hour'));

-- One worker has a job.
select is(tests.claim(1), 1, 'what is due is claimed, what is not is left');
select is(tests.claim(2), 0, 'another worker gets nothing of it');
select is((tests.job(tests.made('one'))).worker, tests.worker(1), 'the job names its worker');
select is(public.begin_social_preparing((tests.job(tests.made('one'))).id, tests.worker(2)), 'stop', 'who does not have it may not begin');
select is(tests.state_of(tests.made('one')), 'scheduled', 'the post is scheduled until work begins');
select is(public.begin_social_preparing((tests.job(tests.made('one'))).id, tests.worker(1)), 'go', 'who has it may');
select is(tests.state_of(tests.made('one')), 'publishing', 'the post is being published');
select ok(not public.note_social_container((tests.job(tests.made('one'))).id, tests.worker(2), 'c-other', 5), 'what another worker got is not stored');
select ok(public.note_social_container((tests.job(tests.made('one'))).id, tests.worker(1), 'c-1', 5), 'what the network gave is stored');
select ok(not public.begin_social_publishing((tests.job(tests.made('one'))).id, tests.worker(1), 'c-2'), 'only that container is published');
update public.social_post_jobs set leased_until = now() - interval '1 second' where post_id = tests.made('one');
select ok(not public.begin_social_publishing((tests.job(tests.made('one'))).id, tests.worker(1), 'c-1'), 'after its lease a worker publishes nothing');
update public.social_post_jobs set run_at = now() where post_id = tests.made('one');
select is(tests.claim(2), 1, 'and another worker takes over');
select ok(public.begin_social_publishing((tests.job(tests.made('one'))).id, tests.worker(2), 'c-1'), 'which publishes');
select ok(not public.begin_social_publishing((tests.job(tests.made('one'))).id, tests.worker(2), 'c-1'), 'once');
update public.social_post_jobs set publish_at = now() - interval '3 minutes' where post_id = tests.made('one');
select ok(public.begin_social_publishing((tests.job(tests.made('one'))).id, tests.worker(2), 'c-1'), 'the same container again after two minutes');

-- What is public is stored whoever says so; an id of the network is one job's.
select ok(public.note_social_posted((tests.job(tests.made('one'))).id, 'm-1', 'https://www.instagram.com/reel/x/'), 'the network''s id is stored');
select is(tests.state_of(tests.made('one')), 'posted', 'the post is posted');
select ok((tests.job(tests.made('one'))).run_at is null and (tests.job(tests.made('one'))).leased_until is null, 'nothing more is done');
select ok(not public.note_social_posted((tests.job(tests.made('one'))).id, 'm-2'), 'a posted job takes no other id');
select throws_ok($$ update public.social_post_jobs set media_id = null where post_id = tests.made('one') $$, '23514', null, 'nothing is posted without the network''s id');

insert into made values ('two', tests.add_post('ann', array[tests.made('ig')]));
select is(tests.claim(1), 1, 'another post for the same account');
select public.begin_social_preparing((tests.job(tests.made('two'))).id, tests.worker(1));
select ok(public.begin_social_publishing((tests.job(tests.made('two'))).id, tests.worker(1)), 'one call may do everything');
update public.social_post_jobs set publish_at = now() - interval '1 day' where post_id = tests.made('two');
select ok(not public.begin_social_publishing((tests.job(tests.made('two'))).id, tests.worker(1)), 'then it is never made again');
select ok(not public.note_social_posted((tests.job(tests.made('two'))).id, 'm-1'), 'the id of another job is refused');
select is((public.get_social_rivals((tests.job(tests.made('two'))).id)) -> 'media_ids', '["m-1"]'::jsonb, 'and a lookup knows it');
select ok(not public.put_off_social_job((tests.job(tests.made('two'))).id, tests.worker(1), 5, 'pending'), 'what may be public never begins anew');
select ok(public.put_off_social_job((tests.job(tests.made('two'))).id, tests.worker(1), 5, 'unknown', 'answer_lost', 'We look it up.', true), 'it is looked up');
select is((tests.job(tests.made('two'))).failures::integer, 1, 'and the failures in a row are counted');
insert into made values ('twin', tests.add_post('ann', array[tests.made('ig')]));
update public.social_post_jobs set run_at = now() where post_id in (tests.made('two'), tests.made('twin'));
select is(tests.claim(1), 2, 'an unknown job is claimed as the others');
select public.begin_social_preparing((tests.job(tests.made('twin'))).id, tests.worker(1));
select public.begin_social_publishing((tests.job(tests.made('twin'))).id, tests.worker(1));
select is((public.get_social_rivals((tests.job(tests.made('two'))).id) ->> 'unsettled')::integer, 1, 'one with the same text is a rival');

-- A person settles what nobody can look up.
insert into made values ('two-job', (tests.job(tests.made('two'))).id);
select tests.sign_in_as('cy');
select throws_ok($$ select public.resolve_social_job((select id from public.social_post_jobs limit 1)) $$, 'PT403', 'not_allowed', 'an uploader settles nothing');
reset role;
select tests.sign_in_as('bob');
select throws_ok(format($$ select public.resolve_social_job(%L) $$, (select id from made where name = 'ig')), 'PT404', 'post_not_found', 'nor does another workspace');
reset role;
select tests.sign_in_as('ann');
select lives_ok(format($$ select public.resolve_social_job(%L) $$, tests.made('two-job')), 'an editor says that it is not there');
reset role;
select is(tests.state_of(tests.made('two')), 'failed', 'then it failed');
-- A lookup was on its way meanwhile, and found it: what is public is never posted again.
select ok(public.note_social_posted((tests.job(tests.made('two'))).id, 'm-late'), 'what a lookup finds afterwards is stored');
select is(tests.state_of(tests.made('two')), 'posted', 'and the post is posted after all');
select ok((tests.job(tests.made('two'))).error is null, 'without its reason');
insert into made values ('again', tests.add_post('ann', array[tests.made('ig')], '-1 minute', 'Another'));
select is(tests.claim(5), 1, 'claimed');
select public.begin_social_preparing((tests.job(tests.made('again'))).id, tests.worker(5));
select ok(public.put_off_social_job((tests.job(tests.made('again'))).id, tests.worker(5), 30, null, 'own_fault', 'Ours.', true), 'a fault of our own puts it off');
select is((tests.job(tests.made('again'))).state || (tests.job(tests.made('again'))).failures, 'preparing1', 'where it is');
update public.social_post_jobs set state = 'failed', error_code = 'not_posted', error = 'You said so.', run_at = null where post_id = tests.made('two');
update public.social_post_jobs set media_id = null, posted_at = null where post_id = tests.made('two');
select isnt((tests.job(tests.made('two'))).error, null, 'with a reason');

-- What waits for a broken account is given up, and what is public stays.
insert into made values ('half', tests.add_post('ann', array[tests.made('fb'), tests.made('ig')], '-1 minute', 'Half'));
select is(tests.claim(6), 2, 'both are claimed');
select public.begin_social_preparing(id, tests.worker(6)) from public.social_post_jobs where post_id = tests.made('half');
select public.note_social_container(id, tests.worker(6), 'c-half', 5) from public.social_post_jobs where post_id = tests.made('half') and network = 'instagram';
select public.note_social_posted(id, 'm-half') from public.social_post_jobs where post_id = tests.made('half') and network = 'facebook';
insert into made values ('half-post', tests.made('half'));
select tests.sign_in_as('ann');
select throws_ok(format($$ select public.cancel_social_post(%L) $$, tests.made('half-post')), 'PT409', 'post_not_editable', 'what a worker has is not given up');
reset role;
select ok(public.put_off_social_job((select id from public.social_post_jobs where post_id = tests.made('half') and network = 'instagram'), tests.worker(6), 60, 'preparing', 'account', 'Reconnect.'), 'its account is broken');
select tests.sign_in_as('ann');
select lives_ok(format($$ select public.cancel_social_post(%L) $$, tests.made('half-post')), 'now it is');
select throws_ok(format($$ select public.cancel_social_post(%L) $$, tests.made('half-post')), 'PT409', 'post_not_editable', 'once');
reset role;
select is(tests.state_of(tests.made('half')), 'partial', 'the rest is public');
select is((select state || coalesce(container_id, '-') || coalesce(run_at::text, '-') from public.social_post_jobs where post_id = tests.made('half') and network = 'instagram'), 'cancelled--', 'nothing works on it any more');

-- Only what failed is tried again.
insert into made values ('both', tests.add_post('ann', array[tests.made('fb'), tests.made('ig')]));
select is(tests.claim(3), 2, 'a post for two accounts has two jobs');
select public.begin_social_preparing(id, tests.worker(3)) from public.social_post_jobs where post_id = tests.made('both');
select public.note_social_posted(id, 'm-9') from public.social_post_jobs where post_id = tests.made('both') and network = 'facebook';
select is(tests.state_of(tests.made('both')), 'publishing', 'one is public, the other is on its way');
select ok(public.fail_social_job((select id from public.social_post_jobs where post_id = tests.made('both') and network = 'instagram'), tests.worker(3), 'graph.100.2207010', 'Too long.'), 'the other fails');
select is(tests.state_of(tests.made('both')), 'partial', 'the post is partial');
select tests.sign_in_as('ann');
select is(public.retry_social_post((select post_id from public.social_post_jobs where media_id = 'm-9')), 1, 'a retry concerns one job');
select throws_ok(format($$ select public.retry_social_post(%L) $$, (select post_id from public.social_post_jobs where media_id = 'm-9')), 'PT409', 'post_has_nothing_to_retry', 'and a second one none');
reset role;
select is((select count(*) from public.social_post_jobs where post_id = tests.made('both') and state = 'posted'), 1::bigint, 'what is public stays');
select is(tests.state_of(tests.made('both')), 'publishing', 'the post is being published again');

-- YouTube's hundred are shared: nobody takes what another may still need of an equal share.
update public.social_post_jobs set run_at = null;
select tests.add_post('ann', array[tests.made('yt')]) from generate_series(1, 8);
select tests.add_post('bob', array[tests.made('bob-yt')]) from generate_series(1, 3);
select is(private.youtube_room(tests.workspace_id('ann'), (now() at time zone 'America/Los_Angeles')::date, 10), 7, 'of ten, three are left for who wants three');
select is(private.youtube_room(tests.workspace_id('bob'), (now() at time zone 'America/Los_Angeles')::date, 10), 5, 'and five for who wants more than a half');
select is(tests.claim(4, 20), 11, 'all are claimed');
select is((select count(*) from (select public.begin_social_preparing(id, tests.worker(4), 10) as turn from public.social_post_jobs where network = 'youtube' order by workspace_id = tests.workspace_id('bob')) as each where turn = 'go'), 10::bigint, 'ten begin');
select is((select count from private.youtube_inserts where workspace_id = tests.workspace_id('bob')), 3, 'three are the other workspace''s');
select is((select count(*) from public.social_post_jobs where network = 'youtube' and state = 'pending'), 1::bigint, 'one waits for tomorrow');

-- Reconnecting wakes what waited for it.
update public.social_post_jobs set run_at = now() + interval '6 hours', waiting_code = 'account', waiting_reason = 'Reconnect.', worker = null, leased_until = null where network = 'youtube' and state = 'pending';
update public.social_connections set connected_at = now() where network = 'youtube';
select ok((select run_at <= now() from public.social_post_jobs where network = 'youtube' and state = 'pending'), 'an account that works again wakes its posts');

select * from finish();
rollback;
