begin;
select no_plan();
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

-- A sign-in.
select tests.sign_in_as('ann');
select lives_ok($$ select public.begin_oauth('onedrive', 'hash-1', 'v1.sealed') $$, 'an editor begins a sign-in');
select throws_ok($$ select * from private.oauth_states $$, '42501', null, 'and cannot read it');
select throws_ok($$ select public.take_oauth_state('onedrive', 'hash-1') $$, '42501', null, 'nor take it');
select tests.sign_in_as('uma');
select throws_ok($$ select public.begin_oauth('onedrive', 'hash-2', 'v1.sealed') $$, 'PT403', 'not_allowed',
  'an uploader begins none');
select tests.sign_out();
select throws_ok($$ select public.begin_oauth('onedrive', 'hash-2', 'v1.sealed') $$, '42501', null, 'nor does a visitor');
reset role;
select is(public.take_oauth_state('onedrive', 'hash-1') ->> 'user_id', tests.user_id('ann')::text,
  'a state names who began');
select is(public.take_oauth_state('onedrive', 'hash-1'), null, 'and is worth nothing the second time');

-- Two providers, one mechanism: every assertion covers every row of private.connection_providers.
create function pg_temp.tokens(p_name text) returns jsonb language sql as $$
  select jsonb_build_object('access_token_sealed', 'v1.access-' || p_name, 'refresh_token_sealed', 'v1.refresh-' || p_name,
    'access_token_expires_at', now() + interval '1 hour');
$$;
create function pg_temp.connect(p_provider text, p_account text, p_tokens text default 'one') returns void language plpgsql
as $$
begin
  if p_provider = 'onedrive' then
    perform public.store_onedrive_connection(tests.workspace_id('ann'), tests.user_id('ann'), 'dana@outlook.test', p_account,
      pg_temp.tokens(p_tokens));
  elsif exists (select from private.connection_providers where provider = p_provider and is_shared) then
    perform public.store_social_sign_in(tests.workspace_id('ann'), tests.user_id('ann'), p_provider, p_account, 'Dana',
      '{}', null, '[]', false, pg_temp.tokens(p_tokens));
  else
    perform public.store_ebay_connection(tests.workspace_id('ann'), tests.user_id('ann'), p_account, 'dana', 'sandbox',
      now() + interval '1 year', pg_temp.tokens(p_tokens));
  end if;
end;
$$;
create function pg_temp.shown(p_provider text) returns jsonb language plpgsql as $$
declare
  v_known private.connection_providers;
  v_row jsonb;
begin
  select * into v_known from private.connection_providers where provider = p_provider;
  execute format('select to_jsonb(shown) from public.%I as shown where workspace_id = $1 and %s', v_known.shown_in,
    case when v_known.is_shared then 'provider = $2' else 'true' end)
  into v_row using tests.workspace_id('ann'), p_provider;
  return v_row;
end;
$$;
create function pg_temp.version(p_provider text) returns uuid language sql as $$
  select token_version from private.connections where provider = p_provider;
$$;
create function pg_temp.claim(p_provider text, p_version uuid, p_worker text) returns jsonb language sql as $$
  select public.claim_refresh(p_provider, tests.workspace_id('ann'), 'A', p_version, p_worker, 30);
$$;

select is_empty(
  $$ select known.provider, wanted.name from private.connection_providers as known
     cross join unnest(array['workspace_id', known.account_column, 'state', 'error_code', 'error_since', 'error_count',
       'refreshed_at', 'connected_at', 'last_success_at']) as wanted (name)
     where not exists (select from information_schema.columns
       where table_schema = 'public' and table_name = known.shown_in and column_name = wanted.name) $$,
  'every provider''s public table shows how the account is');
select is_empty(
  $$ select provider from private.connection_providers as known where not exists (
       select from pg_trigger where tgrelid = format('public.%I', known.shown_in)::regclass
         and tgfoid = 'private.forget_tokens'::regproc) $$,
  'and takes the tokens along when its row goes');

insert into private.jobs (workspace_id, kind, key, run_at)
select tests.workspace_id('ann'), kind, kind, now() + interval '1 hour'
from unnest(array['videos.transcode', 'ebay.reduce', 'shipments.sync']) as kind;
select pg_temp.connect(provider, 'A') from private.connection_providers;
select set_eq($$ select kind from private.jobs where run_at > now() $$, array['shipments.sync'],
  'connecting starts the jobs that waited, and no others');
select is(pg_temp.shown(provider) ->> 'state', 'connected', provider || ' is shown as connected')
from private.connection_providers order by provider;
select ok(pg_temp.shown(provider) ->> 'last_success_at' is not null, provider || ' worked just now')
from private.connection_providers order by provider;
select tests.sign_in_as('ann');
select throws_ok($$ select * from private.connections $$, '42501', null, 'no signed-in person reads tokens, not even sealed ones');
select throws_ok($$ select public.get_connection('ebay', tests.workspace_id('ann')) $$, '42501', null, 'nor by a function');
select throws_ok(
  $$ select public.claim_refresh('ebay', tests.workspace_id('ann'), 'A', gen_random_uuid(), 'me', 30) $$, '42501', null,
  'nor asks for the refresh token');
