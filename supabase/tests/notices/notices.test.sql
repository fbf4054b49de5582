begin;
select plan(47);
select tests.create_user('ann');
select tests.create_user('max');
select tests.create_user('uma');
select tests.create_user('bob');
select tests.join_workspace('max', 'ann', 'manager');
select tests.join_workspace('uma', 'ann', 'uploader');

create function pg_temp.add_listings(p_count integer, p_parked_at timestamptz default now()) returns void language sql as $$
  insert into public.listings (workspace_id, ebay_user_id, ebay_item_id, title, price_cents, currency, status,
    first_price_cents, price_seen_at, last_seen_at, parked_code, parked_reason, parked_at)
  select tests.workspace_id('ann'), 'dana', gen_random_uuid(), 'Mug', 1000, 'USD', 'active', 1000, now(), now(),
    'rejected', 'No', p_parked_at
  from generate_series(1, p_count);
$$;
create function pg_temp.plan_emails(p_causes text[] default null) returns integer language sql as $$
  select public.plan_notice_emails(coalesce(p_causes, (select array_agg(cause) from private.notice_causes)));
$$;
-- The open notices age, and with them everything that was sent: the next day has come.
create function pg_temp.let_pass(p_time interval) returns void language sql as $$
  update public.notices set opened_at = opened_at - p_time, since = since - p_time, latest_at = latest_at - p_time;
  update public.listings set parked_at = parked_at - p_time;
  update private.connections set error_since = error_since - p_time;
  update public.notice_emails set planned_at = planned_at - p_time, tells_until = tells_until - p_time,
    day = ((planned_at - p_time) at time zone 'utc')::date;
$$;
create function pg_temp.planned_for() returns setof text language sql as $$
  select person.name from public.notice_emails as email join public.users as person on person.id = email.user_id
  where email.state = 'planned';
$$;
create function pg_temp.settle_all(p_state text) returns void language sql as $$
  select public.begin_notice_email(id) from public.notice_emails where state = 'planned';
  select public.settle_notice_email(id, p_state) from public.notice_emails where state = 'sending';
$$;

-- The list of causes.
select is_empty(
  $$ select cause from private.notice_causes where to_regprocedure(format('private.%I()', finder)) is null $$,
  'every cause has its finder');

-- Listings that need attention: many of them are one notice, and one email to each editor.
select pg_temp.add_listings(12);
select public.check_notices();
select results_eq($$ select cause, subject, count from public.notices $$,
  $$ values ('listings_need_attention', 'listings', 12) $$, 'twelve listings are one notice');
select is(pg_temp.plan_emails(), 0, 'which waits until the run that parks them is over');
select pg_temp.add_listings(488);
select pg_temp.let_pass(interval '31 minutes');
select public.check_notices();
select public.check_notices();
select results_eq($$ select count from public.notices $$, $$ values (500) $$, 'more of it is counted on the open notice');
select is(pg_temp.plan_emails('{connection_needs_reconnect}'), 0, 'a release without words for a cause plans none of it');
select is(pg_temp.plan_emails(), 2, 'then each editor has one email');
select set_eq($$ select pg_temp.planned_for() $$, array['ann', 'max'], 'an uploader and a stranger have none');
select is(pg_temp.plan_emails(), 0, 'and no second one, however often it is asked');
select is((select count(*)::integer from private.jobs where kind = 'notices.email'), 2, 'each email has its job');

-- One email.
create temp table mail on commit drop as
  select id, user_id from public.notice_emails order by user_id = tests.user_id('ann') desc;
create function pg_temp.mail_of(p_name text) returns uuid language sql as $$
  select id from mail where user_id = tests.user_id(p_name);
$$;
select is(public.begin_notice_email(pg_temp.mail_of('ann'))
    - array['id', 'user_id', 'notices', 'locale', 'time_zone'],
  '{"state": "sending", "cause": "listings_need_attention", "to": "ann@example.test", "name": "ann",
    "workspace": "ann''s workspace"}', 'says to whom and about what');
select is(public.begin_notice_email(pg_temp.mail_of('ann')), '{"state": "unknown"}',
  'an email that a worker left in sending may have arrived');
select is((select state || ' ' || error_code from public.notice_emails where id = pg_temp.mail_of('ann')),
  'unknown worker_lost', 'stays unknown');
select is(public.begin_notice_email(pg_temp.mail_of('ann')), null, 'and is never sent again');
select ok(not public.settle_notice_email(pg_temp.mail_of('ann'), 'planned'), 'nor planned again');
select ok(public.settle_notice_email(pg_temp.mail_of('ann'), 'sent'), 'the worker that was thought lost may report');
select ok(not public.settle_notice_email(pg_temp.mail_of('ann'), 'failed', 'gone'), 'once');
select public.begin_notice_email(pg_temp.mail_of('max'));
select ok(public.settle_notice_email(pg_temp.mail_of('max'), 'planned'), 'proven not sent is planned again');
update private.jobs set is_dead = true, finished_at = now(), last_error_code = 'try_later'
where payload ->> 'email_id' = pg_temp.mail_of('max')::text;
select is((select state || ' ' || outcome from public.notice_emails where id = pg_temp.mail_of('max')),
  'failed try_later', 'a job that was given up settles its email');
