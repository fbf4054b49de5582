begin;
select no_plan();
-- Ann owns a workspace with a manager (Max) and an uploader (Uma); Bob has another one.
select tests.create_user(name) from unnest(array['ann', 'max', 'uma', 'bob']) as name;
select tests.join_workspace('max', 'ann', 'manager'), tests.join_workspace('uma', 'ann', 'uploader');

create function pg_temp.account(p_network text, p_id text, p_page text default null) returns jsonb language sql as $$
  select jsonb_build_object('network', p_network, 'account_id', p_id, 'name', 'Account ' || p_id, 'username', null,
    'avatar_url', null, 'page_id', p_page, 'can_post', true, 'can_message', false, 'missing_permissions', '[]'::jsonb);
$$;
create function pg_temp.sign_in(p_provider text, p_account text, p_accounts jsonb, p_uses_all boolean default false)
returns void language sql as $$
  select public.store_social_sign_in(tests.workspace_id('ann'), tests.user_id('ann'), p_provider, p_account, 'Dana',
    '{}', now() + interval '60 days', p_accounts, p_uses_all, jsonb_build_object('access_token_sealed', 'v1.a',
      'refresh_token_sealed', null, 'access_token_expires_at', now() + interval '60 days'));
$$;
create function pg_temp.used() returns setof text language sql as $$
  select format('%s %s by %s %s', network, account_id, provider, case when is_active then 'on' else 'off' end)
  from public.social_connections where workspace_id = tests.workspace_id('ann') order by 1;
$$;

-- A sign-in uses nothing until somebody chooses.
select pg_temp.sign_in('facebook', 'dana', jsonb_build_array(pg_temp.account('facebook', 'P1', 'P1'),
  pg_temp.account('instagram', 'I1', 'P1'), pg_temp.account('facebook', 'P2', 'P2'), pg_temp.account('instagram', 'I1', 'P2')));
select is_empty($$ select pg_temp.used() $$, 'a sign-in with several accounts uses none');
select is((select count(*) from public.social_account_logins where sign_in = 'dana'), 3::bigint,
  'an Instagram account behind two pages is one');

select tests.sign_in_as('uma');
select throws_ok($$ select public.choose_social_accounts('facebook', 'dana', '[]') $$, 'PT403', 'not_allowed',
  'an uploader chooses nothing');
select is_empty($$ select from public.social_sign_ins $$, 'and sees no sign-in');
select is_empty($$ select from public.social_account_logins $$, 'nor what it reaches');
select tests.sign_in_as('bob');
select throws_ok($$ select public.choose_social_accounts('facebook', 'dana', '[]') $$, 'PT404', 'social_login_not_found',
  'a stranger does not find the sign-in');
select is_empty($$ select from public.social_sign_ins $$, 'nor see it');

select tests.sign_in_as('max');
select lives_ok($$ select public.choose_social_accounts('facebook', 'dana',
  '[{"network": "facebook", "account_id": "P1"}, {"network": "instagram", "account_id": "I1"}]') $$,
  'a manager chooses');
select throws_ok($$ select public.choose_social_accounts('facebook', 'dana', '[{"network": "facebook", "account_id": "P9"}]') $$,
  'PT404', 'social_login_not_found', 'but not what the sign-in does not reach');
select throws_ok($$ update public.social_connections set is_active = false $$, '42501', null, 'and writes no account himself');
select throws_ok($$ delete from public.social_sign_ins $$, '42501', null, 'nor a sign-in');
reset role;
select results_eq($$ select pg_temp.used() $$, array['facebook P1 by facebook on', 'instagram I1 by facebook on'],
  'exactly the chosen ones are used');
create temporary table before as select id, network, account_id from public.social_connections;
grant select on before to authenticated;

-- The same account by another login is the same row, and stays with the login that serves it.
select pg_temp.sign_in('instagram', 'I1', jsonb_build_array(pg_temp.account('instagram', 'I1')), true);
select results_eq($$ select pg_temp.used() $$, array['facebook P1 by facebook on', 'instagram I1 by facebook on'],
  'another login changes nothing by itself');
select tests.sign_in_as('ann');
select lives_ok($$ select public.set_social_account_login(
  (select id from public.social_connections where network = 'instagram'), 'instagram', 'I1') $$, 'a person changes the login');
select throws_ok($$ select public.set_social_account_login(
  (select id from public.social_connections where network = 'facebook'), 'instagram', 'I1') $$, 'PT404',
  'social_login_not_found', 'but not to one that does not reach the account');