reset role;
select ok(not public.get_connection('ebay', tests.workspace_id('ann')) ? 'refresh_token_sealed',
  'a connection is read without its refresh token');
select is(public.get_connection('ebay', tests.workspace_id('bob')), null, 'another workspace has none');

-- One refresh at a time, compared by the version of the tokens.
create temp table begun on commit drop as select provider, pg_temp.version(provider) as version from private.connection_providers;
select is(pg_temp.claim(provider, version, 'one') ->> 'turn', 'mine', provider || ': one process refreshes')
from begun order by provider;
select is(pg_temp.claim(provider, version, 'two') ->> 'turn', 'busy', provider || ': the other waits')
from begun order by provider;
update private.connections set refresh_leased_until = now() - interval '1 second';
select is(pg_temp.claim(provider, version, 'two'),
  '{"turn": "mine", "refresh_token_sealed": "v1.refresh-one", "is_unknown": true}',
  provider || ': a turn left behind passes on, and its outcome is unknown')
from begun order by provider;
select ok(not public.fail_connection(provider, tests.workspace_id('ann'), 'A', version, 'reconnect', 'invalid_grant', 'one'),
  provider || ': who lost the turn breaks nothing')
from begun order by provider;
select ok(public.finish_refresh(provider, tests.workspace_id('ann'), 'A', version, 'v1.access-two', 'v1.refresh-two',
  now() + interval '1 hour'), provider || ': new tokens are stored in the place of those they come from')
from begun order by provider;
select ok(not public.finish_refresh(provider, tests.workspace_id('ann'), 'A', version, 'v1.late', 'v1.late', now()),
  provider || ': and never in the place of newer ones')
from begun order by provider;
select ok(not public.fail_connection(provider, tests.workspace_id('ann'), 'A', version, 'reconnect', 'invalid_grant'),
  provider || ': old tokens break nothing')
from begun order by provider;
select is(pg_temp.claim(provider, version, 'one') ->> 'turn', 'done', provider || ': the other reads the new tokens')
from begun order by provider;
select ok(public.finish_refresh('ebay', tests.workspace_id('ann'), 'A', pg_temp.version('ebay'), 'v1.access-three', null, now()),
  'a vendor that sends no new refresh token');
select is(refresh_token_sealed, 'v1.refresh-two', 'keeps the old one') from private.connections where provider = 'ebay';

-- One notice per cause.
select public.fail_connection('ebay', tests.workspace_id('ann'), 'A', pg_temp.version('ebay'), 'reconnect', 'invalid_grant');
update private.connections set error_since = now() - interval '1 day' where provider = 'ebay';
select public.count_refused_work('ebay', tests.workspace_id('ann'), 'A') from generate_series(1, 499);
select public.note_connection_success('ebay', tests.workspace_id('ann'), 'A');
select is(pg_temp.shown('ebay') - (select array_agg(key) from jsonb_object_keys(pg_temp.shown('ebay')) as key
    where key not in ('state', 'error_code', 'error_count')),
  '{"state": "reconnect", "error_code": "invalid_grant", "error_count": 500}', 'work that waits is counted on one notice');
select is((pg_temp.shown('ebay') ->> 'error_since')::timestamptz, now() - interval '1 day', 'that says since when');
select pg_temp.connect('ebay', 'A', 'new');
select is(pg_temp.shown('ebay') - (select array_agg(key) from jsonb_object_keys(pg_temp.shown('ebay')) as key
    where key not in ('state', 'error_code', 'error_since', 'error_count')),
  '{"state": "connected", "error_code": null, "error_since": null, "error_count": 0}', 'and goes with the recovery');

-- Other accounts, and none.
select pg_temp.connect('ebay', 'B');
select results_eq($$ select account from private.connections where provider = 'ebay' $$, $$ values ('B') $$,
  'a provider that keeps one account forgets the one before');
select tests.sign_in_as('ann');
select public.begin_oauth('ebay', 'hash-3');
reset role;
select public.remove_connection('ebay', tests.workspace_id('ann'));
select is_empty($$ select 1 from private.oauth_states $$, 'a sign-in under way brings nothing home after disconnecting');
select is_empty($$ select 1 from private.connections where provider = 'ebay' $$, 'disconnecting forgets the tokens');
select ok((select reductions_paused from public.ebay_settings where workspace_id = tests.workspace_id('ann')),
  'and pauses price drops');
delete from public.users where id = tests.user_id('ann');
select is_empty($$ select 1 from private.connections $$, 'the tokens go with the person who connected');

select * from finish();
rollback;