select throws_ok($$ update public.notice_emails set state = 'failed' where state = 'sent' $$, '23514', null,
  'a failure says how');
select throws_ok($$ insert into public.notice_emails (workspace_id, user_id, cause, tells_until)
  select workspace_id, user_id, cause, now() from public.notice_emails limit 1 $$, '23505', null,
  'nobody has two emails about one cause on one day');

-- The second day.
select pg_temp.let_pass(interval '1 day');
select public.check_notices();
select is(pg_temp.plan_emails(), 1, 'the next day tells nothing new to who was told');
select set_eq($$ select pg_temp.planned_for() $$, array['max'], 'and tries again where the mail server had failed');
select pg_temp.settle_all('sent');
select pg_temp.add_listings(1);
select public.check_notices();
select is(pg_temp.plan_emails(), 1, 'one more listing is news to who has had no email today');
select set_eq($$ select pg_temp.planned_for() $$, array['ann'], 'and waits for tomorrow with who has');
select pg_temp.settle_all('sent');
select pg_temp.let_pass(interval '1 day');
select public.check_notices();
select is(pg_temp.plan_emails(), 1, 'tomorrow comes');
select set_eq($$ select pg_temp.planned_for() $$, array['max'], 'for the one who was not told');
select pg_temp.settle_all('sent');

-- Resolved, and again.
update public.listings set parked_code = null, parked_reason = null, parked_at = null;
select public.check_notices();
select is_empty($$ select 1 from public.notices where resolved_at is null $$, 'what no longer waits is resolved');
select pg_temp.let_pass(interval '1 day');
select is(pg_temp.plan_emails(), 0, 'without an email');
select pg_temp.add_listings(1);
select public.check_notices();
select is((select count(*)::integer from public.notices), 2, 'the next time is another notice');
update public.notices set opened_at = opened_at - interval '31 minutes' where resolved_at is null;
select is(pg_temp.plan_emails(), 2, 'with emails of its own');
select tests.sign_in_as('max');
update public.users set email_notices = false where id = tests.user_id('max');
reset role;
select is((select public.begin_notice_email(id) from public.notice_emails
    where state = 'planned' and user_id = tests.user_id('max')), null, 'who switched them off meanwhile gets none');
update public.listings set status = 'ended';
select public.check_notices();
select is((select public.begin_notice_email(id) from public.notice_emails where state = 'planned'), null,
  'nor is one sent about what is over: an ended listing needs nobody');
select is((select count(*)::integer from public.notice_emails where state = 'cancelled'), 2, 'both are cancelled');
update public.listings set status = 'active';
select public.check_notices();
update public.notices set opened_at = opened_at - interval '31 minutes' where resolved_at is null;
select is(pg_temp.plan_emails(), 1, 'a cancelled email leaves the day free');
select set_eq($$ select pg_temp.planned_for() $$, array['ann'], 'and who switched them off has none');
select pg_temp.settle_all('sent');

-- Connections.
select public.store_ebay_connection(tests.workspace_id('ann'), tests.user_id('ann'), 'A', 'dana', 'sandbox',
  now() + interval '1 year', jsonb_build_object('access_token_sealed', 'v1.a', 'refresh_token_sealed', 'v1.r',
    'access_token_expires_at', now() + interval '1 hour'));
update private.connections set state = 'error', error_code = 'invalid_client', error_since = now(), error_count = 1;
select public.check_notices();
select is_empty($$ select 1 from public.notices where cause = 'connection_needs_reconnect' $$,
  'a connection that needs the administrator asks no member');
update private.connections set state = 'reconnect', error_code = 'invalid_grant';
select public.check_notices();
select results_eq($$ select subject from public.notices where cause = 'connection_needs_reconnect' $$, $$ values ('ebay') $$,
  'one that needs a new sign-in does');
select is(pg_temp.plan_emails(), 1, 'at once');

-- Who may see what.
select tests.sign_in_as('ann');
select isnt_empty($$ select 1 from public.notices $$, 'an owner reads what waits');
select throws_ok($$ update public.notices set count = 1 $$, '42501', null, 'and writes none of it');
select set_eq($$ select user_id from public.notice_emails $$, $$ select tests.user_id('ann') $$,
  'people see which emails they were sent');
select throws_ok($$ select public.plan_notice_emails('{}') $$, '42501', null, 'and plan none');
select tests.sign_in_as('max');
select isnt_empty($$ select 1 from public.notices $$, 'a manager reads what waits');
select tests.sign_in_as('uma');
select is_empty($$ select 1 from public.notices $$, 'an uploader does not');
select tests.sign_in_as('bob');
select is_empty($$ select 1 from public.notices union all select 1 from public.notice_emails $$, 'a stranger sees nothing');
select tests.sign_out();
select throws_ok('select * from public.notices', '42501', null, 'a visitor is refused');
select throws_ok('select * from public.notice_emails', '42501', null, 'everywhere');

select * from finish();
rollback;