select throws_ok($$ select public.set_social_account_login(gen_random_uuid(), 'instagram', 'I1') $$, 'PT404',
  'social_account_not_found', 'an unknown account is not found');
reset role;
select results_eq($$ select pg_temp.used() $$, array['facebook P1 by facebook on', 'instagram I1 by instagram on'],
  'the other login serves it');
select is_empty($$ select id from public.social_connections except select id from before $$, 'in the same row');

-- Reconnecting: what is no longer shared is used no more, the rest stays.
select pg_temp.sign_in('facebook', 'dana', jsonb_build_array(pg_temp.account('facebook', 'P2', 'P2')));
select results_eq($$ select pg_temp.used() $$, array['facebook P1 by facebook off', 'instagram I1 by instagram on'],
  'a page that was not ticked is used no more');
select pg_temp.sign_in('facebook', 'dana', jsonb_build_array(pg_temp.account('facebook', 'P1', 'P1')));
select tests.sign_in_as('ann');
select public.choose_social_accounts('facebook', 'dana', '[{"network": "facebook", "account_id": "P1"}]');
reset role;
select is_empty($$ select id from public.social_connections except select id from before $$,
  'and comes back in the same row');

-- A login that broke makes way for one that works.
update private.connections set state = 'reconnect', error_code = 'x', error_since = now(), error_count = 1
where provider = 'instagram';
select is((select state from public.social_sign_ins where provider = 'instagram'), 'reconnect', 'the table of sign-ins says so');
select is((select state from public.social_sign_ins where provider = 'facebook'), 'connected',
  'and says it of that login alone');
select pg_temp.sign_in('instagram', 'I1', jsonb_build_array(pg_temp.account('instagram', 'I1')), true);
select is((select state from public.social_sign_ins where provider = 'instagram'), 'connected', 'a new sign-in heals it');

-- A week before the end: one notice; afterwards the connection's own.
select is_empty($$ select * from private.find_sign_ins_that_end() $$, 'nothing ends soon');
update public.social_sign_ins set expires_at = now() + interval '6 days' where provider = 'facebook';
select results_eq($$ select subject, count from private.find_sign_ins_that_end() $$, $$ values ('facebook', 1::bigint) $$,
  'a login that ends in six days is found');
select public.check_notices();
select public.check_notices();
select is((select count(*) from public.notices where cause = 'sign_in_ends' and resolved_at is null), 1::bigint,
  'and is one notice');
select pg_temp.sign_in('facebook', 'dana', jsonb_build_array(pg_temp.account('facebook', 'P1', 'P1')));
select public.check_notices();
select is_empty($$ select from public.notices where cause = 'sign_in_ends' and resolved_at is null $$,
  'which a new sign-in resolves');

-- Sign-ins that are kept alive.
select is_empty($$ select from public.list_social_sign_ins_to_keep() $$, 'what was used just now needs nothing');
update private.connections set last_success_at = now() - interval '31 days' where provider = 'facebook';
update private.connections set access_token_expires_at = now() + interval '20 days',
  last_success_at = now() - interval '1 day' where provider = 'instagram';
select set_eq($$ select provider from public.list_social_sign_ins_to_keep() $$, array['facebook', 'instagram'],
  'disuse and age do');

-- Disconnecting.
select tests.sign_in_as('bob');
select throws_ok(format($$ select public.remove_social_account(%L) $$, (select id from before limit 1)), 'PT404',
  'social_account_not_found', 'a stranger disconnects nothing');
select tests.sign_in_as('ann');
select public.remove_social_account((select id from public.social_connections where network = 'instagram'));
reset role;
select is_empty($$ select from private.connections where provider = 'instagram' $$,
  'the tokens go with the last account of a sign-in');
select is((select count(*) from public.social_connections), 2::bigint, 'the accounts stay');
select public.remove_connection('facebook', tests.workspace_id('ann'));
select is_empty($$ select from public.social_connections where is_active $$, 'a network that is disconnected serves nothing');
select is_empty($$ select from private.connections $$, 'and no token is left');

-- The person who connected is deleted.
select pg_temp.sign_in('youtube', 'UC1', jsonb_build_array(pg_temp.account('youtube', 'UC1')), true);
delete from public.social_sign_ins where user_id = tests.user_id('ann');
select is((select is_active from public.social_connections where network = 'youtube'), false,
  'the sign-in of a person goes with them, the account stays');

select * from finish();
rollback;
