begin;
select plan(19);
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
select throws_ok($$ select public.begin_oauth('onedrive', 'hash-2', 'v1.sealed') $$, 'PT403', 'not_allowed', 'an uploader begins none');
reset role;
select is(public.take_oauth_state('onedrive', 'hash-1') ->> 'user_id', tests.user_id('ann')::text, 'a state names who began');
select is(public.take_oauth_state('onedrive', 'hash-1'), null, 'and is worth nothing the second time');

-- The connection.
select public.store_onedrive_connection(tests.workspace_id('ann'), tests.user_id('ann'), 'dana@outlook.test', 'D1', 'v1.access', 'v1.refresh', now() + interval '1 hour');
update public.user_onedrive_connections set folder_id = 'F1', folder_path = '/Videos' where workspace_id = tests.workspace_id('ann');
select tests.sign_in_as('ann');
select results_eq($$ select account_email, folder_path, state from public.user_onedrive_connections $$, $$ values ('dana@outlook.test', '/Videos', 'connected') $$, 'an editor sees how the connection is');
select throws_ok($$ select access_token_sealed from public.user_onedrive_connections $$, '42501', null, 'but not its tokens, sealed as they are');
select throws_ok($$ update public.user_onedrive_connections set is_chosen = false $$, '42501', null, 'and writes nothing there');
select throws_ok($$ select public.claim_onedrive_refresh(tests.workspace_id('ann'), gen_random_uuid(), 'me', 30) $$, '42501', null, 'nor asks for the refresh token');
select tests.sign_in_as('uma');
select is_empty($$ select account_email from public.user_onedrive_connections $$, 'an uploader sees none');
select tests.sign_in_as('bob');
select is_empty($$ select account_email from public.user_onedrive_connections $$, 'a stranger sees none');

-- Two refreshes.
reset role;
create temp table version on commit drop as select token_version as id from public.user_onedrive_connections;
select is(public.claim_onedrive_refresh(tests.workspace_id('ann'), id, 'one', 30) ->> 'turn', 'mine', 'one process refreshes') from version;
select is(public.claim_onedrive_refresh(tests.workspace_id('ann'), id, 'two', 30) ->> 'turn', 'busy', 'the other waits') from version;
select ok(public.finish_onedrive_refresh(tests.workspace_id('ann'), id, 'v1.access2', 'v1.refresh2', now() + interval '1 hour'), 'its tokens are stored together') from version;
select is(public.claim_onedrive_refresh(tests.workspace_id('ann'), id, 'two', 30) ->> 'turn', 'done', 'and the other reads them') from version;

-- An upload.
select tests.sign_in_as('ann');
create temp table made on commit drop as
  select product_id, public.begin_onedrive_upload(product_id, 'a.mp4', 10, 'video/mp4', 'mp4') as upload
  from (select tests.add_product('B000000001') as product_id) as product;
grant select on made to authenticated;
select throws_ok($$ select upload_url_sealed from public.upload_sessions $$, '42501', null, 'nobody reads the address of an upload');
select throws_ok($$ select public.save_video(product_id, (upload ->> 'id')::uuid, 'a.mp4', 10, 'video/mp4') from made $$, 'PT409', 'upload_incomplete', 'a video in OneDrive is believed only after a look there');
reset role;
delete from public.workspaces where id = tests.workspace_id('ann');
select is_empty('select 1 from private.onedrive_orphans', 'a deleted workspace leaves the files of people where they are');

select * from finish();
rollback;
